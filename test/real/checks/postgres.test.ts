import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { postgres } from '../../../src/checks/postgres.js';
import { misfits } from '../../../src/runbook/facts.js';
import { never, words, world } from '../../checks/builders.js';
import { createDatabase, type TestDatabase } from '../store/database.js';

const PASSWORD = 'correct-horse-battery';
let database: TestDatabase;
let role: string;

beforeAll(async () => {
  database = await createDatabase();
  role = new URL(database.url).pathname.slice(1);
  await database.admin(`create role ${role} login connection limit 1 password '${PASSWORD}'`);
});

afterAll(async () => {
  await database.drop();
  await database.admin(`drop role ${role}`);
});

function address(change: { user?: string; password?: string; database?: string } = {}): string {
  const url = new URL(database.url);
  url.username = change.user ?? role;
  url.password = change.password ?? PASSWORD;
  if (change.database !== undefined) url.pathname = change.database;
  return url.href;
}

async function ask(url: string) {
  const params = { type: 'postgres', url };
  const seen = await postgres.run(params, world(null), never);
  expect(misfits(postgres.facts(params), seen.facts)).toEqual([]);
  expect(JSON.stringify(seen)).not.toContain(PASSWORD);
  return { ...seen, line: words(seen.says) };
}

describe('a real PostgreSQL', () => {
  test('lets an ordinary role in and tells how many are there', async () => {
    const { facts, line } = await ask(address());
    expect(facts).toMatchObject({ ok: true, error: '', message: '' });
    expect(facts['version']).toMatch(/^\d+/);
    expect(Number(facts['connections'])).toBeGreaterThanOrEqual(1);
    expect(Number(facts['max_connections'])).toBeGreaterThan(Number(facts['connections']));
    expect(line).toMatch(/^login, \d+ ms$/);
  });

  test('refuses a wrong password', async () => {
    const { facts, line } = await ask(address({ password: 'not-this-one' }));
    expect(facts).toMatchObject({ ok: false, error: 'auth' });
    expect(line).toBe(`login refused: password authentication failed for user "${role}"`);
  });

  test('does not have the database', async () => {
    expect((await ask(address({ database: 'no_such_database' }))).facts).toMatchObject({
      ok: false,
      error: 'no_database',
    });
  });

  test('has no connection left', async () => {
    const other = new Client({ connectionString: address() });
    await other.connect();
    try {
      expect((await ask(address())).facts).toMatchObject({ ok: false, error: 'too_many_connections' });
    } finally {
      await other.end();
    }
  });

  test('keeps no connection of ours', async () => {
    for (let round = 0; round < 5; round += 1) expect((await ask(address())).facts).toMatchObject({ ok: true });
  });
});
