import { createConnection, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { redis } from '../../../src/checks/redis.js';
import { misfits } from '../../../src/runbook/facts.js';
import { never, words, world } from '../../checks/builders.js';
import { until } from '../../until.js';
import { startRedis, type RedisServer } from './redis-server.js';

const PASSWORD = 'correct-horse-battery';
const started: RedisServer[] = [];

afterAll(async () => {
  await Promise.all(started.map((server) => server.stop()));
});

async function start(...options: string[]): Promise<RedisServer> {
  const server = await startRedis(...options);
  started.push(server);
  return server;
}

async function ask(server: RedisServer, login = '', path = '') {
  const params = { type: 'redis', url: `redis://${login}127.0.0.1:${server.port}${path}`, timeout: '20s' };
  const seen = await redis.run(params, world(null), never);
  expect(misfits(redis.facts(params), seen.facts)).toEqual([]);
  expect(JSON.stringify(seen)).not.toContain(PASSWORD);
  return { ...seen, line: words(seen.says) };
}

describe('a real Redis', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await start('--maxmemory', '20mb', '--maxmemory-policy', 'noeviction', '--maxclients', '20');
  });
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    // Who just left may still be counted, and there may be no place for another.
    await until(async () => (await server.cli('FLUSHALL').catch(() => '')).includes('OK'), 'it is empty');
  });

  test('answers, and every fact is known', async () => {
    const { facts, line } = await ask(server, '', '/3');
    expect(facts).toMatchObject({
      ok: true,
      error: '',
      maxmemory: 20 * 1024 ** 2,
      policy: 'noeviction',
      maxclients: 20,
      role: 'master',
      master_link_up: true,
      last_save_ok: true,
      rejected_connections: 0,
      evicted: 0,
      oom_errors: 0,
      loading_percent: 100,
    });
    expect(facts['version']).toMatch(/^\d+\.\d+/);
    expect(Object.values(facts)).not.toContainEqual({ unknown: expect.anything() as unknown });
    expect(line).toMatch(/^PONG in \d+ ms, memory [\d.]+ of 20.0 MiB$/);
  });

  test('that is full answers PING but is not ok', async () => {
    // A script that began below the limit may go beyond it.
    await server.cli('EVAL', "for i = 1, 30 do redis.call('SET', i, string.rep('x', 1e6)) end", '0');
    expect(await server.cli('SET', 'one', 'more')).toContain('OOM');
    const { facts, line } = await ask(server);
    expect(facts).toMatchObject({ ok: false, answered: true, error: 'oom' });
    expect(Number(facts['memory_percent'])).toBeGreaterThanOrEqual(100);
    expect(Number(facts['oom_errors'])).toBeGreaterThan(0);
    expect(line).toMatch(/^full: memory [\d.]+ of [\d.]+ MiB, it refuses writes$/);
  });

  test('without a connection left says so, each time', async () => {
    const another = async (): Promise<void> => {
      const socket = createConnection({ host: '127.0.0.1', port: server.port });
      sockets.push(socket.on('error', () => undefined));
      await once(socket, 'connect');
    };
    // One that just left may be counted once more: its place must be taken too.
    let full = 0;
    await until(async () => {
      await another();
      full = (await ask(server)).facts['error'] === 'too_many_clients' ? full + 1 : 0;
      return full === 5;
    }, 'Redis is full of clients');
    for (let round = 0; round < 20; round += 1) {
      expect((await ask(server)).facts).toMatchObject({ ok: false, answered: true, error: 'too_many_clients' });
    }
  });

  test('does not have the database', async () => {
    const { facts, line } = await ask(server, '', '/99');
    expect(facts).toMatchObject({ ok: false, error: 'no_database' });
    expect(line).toBe('refused: ERR DB index is out of range');
  });

  test('does not want a password', async () => {
    expect((await ask(server, `:${PASSWORD}@`)).facts).toMatchObject({ ok: false, error: 'auth' });
  });
});

describe('a real Redis with a password', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await start('--requirepass', PASSWORD);
    await server.cli('-a', PASSWORD, 'ACL', 'SETUSER', 'app', 'on', `>${PASSWORD}`, '+ping');
  });

  test('lets in who knows it', async () => {
    expect((await ask(server, `:${PASSWORD}@`)).facts).toMatchObject({ ok: true, maxmemory: 0, memory_percent: 0 });
  });

  test.each(['', ':wrong@'])('refuses everybody else: %p', async (login) => {
    const { facts, line } = await ask(server, login);
    expect(facts).toMatchObject({ ok: false, answered: true, error: 'auth' });
    expect(line).toContain('login refused: ');
  });

  test('says what this user may not see', async () => {
    const { facts } = await ask(server, `app:${PASSWORD}@`);
    expect(facts).toMatchObject({
      ok: true,
      used_memory: { unknown: expect.stringContaining('Redis refused INFO: NOPERM') as unknown },
    });
  });
});

test('a real Redis that cannot save says so', async () => {
  const server = await start('--save', '3600 1', '--dir', '/proc');
  await server.cli('SET', 'key', 'value');
  await server.cli('BGSAVE');
  await until(async () => (await ask(server)).facts['error'] === 'not_saving', 'the snapshot has failed');
  expect((await ask(server)).facts).toMatchObject({ ok: false, last_save_ok: false });
});

test('a real Redis that lost its master says so', async () => {
  const server = await start('--replicaof', '127.0.0.1 1', '--replica-serve-stale-data', 'no');
  const { facts } = await ask(server);
  expect(facts).toMatchObject({ ok: false, error: 'master_down', role: 'slave', master_link_up: false });
});

test('a real Redis that is stopped refuses, and one that hangs is silent', async () => {
  const server = await start('--enable-debug-command', 'yes');
  const hung = server.cli('DEBUG', 'SLEEP', '10').catch(() => '');
  await until(
    async () => (await redis.run(shortly(server), world(null), never)).facts['error'] === 'timeout',
    'it hangs',
  );
  await hung;
  await server.stop();
  started.splice(started.indexOf(server), 1);
  expect((await ask(server)).facts).toMatchObject({ ok: false, answered: false, error: 'refused' });
});

function shortly(server: RedisServer): object {
  return { type: 'redis', url: `redis://127.0.0.1:${server.port}`, timeout: '100ms' };
}
