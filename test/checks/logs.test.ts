import { describe, expect, test } from '@jest/globals';
import { logs, sinceOf } from '../../src/checks/logs.js';
import { CannotLook } from '../../src/checks/check.js';
import type { Containers, ContainerState, LogLine } from '../../src/checks/containers.js';
import { TimeIsUp } from '../../src/checks/deadline.js';
import { misfits } from '../../src/runbook/facts.js';
import { ended, happened, history, logLine, never, NOW, state, words, world } from './builders.js';

const find = {
  out_of_memory: 'MemoryError|Killed',
  port_taken: 'Address already in use',
  no_database: 'could not connect',
};

async function read(texts: readonly string[], more: object = {}) {
  const params = { type: 'logs', find, ...more };
  const seen = await logs.run(params, world(ended(1), { log: texts.map((text) => logLine(text)) }), never);
  expect(misfits(logs.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says), quoted: (seen.quotes ?? []).map((quote) => quote.text) };
}

const TRACEBACK = [
  'INFO:     Started server process [1]',
  'ERROR:    Exception in ASGI application',
  'Traceback (most recent call last):',
  '  File "/srv/app.py", line 3, in analyze',
  '    rows = [0] * 10**12',
  'INFO:     127.0.0.1 - "GET /v1/health"',
  'MemoryError',
];

