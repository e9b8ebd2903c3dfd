import { describe, expect, test } from '@jest/globals';
import type { World } from '../../src/checks/check.js';
import type { ExecCommand, ExecResult } from '../../src/checks/containers.js';
import { inside } from '../../src/checks/inside.js';
import { neighbour } from '../../src/checks/neighbour.js';
import { misfits } from '../../src/runbook/facts.js';
import { ended, never, state, words, world } from './builders.js';

const URL = 'http://127.0.0.1:8000/v1/health';

/** A container in which every program ends like this. */
function answering(result: Partial<ExecResult>, asked: ExecCommand[] = []): World {
  const usual = { exitCode: 0, stdout: '', stderr: '', timedOut: false, truncated: false, missing: false };
  return world(state(), {
    exec: (_service, _container, command) => {
      asked.push(command);
      return Promise.resolve({ ...usual, maybeRunning: false, took: 12, ...result });
    },
  });
}

async function ask(more: object, result: Partial<ExecResult>) {
  const params = { type: 'inside', ...more };
  const seen = await inside.run(params, answering(result), never);
  expect(misfits(inside.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

const wget = (code: number, stderr: string): Partial<ExecResult> => ({ stdout: `tool=wget\ncode=${code}\n`, stderr });
const curl = (code: number, status: string): Partial<ExecResult> => ({
  stdout: `tool=curl\nstatus=${status}\nseconds=0.041234\ncode=${code}\n`,
});
const nc = (code: number, stderr: string): Partial<ExecResult> => ({ stdout: `tool=nc\ncode=${code}\n`, stderr });

describe('what a runbook writes', () => {
  test.each<[string, object, string]>([
    ['nothing to ask', {}, 'say one of url, tcp and postgres'],
    ['two things to ask', { url: URL, tcp: 'db:5432' }, 'say one of url, tcp and postgres'],
    ['expect without url', { tcp: 'db:5432', expect: 200 }, 'expect goes with url'],
    ['an address without a port', { tcp: 'db' }, 'an address looks like postgres:5432'],
    ['a port there is not', { tcp: 'db:70000' }, 'an address looks like postgres:5432'],
    ['a host that is an option', { tcp: '-e:5432' }, 'an address looks like postgres:5432'],
    ['a variable that is none', { postgres: 'DATABASE_URL; id' }, 'a variable looks like DATABASE_URL'],
    ['another scheme', { url: 'file:///etc/passwd' }, 'an address begins with http:// or https://'],
    ['a limit no check has', { url: URL, timeout: '9s' }, 'the duration must be between 1s and 8s'],
  ])('with %s is refused', (_, more, sentence) => {
    const parsed = inside.params.safeParse({ type: 'inside', ...more });
    expect(parsed.error?.issues.map((issue) => issue.message)).toEqual([sentence]);
  });

  test('asks a neighbour for one thing only', () => {
    const parse = (more: object) =>
      neighbour.params.safeParse({ type: 'neighbour', from: 'frontend', ...more }).success;
    expect([parse({}), parse({ url: URL, tcp: 'a:1' }), parse({ url: URL }), parse({ tcp: '[::1]:80' })]).toEqual([
      ...[false, false, true, true],
    ]);
  });
});

describe('HTTP from inside', () => {
  test.each<[string, Partial<ExecResult>, object]>([
    ['curl: all well', curl(0, '200'), { ok: true, answered: true, status: 200, error: '', latency: 41 }],
    ['curl: a bad status', curl(0, '503'), { ok: false, answered: true, status: 503, error: '' }],
    ['curl: name', curl(6, '000'), { ok: false, answered: false, status: 0, error: 'dns' }],
    ['curl: refused', curl(7, '000'), { error: 'refused' }],
    [
      'curl: no way',
      { ...curl(7, '000'), stderr: 'curl: (7) Failed to connect: No route to host' },
      { error: 'unreachable' },
    ],
    ['curl: time', curl(28, '000'), { error: 'timeout' }],
    ['curl: breaks off', curl(18, '200'), { ok: false, answered: true, status: 200, error: 'reset' }],
    ['curl: nothing came', curl(52, '000'), { error: 'reset' }],
    ['curl: certificate', curl(60, '000'), { error: 'tls' }],
    ['curl: another protocol', curl(1, '000'), { error: 'bad_response' }],
    ['GNU wget: all well', wget(0, '  HTTP/1.0 200 OK\n  Server: x\n'), { ok: true, status: 200, latency: 12 }],
    [
      'GNU wget: a bad status',
      wget(8, '  HTTP/1.0 503 Service Unavailable\nERROR 503'),
      { ok: false, status: 503, error: '' },
    ],
    [
      'GNU wget: a redirect is the answer, not where it leads',
      wget(4, '  HTTP/1.0 302 Found\n  Location: /x\nfailed: Connection refused.'),
      { ok: false, answered: true, status: 302, error: '' },
    ],
    ['GNU wget: refused', wget(4, 'Connecting to 127.0.0.1:1... failed: Connection refused.'), { error: 'refused' }],
    ['GNU wget: name', wget(4, "wget: unable to resolve host address 'x'"), { error: 'dns' }],
    ['GNU wget: nothing came', wget(4, 'awaiting response... No data received.'), { error: 'reset' }],
    ['GNU wget: time', wget(4, 'Read error (Connection timed out) in headers.'), { error: 'timeout' }],
    [
      'GNU wget: another protocol',
      wget(0, 'Length: unspecified'),
      { ok: false, answered: false, error: 'bad_response' },
    ],
    [
      'BusyBox wget: refused',
      wget(1, "wget: can't connect to remote host (127.0.0.1): Connection refused"),
      { error: 'refused' },
    ],
    ['BusyBox wget: name', wget(1, "wget: bad address 'x'"), { error: 'dns' }],
    ['BusyBox wget: time', wget(1, 'wget: download timed out'), { error: 'timeout' }],
    [
      'BusyBox wget: nothing came',
      wget(1, 'wget: error getting response: Cannot assign requested address'),
      { error: 'reset' },
    ],
    ['BusyBox wget: other text', wget(1, '  220 mail\nwget: error getting response'), { error: 'bad_response' }],
    ['Python: all well', { stdout: 'tool=python3\nstatus=200\nerror=\nseconds=0.002\n' }, { ok: true, latency: 2 }],
    ['Python: refused', { stdout: 'tool=python3\nerror=refused\nseconds=0.001\n' }, { ok: false, error: 'refused' }],
    ['a tool that had to be killed', { stdout: 'tool=wget\n', timedOut: true, exitCode: null }, { error: 'timeout' }],
  ])('%s', async (_, result, facts) => {
    expect((await ask({ url: URL }, result)).facts).toMatchObject(facts);
  });

  test('is said with value and unit', async () => {
    expect((await ask({ url: URL }, curl(0, '503'))).line).toBe('503 in 41 ms');
    expect((await ask({ url: URL }, curl(18, '200'))).line).toBe('200, then connection closed by the other side');
    expect((await ask({ url: URL, timeout: '2s' }, curl(28, '000'))).line).toBe('no answer in 2 s');
  });

  test('does not take the name of a host for what failed', async () => {
    const stderr = "wget: unable to resolve host address 'refused-timeout-reset'";
    expect((await ask({ url: 'http://refused-timeout-reset/' }, wget(4, stderr))).facts).toMatchObject({
      error: 'dns',
    });
  });

  test('hands the address over as an argument of its own, not as a part of the script', async () => {
    const asked: ExecCommand[] = [];
    const url = "http://127.0.0.1:8000/$(id)'%22?a=b;c";
    await inside.run({ type: 'inside', url }, answering(curl(0, '200'), asked), never);
    const [command] = asked;
    expect(command?.argv.slice(0, 2)).toEqual(['sh', '-c']);
    expect(command?.argv[2]).not.toContain('8000');
    expect(command?.argv[4]).toBe(new globalThis.URL(url).href);
  });

  test.each<[string, Partial<ExecResult>, string]>([
    ['no tool', {}, "api's container has no curl, wget or python3 to ask with"],
    ['no shell', { missing: true, exitCode: 127 }, 'the container of api has no shell to ask with'],
    [
      'an end in the middle',
      { exitCode: null, stdout: 'tool=curl\n' },
      'the container of api ended, or something in it',
    ],
    ['a tool that was killed', curl(137, '000'), 'curl in the container of api failed'],
    ['a tool that broke', { stdout: 'tool=python3\nTraceback\n' }, 'python3 in the container of api failed'],
    ['no time to begin', { timedOut: true, exitCode: null }, 'the container of api did not begin to ask in time'],
    ['a flood', { truncated: true, exitCode: null }, 'the container of api answered with more than 16.0 KiB'],
  ])('is unknown with %s', async (_, result, reason) => {
    await expect(ask({ url: URL }, result)).rejects.toThrow(reason);
  });

  test('is unknown where the container does not run, is not there, or the address holds a login', async () => {
    const run = (where: World, url = URL) => inside.run({ type: 'inside', url }, where, never);
    await expect(run(world(ended(1)))).rejects.toThrow('the container of api does not run, so nothing can be asked');
    await expect(run(world(null))).rejects.toThrow('api has no container to ask from');
    const login = run(answering(curl(0, '200')), 'http://admin:hunter22@127.0.0.1/');
    await expect(login).rejects.toThrow('the address for this check holds a login');
    await expect(login).rejects.not.toThrow('hunter22');
    await expect(run(answering({}), '${service.inside}')).rejects.toThrow('is no http:// or https:// address');
  });
});

describe('TCP from inside', () => {
  test.each<[string, Partial<ExecResult>, object]>([
    [
      'OpenBSD nc: open',
      nc(0, 'Connection to db 5432 port [tcp/*] succeeded!'),
      { open: true, error: '', latency: 12 },
    ],
    [
      'OpenBSD nc: refused',
      nc(1, 'nc: connect to db (10.0.0.2) port 1 (tcp) failed: Connection refused'),
      { error: 'refused' },
    ],
    [
      'OpenBSD nc: name',
      nc(1, 'nc: getaddrinfo for host "x" port 1: Temporary failure in name resolution'),
      { error: 'dns' },
    ],
    [
      'OpenBSD nc: time',
      nc(1, 'nc: connect to x port 1 (tcp) timed out: Operation now in progress'),
      { error: 'timeout' },
    ],
    ['BusyBox nc: name', nc(1, "nc: bad address 'x'"), { error: 'dns' }],
    ['BusyBox nc: time, without a word', nc(1, ''), { error: 'timeout' }],
    ['Ncat: refused', nc(1, 'Ncat: Connection refused.'), { open: false, error: 'refused' }],
    ['unknown words', nc(1, 'nc: odd'), { open: false, error: 'other' }],
    [
      'bash: refused',
      { stdout: 'tool=bash\ncode=1\n', stderr: 'bash: connect: Connection refused' },
      { error: 'refused' },
    ],
    ['bash: killed by the limit', { stdout: 'tool=bash\n', timedOut: true, exitCode: null }, { error: 'timeout' }],
    ['Python: open', { stdout: 'tool=python3\nerror=\nseconds=0.003\n' }, { open: true, latency: 3 }],
  ])('%s', async (_, result, facts) => {
    expect((await ask({ tcp: 'db:5432' }, result)).facts).toMatchObject(facts);
  });

  test('is said with the address', async () => {
    expect((await ask({ tcp: 'db:5432' }, nc(0, ''))).line).toBe('db:5432: open, 12 ms');
    expect((await ask({ tcp: 'db:5432' }, nc(1, 'refused'))).line).toBe('db:5432: connection refused');
  });
});

describe('a login from inside', () => {
  const failed = (words: string, error = 'other'): Partial<ExecResult> => ({
    stdout: `tool=psycopg2\nerror=${error}\nseconds=0.012\n`,
    stderr: `OperationalError: connection to server at "db" (10.0.0.2), port 5432 failed: ${words}`,
  });

  test.each<[string, Partial<ExecResult>, string]>([
    ['a wrong password', failed('FATAL:  password authentication failed for user "api"'), 'auth'],
    ['no such database', failed('FATAL:  database "x" does not exist'), 'no_database'],
    ['no connection left', failed('FATAL:  sorry, too many clients already'), 'too_many_connections'],
    ['a server that starts', failed('FATAL:  the database system is starting up'), 'starting'],
    ['nobody there', failed('Connection refused'), 'refused'],
    ['no such name', failed('could not translate host name "db" to address: Name or service not known'), 'dns'],
    ['silence', failed('timeout expired'), 'timeout'],
    [
      "asyncpg's own error",
      { stdout: 'tool=asyncpg\nerror=refused\n', stderr: 'ConnectionRefusedError: [Errno 111]' },
      'refused',
    ],
    ['words nobody knows', failed('ups'), 'other'],
    ['a script that had to be killed', { stdout: 'tool=psycopg2\n', timedOut: true, exitCode: null }, 'timeout'],
  ])('with %s', async (_, result, error) => {
    const { facts } = await ask({ postgres: 'DATABASE_URL' }, result);
    expect(facts).toMatchObject({ ok: false, error });
  });

  test('that works says how long it took', async () => {
    const { facts, line } = await ask(
      { postgres: 'DATABASE_URL' },
      { stdout: 'tool=psycopg2\nerror=\nseconds=0.012\n' },
    );
    expect(facts).toMatchObject({ ok: true, error: '', message: '', latency: 12, tool: 'psycopg2' });
    expect(line).toBe('login, 12 ms');
  });

  test('without a driver tells of a closed port for certain, of an open one only that', async () => {
    const tool = 'tool=python3\n';
    const closed = await ask({ postgres: 'DATABASE_URL' }, { stdout: `${tool}error=refused\nseconds=0.001\n` });
    expect(closed.facts).toMatchObject({ ok: false, error: 'refused' });
    const open = await ask({ postgres: 'DATABASE_URL' }, { stdout: `${tool}open=yes\nerror=\nseconds=0.001\n` });
    expect(open.facts['ok']).toEqual({
      unknown: 'the port accepts connections, but the container has no PostgreSQL driver to log in with',
    });
  });

  test('needs a variable that holds an address', async () => {
    const { facts, line } = await ask({ postgres: 'DATABASE_URL' }, { stdout: 'error=no_address\nseconds=0.000\n' });
    expect(facts).toMatchObject({ ok: false, error: 'no_address' });
    expect(line).toBe('DATABASE_URL holds no postgres:// address in the container');
  });

  test('never shows a secret that a driver lets slip', async () => {
    const seen = await ask(
      { postgres: 'DATABASE_URL' },
      failed('invalid dsn postgres://api:hunter22@db/x password=hunter22'),
    );
    expect(JSON.stringify(seen)).not.toContain('hunter22');
  });
});
