import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { migrate } from '../../src/store/migrate.js';
import { openPglite } from '../../src/store/pglite.js';
import { createStore } from '../../src/store/store.js';
import { quickFolder } from '../database-folder.js';
import { storeContract } from './contract.js';

let folder: string;

beforeAll(async () => {
  folder = await quickFolder();
});
afterAll(() => rm(folder, { recursive: true }));

describe('a store on PGlite', () => {
  storeContract(async () => {
    const sql = await openPglite(join(folder, 'pglite'));
    expect(sql.durable).toBe(true);
    await Promise.all([migrate(sql), migrate(sql)]);
    return { sql, store: createStore(sql, 'PGlite') };
  });
});