describe('what a log shows', () => {
  test('is told by pattern, with the lines that match', async () => {
    const { facts, line } = await read(['a MemoryError', 'b', 'Killed']);
    expect(line).toBe('3 lines read: 2 of out of memory, 0 of 2 other patterns');
    expect(facts).toMatchObject({
      lines_read: 3,
      last_line: 'Killed',
      errors: 0,
      out_of_memory: [
        { at: null, text: 'a MemoryError' },
        { at: null, text: 'Killed' },
      ],
      port_taken: [],
    });
  });

  test('is the newest five lines of a pattern that matches often', async () => {
    const { facts, line } = await read(Array.from({ length: 30 }, (_, index) => `Killed ${index}`));
    expect(line).toBe('30 lines read: 30 of out of memory, 0 of 2 other patterns');
    expect(facts['out_of_memory']).toHaveLength(5);
    expect(facts['out_of_memory']).toContainEqual({ at: null, text: 'Killed 29' });
  });

  test('of a Python traceback is its last line, also when other lines stand between', async () => {
    const { facts, quoted } = await read(TRACEBACK, { find: { crash: 'Traceback' } });
    expect(facts).toMatchObject({ last_exception: 'MemoryError', errors: 3 });
    expect(quoted).toEqual(TRACEBACK.slice(-3));
  });

  test('is quoted with what led to it, and with how the log ends', async () => {
    const lines = ['one', 'two', 'three', 'Address already in use', 'five', 'six', 'seven', 'eight', 'nine'];
    const { quoted } = await read(lines);
    expect(quoted).toEqual(['two', 'three', 'Address already in use', 'seven', 'eight', 'nine']);
  });

  test('is how it ends, when nothing matches', async () => {
    const { quoted, line } = await read(['one', 'two', 'three', 'four']);
    expect(quoted).toEqual(['two', 'three', 'four']);
    expect(line).toBe('4 lines read: 0 of 3 patterns');
  });

  test('is nothing, when it is empty', async () => {
    const { facts, quoted, line } = await read([], { find: {} });
    expect(facts).toMatchObject({ lines_read: 0, last_line: '', last_exception: '', errors: 0 });
    expect(quoted).toEqual([]);
    expect(line).toBe('0 lines read');
  });

  test('is clean: no colours, no secrets, and no line more than were read', async () => {
    const { facts, quoted } = await read([
      '\u001b[31mcould not connect\u001b[0m to postgres://u:hunter2@db/x\u0000',
      '-----BEGIN PRIVATE KEY-----',
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC',
      '-----END PRIVATE KEY-----',
      'half a line\rthe other half',
    ]);
    expect(facts['no_database']).toEqual([{ at: null, text: 'could not connect to postgres://u:•••@db/x' }]);
    expect(JSON.stringify([facts, quoted])).not.toContain('MIIE');
    expect(facts).toMatchObject({ lines_read: 5, last_line: 'half a line the other half' });
  });

  test('takes no long time for 1,000 long lines and hostile patterns', async () => {
    const before = process.cpuUsage();
    const { facts } = await read(
      Array.from({ length: 1_000 }, () => 'a'.repeat(2_000)),
      { tail: 1_000, find: { nested: '(a+)+$|b', alternatives: '(a|aa)*c' } },
    );
    expect(facts['lines_read']).toBe(1_000);
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});

describe('the module that is missing', () => {
  test.each([
    ["ModuleNotFoundError: No module named 'psycopg2.extras'", 'psycopg2.extras'],
    ['/usr/bin/python3: No module named uvicorn', 'uvicorn'],
    ["ImportError: cannot import name 'Field' from 'pydantic' (/usr/lib/pydantic.py)", 'pydantic'],
    ["ImportError: cannot import name 'x' from partially initialized module 'app.db'", 'app.db'],
    ["pkg_resources.DistributionNotFound: The 'redis>=4' distribution was not found", 'redis>=4'],
    ["Error: Cannot find module '@slack/bolt'", '@slack/bolt'],
    ["Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'pino' imported from /app/x.js", 'pino'],
    ['ImportError: libpq.so.5: cannot open shared object file: No such file or directory', 'libpq.so.5'],
    ['node: error while loading shared libraries: libssl.so.3: cannot open shared object file', 'libssl.so.3'],
    ['Caused by: java.lang.ClassNotFoundException: org.postgresql.Driver', 'org.postgresql.Driver'],
    ['INFO: module loaded', ''],
    ['user not found', ''],
  ])('of "%s" is "%s"', async (line, module) => {
    expect((await read([line, 'after'])).facts['missing_module']).toBe(module);
  });

  test('is that of the newest error', async () => {
    const { facts } = await read(['No module named old', 'No module named new', 'done']);
    expect(facts['missing_module']).toBe('new');
  });

  test('is found in hostile lines in no time', async () => {
    const before = process.cpuUsage();
    const lines = Array.from({ length: 1_000 }, () => 'cannot import name '.repeat(100));
    expect((await read(lines, { tail: 1_000 })).facts['missing_module']).toBe('');
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });
});

describe('the line with which a service says that it has started', () => {
  const startup = 'startup complete';
  const at = (clock: string): string => `2026-01-01T${clock}.000Z`;
  const tail = Array.from({ length: 100 }, () => logLine('GET /', at('03:00:00')));

  async function started(
    answers: Partial<Record<'newest' | 'first', { lines: readonly LogLine[]; truncated: boolean }>>,
    container = state(),
  ) {
    const asked: (number | null)[] = [];
    const readLog: Containers['logs'] = (_service, _container, options) => {
      asked.push(options.tail);
      const answer = options.tail === null ? answers.first : answers.newest;
      return answer === undefined
        ? Promise.reject(new CannotLook('no answer', { cause: new TimeIsUp(1_500) }))
        : Promise.resolve(answer);
    };
    const params = { type: 'logs', startup };
    const seen = await logs.run(params, world(container, { logs: readLog }), never);
    expect(misfits(logs.facts(params), seen.facts)).toEqual([]);
    return { facts: seen.facts, asked };
  }

  test('is no fact where nobody asks for it', async () => {
    expect((await read(['startup complete'])).facts).not.toHaveProperty('startup_seen');
  });

  test('is found among the newest lines; its beginning is then not read', async () => {
    const lines = [...tail.slice(1), logLine('INFO: Application startup complete.', at('03:01:00'))];
    const { facts, asked } = await started({ newest: { lines, truncated: false } });
    expect(facts).toMatchObject({ startup_seen: true, startup_at: at('03:01:00') });
    expect(asked).toEqual([100]);
  });

  test('is not there where the whole run was read', async () => {
    const { facts, asked } = await started({ newest: { lines: tail.slice(1), truncated: false } });
    expect(facts).toMatchObject({ startup_seen: false, startup_at: null });
    expect(asked).toEqual([100]);
  });

  test.each([
    ['is found at the beginning', [logLine('startup complete', at('02:00:05'))], true, { startup_seen: true }],
    ['is not there', [logLine('starting', at('02:00:05'))], false, { startup_seen: false, startup_at: null }],
    ['of a run before does not count', [logLine('startup complete', at('01:00:00'))], false, { startup_seen: false }],
  ])('%s', async (_what, lines, truncated, facts) => {
    const seen = await started({ newest: { lines: tail, truncated: false }, first: { lines, truncated } });
    expect(seen.facts).toMatchObject(facts);
    expect(seen.asked).toEqual([100, null]);
  });

  test('is unknown where neither end of a long log shows it, or its beginning takes too long', async () => {
    const newest = { lines: tail, truncated: false };
    const long = await started({ newest, first: { lines: [logLine('starting', at('02:00:05'))], truncated: true } });
    expect(long.facts['startup_seen']).toEqual({
      unknown: 'the first 512 KiB of its log do not tell, and there is more',
    });
    const slow = await started({ newest });
    expect(slow.facts).toMatchObject({ lines_read: 100 });
    expect(slow.facts['startup_seen']).toEqual({ unknown: 'its log is too long to find where this run begins' });
  });

  test('is not there for a container that never ran', async () => {
    const created = state({ status: 'created', startedAt: null });
    const { facts } = await started({ newest: { lines: [], truncated: false } }, created);
    expect(facts).toMatchObject({ startup_seen: false });
  });
});

describe('which lines are read', () => {
  test('are those of the run before too in a restart loop, and it is said', async () => {
    const times = ['02:00:00', '03:09:00', '03:09:20', '03:09:58'];
    const told = history(
      times.flatMap((clock, run) => [
        happened(clock, 'start'),
        ...(run < 3 ? [happened('03:09:' + `${run * 15 + 5}`.padStart(2, '0'), 'die', '1')] : []),
      ]),
    );
    const since: (string | null)[] = [];
    const readLog: Containers['logs'] = (_service, _container, options) => {
      since.push(options.since);
      return Promise.resolve({ lines: [logLine("No module named 'x'")], truncated: false });
    };
    const young = state({
      restartCount: 3,
      startedAt: '2026-01-01T03:09:58.000Z',
      finishedAt: '2026-01-01T03:09:35.000Z',
    });
    const look = async (container: ContainerState): Promise<string> =>
      words((await logs.run({ type: 'logs' }, world(container, { logs: readLog, history: told }), never)).says);
    expect(await look(young)).toBe('1 line read, of the last two runs');
    expect(await look({ ...young, restartCount: 0 })).toBe('1 line read');
    expect(since).toEqual(['2026-01-01T03:09:19.900Z', '2026-01-01T03:09:53.000Z']);
  });

  test('are those of the last run, with a margin for its very first', () => {
    expect(sinceOf(ended(1), 'run', NOW)).toBe('2026-01-01T01:59:59.900Z');
  });

  test('are none of the run that ended just before', () => {
    const restarted = state({ finishedAt: '2026-01-01T01:59:59.950Z' });
    expect(sinceOf(restarted, 'run', NOW)).toBe('2026-01-01T01:59:59.950Z');
  });

  test('are those of a busy machine, where the engine notes a start late, but none of the run before', () => {
    const first = state({ createdAt: '2026-01-01T01:59:58.700Z' });
    expect(sinceOf(first, 'run', NOW)).toBe('2026-01-01T01:59:58.700Z');
    const again = state({ finishedAt: '2026-01-01T01:59:57.100Z' });
    expect(sinceOf(again, 'run', NOW)).toBe('2026-01-01T01:59:57.100Z');
    const late = state({ finishedAt: '2026-01-01T02:00:00.300Z' });
    expect(sinceOf(late, 'run', NOW)).toBe('2026-01-01T02:00:00.000Z');
  });

  test('are all of them when the container never ran, and those of a time when told so', () => {
    expect(sinceOf(state({ startedAt: null }), 'run', NOW)).toBeNull();
    expect(sinceOf(ended(1), 300_000, NOW)).toBe('2026-01-01T03:05:00.000Z');
  });

  test('cannot be told when there is no container', async () => {
    await expect(logs.run({ type: 'logs' }, world(null), never)).rejects.toThrow('there is no container');
  });
});

describe('the patterns of a runbook', () => {
  test.each([
    ['a look-ahead', { x: '(?=a)b' }, 'this is no RE2 pattern'],
    ['a name that is a fact of its own', { errors: 'a' }, 'are facts of their own'],
    ['a name no condition could use', { 'Out of memory': 'a' }, 'lower-case'],
  ])('are refused for %s', (_title, written, message) => {
    const parsed = logs.params.safeParse({ type: 'logs', find: written });
    expect(JSON.stringify(parsed.error?.issues)).toContain(message);
  });
});
