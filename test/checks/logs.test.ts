import { describe, expect, test } from '@jest/globals';
import { logs, sinceOf } from '../../src/checks/logs.js';
import { misfits } from '../../src/runbook/facts.js';
import { ended, logLine, never, NOW, state, words, world } from './builders.js';

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

  test('is quoted with what led to it', async () => {
    const { quoted } = await read(['one', 'two', 'three', 'Address already in use', 'five']);
    expect(quoted).toEqual(['two', 'three', 'Address already in use']);
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
    const began = performance.now();
    const { facts } = await read(
      Array.from({ length: 1_000 }, () => 'a'.repeat(2_000)),
      { tail: 1_000, find: { nested: '(a+)+$|b', alternatives: '(a|aa)*c' } },
    );
    expect(facts['lines_read']).toBe(1_000);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

describe('which lines are read', () => {
  test('are those of the last run, with a margin for its very first', () => {
    expect(sinceOf(ended(1), 'run', NOW)).toBe('2026-01-01T01:59:59.900Z');
  });

  test('are none of the run that ended just before', () => {
    const restarted = state({ finishedAt: '2026-01-01T01:59:59.950Z' });
    expect(sinceOf(restarted, 'run', NOW)).toBe('2026-01-01T01:59:59.950Z');
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
