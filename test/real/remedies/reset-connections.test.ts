import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { resetConnections } from '../../../src/remedies/reset-connections.js';
import { words, world } from '../../checks/builders.js';
import { Stage } from '../../remedies/stage.js';
import { until } from '../../until.js';
import { createDatabase, type TestDatabase } from '../store/database.js';

const PASSWORD = 'correct-horse-battery';
let database: TestDatabase;
let name: string;
const open: Client[] = [];

beforeAll(async () => {
  database = await createDatabase();
  name = new URL(database.url).pathname.slice(1);
  for (const role of ['plain', 'monitor'])
    await database.admin(`create role ${name}_${role} login password '${PASSWORD}'`);
  await database.admin(`grant pg_monitor, pg_signal_backend to ${name}_monitor`);
});
afterEach(async () => {
  for (const client of open.splice(0)) await client.end().catch(() => undefined);
  // One that sleeps does not notice that its client has gone.
  await database.admin(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
  await until(async () => (await connectionsThere()) === 0, 'the connections of this test are gone');
});
afterAll(async () => {
  await database.drop();
  for (const role of ['plain', 'monitor']) await database.admin(`drop role ${name}_${role}`);
});

function address(role?: 'plain' | 'monitor'): string {
  const url = new URL(database.url);
  if (role !== undefined) {
    url.username = `${name}_${role}`;
    url.password = PASSWORD;
  }
  return url.href;
}

/** Client connections of others to the test's database, looked at from outside of it. */
async function connectionsThere(): Promise<number> {
  const outside = new URL(database.url);
  outside.pathname = 'postgres';
  const client = new Client({ connectionString: outside.href });
  await client.connect();
  const { rows } = await client.query<{ n: number }>(
    "select count(*)::int as n from pg_stat_activity where datname = $1 and backend_type = 'client backend'",
    [name],
  );
  await client.end();
  return rows[0]?.n ?? 0;
}

/** A connection of somebody's, and whether it was ended. */
async function connect(
  url: string,
  says?: string,
  application = 'shop',
): Promise<{ client: Client; gone: () => boolean }> {
  const client = new Client({ connectionString: url, application_name: application });
  let gone = false;
  client.on('error', () => {
    gone = true;
  });
  await client.connect();
  open.push(client);
  if (says !== undefined) await client.query(says).catch(() => undefined);
  return { client, gone: () => gone };
}

function stage(more: object = {}, url = address()): Stage {
  return new Stage(resetConnections, { url, idle_longer_than: '1s', ...more }, world(null));
}

async function planOf(scene: Stage) {
  await until(async () => !('impossible' in (await scene.planned())), 'the connections are idle for long enough');
  return scene.plan();
}

describe('idle connections to a real PostgreSQL', () => {
  test('are ended; those that work are not', async () => {
    const idle = await connect(address(), 'select 1');
    const begun = await connect(address(), 'begin');
    const broken = await connect(address(), 'begin; select 1/0');
    const busy = await connect(address());
    const slept = busy.client.query('select pg_sleep(600)').catch((error: unknown) => error);
    const scene = stage();
    await until(async () => (await idleFor()) === 3, 'three are idle for a second');
    const plan = await planOf(scene);
    const done = await scene.act(plan);
    expect(words(done.says)).toBe('ended 3 of 5 connections; 2 left');
    await until(() => idle.gone() && begun.gone() && broken.gone(), 'their clients know');
    expect(busy.gone()).toBe(false);
    expect(scene.steps).toEqual([`ending idle connections to ${name}`]);
    await database.admin("select pg_cancel_backend(pid) from pg_stat_activity where query like 'select pg_sleep(600)'");
    await slept;
  });

  test('of the bot itself are left alone', async () => {
    const own = await connect(address(), 'select 1', 'runbook-bot');
    const other = await connect(address(), 'select 1');
    await until(async () => (await idleFor()) === 2, 'both are idle for a second');
    const scene = stage();
    expect(words((await scene.act(await planOf(scene))).says)).toBe('ended 1 of 3 connections; 2 left');
    await until(() => other.gone(), 'the other knows');
    expect(own.gone()).toBe(false);
  });

  test('are ended to a most, the longest idle first', async () => {
    const first = await connect(address(), 'select 1');
    await until(async () => (await idleFor()) === 1, 'the first is idle for a second');
    const second = await connect(address(), 'select 1');
    await until(async () => (await idleFor()) === 2, 'the second is, too');
    const scene = stage({ max: 1 });
    await scene.act(await planOf(scene));
    await until(() => first.gone(), 'the first knows');
    expect(second.gone()).toBe(false);
  });

  test('that nobody has are said to be none', async () => {
    await connect(address(), 'select 1');
    expect(await stage({ idle_longer_than: '1h' }).impossible()).toBe(
      `no connection to ${name} is idle for more than 1 h`,
    );
  });

  test('in a state that is not asked for are left alone', async () => {
    await connect(address(), 'select 1');
    await until(async () => (await idleFor()) === 1, 'it is idle for a second');
    expect(await stage({ states: ['idle in transaction'] }).impossible()).toContain('no connection');
  });

  test('of other roles need the right to end them', async () => {
    await connect(address('monitor'), 'select 1');
    await connect(address(), 'select 1');
    await until(async () => (await idleFor()) === 2, 'both are idle for a second');
    expect(await stage({}, address('plain')).impossible()).toBe(
      `no connection to ${name} is idle for more than 1 s; 2 of others the bot may not end`,
    );
    // A superuser's are for superusers alone.
    const scene = stage({}, address('monitor'));
    expect(words((await scene.act(await planOf(scene))).says)).toBe('ended 1 of 3 connections; 2 left');
  });
});

describe('what is recorded', () => {
  test('has no password, and does not change with the number of connections', async () => {
    await connect(address('monitor'), 'select 1');
    await until(async () => (await idleFor()) === 1, 'it is idle for a second');
    const scene = stage({}, address('monitor'));
    const { before: once, ...first } = await scene.plan();
    await connect(address('monitor'), 'select 1');
    await until(async () => (await idleFor()) === 2, 'both are idle for a second');
    const { before: twice, ...second } = await scene.plan();
    expect(second).toEqual(first);
    expect(twice).not.toEqual(once);
    expect(JSON.stringify([first, once])).not.toContain(PASSWORD);
    expect(first.like).toMatch(/^psql -h \S+ -p \d+ -U \S+ \S+ -c "SELECT pg_terminate_backend/);
  });

  test('keeps a password out of a refused login', async () => {
    const url = address('monitor').replace(PASSWORD, 'not-this-one');
    await expect(stage({}, url).plan()).rejects.toThrow('PostgreSQL refused the login');
    await expect(stage({}, url).plan()).rejects.not.toThrow('not-this-one');
  });

  test('is held against: another database by now is left alone', async () => {
    const { client, gone } = await connect(address(), 'select 1');
    await until(async () => (await idleFor()) === 1, 'it is idle for a second');
    const plan = await stage().plan();
    const moved = stage({}, address('monitor'));
    expect(words((await moved.act(plan)).says)).toBe('config.yml names another database by now; nothing was ended');
    await client.query('select 1');
    expect(gone()).toBe(false);
  });

  test('when the time is over nothing is ended', async () => {
    const { client } = await connect(address(), 'select 1');
    await until(async () => (await idleFor()) === 1, 'it is idle for a second');
    const scene = stage();
    scene.tooLateAt = 1;
    expect(await scene.act(await scene.plan())).toEqual({
      result: 'failed',
      says: ['the time to act was over; nothing was ended'],
    });
    await client.query('select 1');
  });

  test('cannot be told by looking: connections end by themselves, too', async () => {
    await connect(address(), 'select 1');
    await until(async () => (await idleFor()) === 1, 'it is idle for a second');
    const scene = stage();
    const settled = await scene.settle(await scene.plan());
    expect(settled).toMatchObject({ happened: 'maybe' });
    expect(words(settled.says)).toBe(`1 idle connections to ${name} now, 1 before; 2 in all, 2 before`);
  });
});

/** How many connections of the test's clients are idle for more than a second. */
async function idleFor(): Promise<number> {
  const outside = new URL(database.url);
  outside.pathname = 'postgres';
  const client = new Client({ connectionString: outside.href });
  await client.connect();
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = $1 and state like 'idle%' and state_change < clock_timestamp() - interval '1050 ms'`,
    [name],
  );
  await client.end();
  return rows[0]?.n ?? 0;
}
