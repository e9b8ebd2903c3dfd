import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { openPglite } from '../../src/store/pglite.js';
import { databaseFolder } from '../database-folder.js';
import { upgradeContract } from './upgrade.js';

let folder: string;

beforeAll(async () => {
  folder = await databaseFolder();
});
afterAll(() => rm(folder, { recursive: true }));

describe('a PGlite of the first release', () => {
  upgradeContract(async () => {
    const sql = await openPglite(join(folder, 'pglite'));
    await sql.query('drop schema public cascade');
    await sql.query('create schema public');
    return sql;
  });
});
