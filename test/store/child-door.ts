// Takes the data directory and keeps it: prints `taken`, or the code of the refusal.
import { UserError } from '../../src/errors.js';
import { openDoor } from '../../src/store/door.js';

const [folder = ''] = process.argv.slice(2);
try {
  await openDoor(folder, (visitor) => visitor.end(String(process.pid)));
  console.log('taken');
} catch (error) {
  console.log(error instanceof UserError ? error.code : error);
}
