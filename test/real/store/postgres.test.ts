import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrate } from '../../../src/store/migrate.js';
import { openStore } from '../../../src/store/open.js';
import { openPostgres } from '../../../src/store/postgres.js';
import { createStore } from '../../../src/store/store.js';
import { write } from '../../store/builders.js';
import { storeContract } from '../../store/contract.js';
import { createDatabase, type TestDatabase } from './database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

describe('a store on PostgreSQL', () => {
  storeContract(async () => {
    const sql = openPostgres(database.url);
    const rival = openPostgres(database.url);
    await Promise.all([migrate(sql), migrate(rival), migrate(sql)]);
    await rival.close();
    return { sql, store: createStore(sql, 'PostgreSQL') };
  });

  test('two replicas share the log, and each is hinted at a wish that the other leaves to it', async () => {
    const [one, two] = await Promise.all([
      openStore({ databaseUrl: database.url, dataDir: '/nowhere' }),
      openStore({ databaseUrl: database.url, dataDir: '/nowhere' }),
    ]);
    const hints = new EventEmitter();
    const connected = once(hints, 'hint');
    two.onHint(() => hints.emit('hint'));
    await connected;
    const hinted = once(hints, 'hint');
    expect(await write(one, 'INC-1')).toEqual({ seq: 1 });
    await one.receive({ key: 'a', incident: null, command: {} });
    await one.route('a', 'INC-1');
    await hinted;
    expect(await two.lease('INC-1', 'bot-2', 60_000)).toBeNull();
    expect(await two.load('INC-1')).toHaveLength(1);
    await Promise.all([one.close(), two.close()]);
  });

  test('says where the data is without the password', async () => {
    const store = await openStore({ databaseUrl: database.url, dataDir: '/nowhere' });
    const { host, pathname, password } = new URL(database.url);
    expect(store.describe()).toBe(`PostgreSQL at ${host}${pathname}; what is acknowledged survives a power loss`);
    expect(password === '' ? 'none' : store.describe()).not.toContain(`:${password}@`);
    await store.close();
  });
});
