import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { redis } from '../../src/checks/redis.js';
import { misfits } from '../../src/runbook/facts.js';
import { never, words, world } from './builders.js';
import { closedPort, startHttp, startTcp, startTls, type Started } from './servers.js';

const open: Started[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function ask(url: string, timeout = '20s') {
  const params = { type: 'redis', url, timeout };
  const seen = await redis.run(params, world(null), never);
  expect(misfits(redis.facts(params), seen.facts)).toEqual([]);
  expect(JSON.stringify(seen)).not.toMatch(/hunter|h%75nter/);
  return { ...seen, line: words(seen.says) };
}

async function addressOf(server: Promise<Started>, path = '', scheme = 'redis'): Promise<string> {
  const started = await server;
  open.push(started);
  return `${scheme}://:h%75nter2@127.0.0.1:${started.port}${path}`;
}

/** A server that answers everything it is asked at once with these lines, and stays. */
function answering(...lines: string[]): Promise<Started> {
  return startTcp((socket) => socket.once('data', () => socket.write(lines.map((line) => `${line}\r\n`).join(''))));
}

/** INFO's answer as it goes over the wire. */
function info(fields: Readonly<Record<string, string | number>>): string {
  const body = `# Section\r\n${Object.entries(fields)
    .map(([field, value]) => `${field}:${value}\r\n`)
    .join('')}`;
  return `$${Buffer.byteLength(body)}\r\n${body}`;
}

const FULL = '-ERR max number of clients reached\r\n';
const MIB = 1024 ** 2;
const healthy = {
  redis_version: '7.0.15',
  uptime_in_seconds: 60,
  loading: 0,
  used_memory: 12 * MIB,
  maxmemory: 16 * MIB,
  maxmemory_policy: 'noeviction',
  mem_not_counted_for_evict: 0,
  connected_clients: 3,
  maxclients: 10_000,
  blocked_clients: 0,
  rejected_connections: 0,
  evicted_keys: 0,
  total_error_replies: 4,
  role: 'master',
  rdb_last_bgsave_status: 'ok',
  rdb_last_save_time: 1_767_236_400,
};

describe('a Redis that answers', () => {
  test('tells its memory, its clients and its role', async () => {
    const { facts, line } = await ask(await addressOf(answering('+OK', '+PONG', info(healthy))));
    expect(facts).toMatchObject({
      ok: true,
      answered: true,
      error: '',
      version: '7.0.15',
      uptime: 60_000,
      loading_percent: 100,
      memory_percent: 75,
      clients_percent: 0.03,
      oom_errors: 0,
      role: 'master',
      master_link_up: true,
      last_save_ok: true,
      last_save: '2026-01-01T03:00:00.000Z',
    });
    expect(line).toMatch(/^PONG in \d+ ms, memory 12.0 of 16.0 MiB$/);
  });

  test.each([
    ['where writes are refused', {}, 'oom'],
    ['where what may be dropped is dropped', { maxmemory_policy: 'allkeys-lru' }, ''],
    [
      'where nothing has an end that could be dropped',
      { maxmemory_policy: 'volatile-lru', db0: 'keys=9,expires=0' },
      'oom',
    ],
    ['where something has an end', { maxmemory_policy: 'volatile-lru', db0: 'keys=9,expires=2,avg_ttl=1' }, ''],
    ['where buffers do not count', { mem_not_counted_for_evict: MIB }, ''],
    ['where there is no limit', { maxmemory: 0 }, ''],
    ['where it sways about its limit, having refused', { used_memory: 16 * MIB - 9_000 }, 'oom'],
    ['where it has refused, long ago', { used_memory: 15 * MIB }, ''],
    ['where it is nearly full and never refused', { used_memory: 16 * MIB - 9_000, errorstat_OOM: 'count=0' }, ''],
  ])('is full %s', async (_where, change, error) => {
    const full = info({ ...healthy, used_memory: 16 * MIB, errorstat_OOM: 'count=7', ...change });
    const { facts, line } = await ask(await addressOf(answering('+OK', '+PONG', full)));
    expect(facts).toMatchObject({ ok: error === '', error });
    if (error !== '') expect(line).toBe('full: memory 16.0 of 16.0 MiB, it refuses writes');
  });

  test('and is nearly out of clients and could not save says so', async () => {
    const bad = info({ ...healthy, connected_clients: 95, maxclients: 100, rdb_last_bgsave_status: 'err' });
    const { facts, line } = await ask(await addressOf(answering('+OK', '+PONG', bad)));
    expect(facts).toMatchObject({ ok: true, last_save_ok: false, clients_percent: 95 });
    expect(line).toMatch(/, 95 of 100 clients, last save failed$/);
  });

  test('but is too old to tell everything leaves that unknown', async () => {
    const { facts, line } = await ask(await addressOf(answering('+OK', '+PONG', info({ redis_version: '3.2' }))));
    expect(facts).toMatchObject({
      ok: true,
      maxclients: { unknown: 'this server does not tell' },
      oom_errors: { unknown: 'this server does not tell' },
    });
    expect(line).toMatch(/^PONG in \d+ ms$/);
  });

  test('but tells nonsense leaves that unknown', async () => {
    const odd = {
      ...healthy,
      maxclients: 'many',
      rdb_last_save_time: '9'.repeat(15),
      uptime_in_seconds: '9'.repeat(16),
    };
    const { facts } = await ask(await addressOf(answering('+OK', '+PONG', info({ ...odd, used_memory: 1.5 }))));
    const unknown = { unknown: 'this server does not tell' };
    expect(facts).toMatchObject({
      ok: true,
      maxclients: unknown,
      last_save: unknown,
      uptime: unknown,
      used_memory: unknown,
    });
  });

  test('but does not let this user see INFO leaves all of it unknown', async () => {
    const refusal = "-NOPERM this user has no permissions to run the 'info' command";
    const { facts } = await ask(await addressOf(answering('+OK', '+PONG', refusal)));
    expect(facts).toMatchObject({
      ok: true,
      used_memory: { unknown: expect.stringContaining('no permissions to run') as unknown },
    });
  });

  test('in pieces is understood', async () => {
    const answer = `+OK\r\n+PONG\r\n${info(healthy)}\r\n`;
    const server = startTcp((socket) => {
      socket.setNoDelay(true);
      socket.once('data', () => void drip(socket, answer));
    });
    expect((await ask(await addressOf(server))).facts).toMatchObject({ ok: true, memory_percent: 75 });
  });
});

async function drip(socket: Socket, answer: string): Promise<void> {
  for (const piece of answer.match(/[\s\S]{1,7}/g) ?? []) {
    await new Promise((resolve) => socket.write(piece, resolve));
    await new Promise(setImmediate);
  }
}

describe('a Redis that refuses', () => {
  const other = '-NOAUTH Authentication required.';
  test.each([
    ['the login', ['-WRONGPASS invalid username-password pair or user is disabled.', other, other, other], 'auth'],
    [
      'a login it does not want',
      ['-ERR AUTH <password> called without any password', '+OK', '+PONG', info(healthy)],
      'auth',
    ],
    ['the database', ['+OK', '-ERR DB index is out of range', '+PONG', info(healthy)], 'no_database'],
    [
      'this user',
      ['+OK', '+OK', "-NOPERM this user has no permissions to run the 'ping' command", other],
      'no_permission',
    ],
    ['while a script runs', ['+OK', '-BUSY Redis is busy running a script.', '-BUSY x', '-BUSY x'], 'busy'],
    [
      'since it cannot save',
      ['+OK', '+OK', '-MISCONF Redis is configured to save RDB snapshots', info(healthy)],
      'not_saving',
    ],
    ['since its master is gone', ['+OK', '+OK', '-MASTERDOWN Link with MASTER is down', info(healthy)], 'master_down'],
    ['for a reason of its own', ['+OK', '+OK', '-ODD hunter2', info(healthy)], 'other'],
  ])('%s says so', async (_what, lines, error) => {
    const { facts, line } = await ask(await addressOf(answering(...lines), '/3'));
    expect(facts).toMatchObject({ ok: false, answered: true, error });
    expect(facts['message']).not.toBe('');
    expect(line).toContain(error === 'auth' ? 'login refused: ' : 'refused: ');
  });

  test('while it loads tells how far it is', async () => {
    const loading = info({ ...healthy, loading: 1, loading_loaded_perc: '41.50' });
    const { facts, line } = await ask(await addressOf(answering('+OK', '-LOADING Redis is loading', loading)));
    expect(facts).toMatchObject({ ok: false, error: 'loading', loading_percent: 41.5 });
    expect(line).toBe('still loading its data, 42 %');
  });

  test.each([
    ['hangs up', (socket: Socket) => socket.end(FULL)],
    ['breaks off', (socket: Socket) => socket.once('data', () => socket.write(FULL, () => socket.resetAndDestroy()))],
  ])('more clients says so and %s', async (_how, answer) => {
    const { facts, line } = await ask(await addressOf(startTcp(answer), '/3'));
    expect(facts).toMatchObject({ ok: false, answered: true, error: 'too_many_clients' });
    expect(line).toBe('refused: ERR max number of clients reached');
  });
});

describe('where no Redis answers', () => {
  test('nobody listens', async () => {
    const { facts, line } = await ask(`redis://:hunter2@127.0.0.1:${await closedPort()}`);
    expect(facts).toMatchObject({ ok: false, answered: false, error: 'refused' });
    expect(line).toBe('connection refused');
  });

  test('the name is known to nobody', async () => {
    expect((await ask('redis://no-such-host.invalid')).facts).toMatchObject({ error: 'dns' });
  });

  test('it is silent', async () => {
    const { facts, line } = await ask(await addressOf(startTcp(() => undefined)), '100ms');
    expect(facts).toMatchObject({ ok: false, answered: false, error: 'timeout' });
    expect(line).toBe('no answer in 100 ms');
  });

  test.each([
    ['at once', (socket: Socket) => socket.destroy()],
    ['politely', (socket: Socket) => socket.resume().end()],
  ])('it hangs up %s', async (_how, answer) => {
    expect((await ask(await addressOf(startTcp(answer)))).facts).toMatchObject({ answered: false, error: 'reset' });
  });

  test('a web server answers', async () => {
    const { facts, line } = await ask(await addressOf(startHttp((_request, response) => response.end())));
    expect(facts).toMatchObject({ ok: false, answered: false, error: 'not_redis' });
    expect(line).toBe('what answers there is not Redis');
  });

  test.each(['+'.padEnd(5_000, 'x'), '$9999999999\r\n', '$-7\r\n', '$x\r\n', '*1\r\n'])(
    'something answers that only begins like it: %.12s',
    async (answer) => {
      const server = startTcp((socket) => socket.once('data', () => socket.write(answer)));
      expect((await ask(await addressOf(server))).facts).toMatchObject({ error: 'not_redis' });
    },
  );

  test('its certificate has expired', async () => {
    const server = startTls('expired', (socket) => socket.end('+PONG\r\n'));
    const { facts, line } = await ask(await addressOf(server, '', 'rediss'));
    expect(facts).toMatchObject({ ok: false, error: 'tls', tls_error: 'expired' });
    expect(line).toBe('its TLS certificate has expired');
  });

  test('the run is over', async () => {
    const run = new AbortController();
    const url = await addressOf(startTcp((socket) => socket.once('data', () => run.abort())));
    const asked = redis.run({ type: 'redis', url }, world(null), run.signal);
    await expect(asked).rejects.toThrow('the time for asking Redis was over');
  });

  test.each(['${x}hunter2', 'redis://', 'http://localhost'])('%s is no address', async (url) => {
    const asked = redis.run({ type: 'redis', url: url.replace('http:', '${x}:') }, world(null), never);
    await expect(asked).rejects.toThrow("api's Redis address is no redis:// address");
  });
});

test('a login with user and password that hold odd characters reaches the server as it is', async () => {
  let heard = '';
  const server = startTcp((socket) =>
    socket.once('data', (bytes) => {
      heard = bytes.toString();
      socket.write(`+OK\r\n+OK\r\n+PONG\r\n${info(healthy)}\r\n`);
    }),
  );
  const { port } = await server;
  open.push(await server);
  const params = { type: 'redis', url: `redis://ap%70:p%C3%A4%0D%0Ass@127.0.0.1:${port}/2` };
  await redis.run(params, world(null), never);
  expect(heard).toBe(
    '*3\r\n$4\r\nAUTH\r\n$3\r\napp\r\n$7\r\npä\r\nss\r\n*2\r\n$6\r\nSELECT\r\n$1\r\n2\r\n*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nINFO\r\n',
  );
});
