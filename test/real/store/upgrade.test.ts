import { afterAll, beforeAll, describe } from '@jest/globals';
import { openPostgres } from '../../../src/store/postgres.js';
import { upgradeContract } from '../../store/upgrade.js';
import { createDatabase, type TestDatabase } from './database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

describe('a PostgreSQL of the first release', () => {
  upgradeContract(() => Promise.resolve(openPostgres(database.url)));
});
