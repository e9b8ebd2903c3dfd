// Opens the store and appends to one incident until it is killed. Prints `ready`, then each sequence number once it is acknowledged.
import { UserError } from '../../src/errors.js';
import { openStore } from '../../src/store/open.js';
import { event, write } from './builders.js';

const [folder = ''] = process.argv.slice(2);
try {
  const store = await openStore({ dataDir: folder });
  console.log('ready');
  let seen = (await store.load('INC-1')).length;
  for (;;) {
    const result = await write(store, 'INC-1', { seen, events: [event({ filler: 'x'.repeat(500) }), event({ seen })] });
    if ('refused' in result) throw new Error(`refused as ${result.refused}`);
    seen = result.seq;
    console.log(seen);
  }
} catch (error) {
  console.log(error instanceof UserError ? error.code : error);
  process.exitCode = 1;
}
