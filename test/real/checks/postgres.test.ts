import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { postgres } from '../../../src/checks/postgres.js';
import { misfits } from '../../../src/runbook/facts.js';
import { never, words, world } from '../../checks/builders.js';
import { until } from '../../until.js';
import { createDatabase, type TestDatabase } from '../store/database.js';

const CLIENTS = "SELECT * FROM pg_stat_activity WHERE backend_type = 'client backend'";
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
  const params = { type: 'postgres', url, timeout: '20s' };
  const seen = await postgres.run(params, world(null), never);
  expect(misfits(postgres.facts(params), seen.facts)).toEqual([]);
  expect(JSON.stringify(seen)).not.toContain(PASSWORD);
  return { ...seen, line: words(seen.says) };
}

async function asSuperuser() {
  const params = { type: 'postgres', url: database.url, timeout: '20s' };
  const seen = await postgres.run(params, world(null), never);
  expect(misfits(postgres.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

async function query(url: string, sql: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client.query(sql).finally(() => client.end());
}

/** Holds connections of the database's owner while something is looked at. */
async function holding(count: number, look: (clients: readonly Client[]) => Promise<void>): Promise<void> {
  const clients = Array.from({ length: count }, () => new Client({ connectionString: database.url }));
  await Promise.all(clients.map((client) => client.connect()));
  try {
    await look(clients);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
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
      accepting: true,
      error: 'no_database',
    });
  });

  test('has no connection left', async () => {
    const other = new Client({ connectionString: address() });
    await other.connect();
    try {
      expect((await ask(address())).facts).toMatchObject({
        ok: false,
        accepting: true,
        error: 'too_many_connections',
      });
    } finally {
      await other.end();
    }
  });

  test('tells what its connections do, to a role that may see it', async () => {
    const { facts } = await asSuperuser();
    expect(facts).toMatchObject({ ok: true, accepting: true, read_only: false, waiting_locks: 0, blocking_pid: 0 });
    expect(Number(facts['reserved_connections'])).toBeGreaterThanOrEqual(3);
    const { connections, connections_percent: percent, max_connections: most, reserved_connections: kept } = facts;
    expect(percent).toBeCloseTo((Number(connections) / (Number(most) - Number(kept))) * 100);
    expect(Object.values(facts)).not.toContainEqual({ unknown: expect.anything() as unknown });
  });

  test('counts clients alone, for every role alike', async () => {
    await holding(1, async () => {
      // Connections of a moment ago may still be on their way out. Each question is one of those it counts.
      await until(async () => {
        const { rowCount } = await query(database.url, CLIENTS);
        const [seen, told] = [(await asSuperuser()).facts, (await ask(address())).facts];
        return rowCount === 2 && seen['connections'] === rowCount && told['connections'] === rowCount;
      }, 'all count the held connection and their own');
    });
  });

  test('says what an ordinary role may not see of others', async () => {
    await holding(1, async () => {
      await until(async () => (await asSuperuser()).facts['connections'] === 2, 'nobody else is there');
      const { facts } = await ask(address());
      expect(facts).toMatchObject({
        ok: true,
        waiting_locks: 0,
        idle: { unknown: `${role} may not see what one connection of another role does; GRANT pg_monitor TO it` },
      });
    });
  });

  test('shows transactions that wait for their client, and the oldest', async () => {
    await holding(3, async ([idle, open, failed]) => {
      await idle?.query('SELECT 1');
      await open?.query('BEGIN');
      await failed?.query('BEGIN');
      await expect(failed?.query('SELECT 1/0')).rejects.toThrow('division by zero');
      await until(async () => (await asSuperuser()).facts['connections'] === 4, 'nobody else is there');
      const { facts } = await asSuperuser();
      expect(facts).toMatchObject({
        idle: 1,
        idle_in_transaction: 2,
        active: 0,
        longest_query: 0,
        longest_query_text: '',
      });
      expect(Number(facts['oldest_transaction'])).toBeGreaterThan(0);
    });
  });

  test('shows the longest query without its literals', async () => {
    await holding(2, async ([slow, newer]) => {
      const slept = slow?.query("SELECT pg_sleep(60), 'ada@example.com' AS who").catch((error: unknown) => error);
      await until(async () => (await asSuperuser()).facts['active'] === 1, 'the first query runs');
      const later = newer?.query('SELECT pg_sleep(61)').catch((error: unknown) => error);
      await until(async () => (await asSuperuser()).facts['active'] === 2, 'the second query runs');
      const { facts } = await asSuperuser();
      expect(facts).toMatchObject({ active: 2, longest_query_text: "SELECT pg_sleep(60), '•••' AS who" });
      expect(Number(facts['longest_query'])).toBeGreaterThan(0);
      await database.admin("SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'");
      await Promise.all([slept, later]);
    });
  });

  test('shows who waits for a lock, and for whom, to every role', async () => {
    await query(database.url, 'CREATE TABLE held (id int)');
    await holding(3, async ([holder, ...others]) => {
      const pid = (await holder?.query<{ pid: number }>('SELECT pg_backend_pid() AS pid'))?.rows[0]?.pid;
      await holder?.query('BEGIN; LOCK TABLE held');
      const waiting = others.map((other) => other.query('SELECT * FROM held'));
      await until(async () => (await ask(address())).facts['waiting_locks'] === 2, 'both wait');
      const { facts, line } = await ask(address());
      expect(facts).toMatchObject({ ok: true, waiting_locks: 2, blocking_pid: pid });
      expect(line).toMatch(/^login, \d+ ms, 2 wait for a lock$/);
      await holder?.query('ROLLBACK');
      await Promise.all(waiting);
    });
  });

  test('that takes no writes says so', async () => {
    await database.admin(`ALTER ROLE ${role} SET default_transaction_read_only = on`);
    try {
      const { facts, line } = await ask(address());
      expect(facts).toMatchObject({ ok: true, read_only: true });
      expect(line).toMatch(/, read-only$/);
    } finally {
      await database.admin(`ALTER ROLE ${role} RESET default_transaction_read_only`);
    }
  });

  test('keeps no connection of ours', async () => {
    for (let round = 0; round < 5; round += 1) expect((await ask(address())).facts).toMatchObject({ ok: true });
  });
});
