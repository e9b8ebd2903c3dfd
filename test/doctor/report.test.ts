import { describe, expect, test } from '@jest/globals';
import { clockLine } from '../../src/doctor/clock.js';
import { ok, skipped, worthKnowing, wrong } from '../../src/doctor/line.js';
import { askAll } from '../../src/doctor/question.js';
import { asJson, asText, shown, soundness } from '../../src/doctor/report.js';

const LINES = [
  ok('Database', 'up'),
  wrong('Scopes', 'chat:write is missing', 'add it'),
  worthKnowing('Runbook api-down', 'is old'),
  skipped('Channels', 'no token', 'mend the token'),
];

describe('the report', () => {
  test('is a line each, with how to mend it, and a sum', () => {
    expect(asText(LINES)).toBe(
      [
        'ok     Database: up',
        'wrong  Scopes: chat:write is missing → add it',
        'note   Runbook api-down: is old',
        'skip   Channels: no token → mend the token',
        '',
        'One thing is wrong; 1 could not be looked at.',
      ].join('\n'),
    );
    expect(asText([ok('Database', 'up')])).toMatch(/\nNothing is wrong\.$/);
    expect(asText([wrong('a', 'b', 'c'), wrong('d', 'e\nf', 'g')])).toMatch(
      /\nwrong {2}d: e\n {7}f → g\n\n2 things are wrong\.$/,
    );
  });

  test('for programs holds the same', () => {
    expect(JSON.parse(asJson(LINES))).toEqual({ ok: false, lines: LINES });
    expect(soundness(LINES.slice(2))).toBe(true);
    expect(soundness(LINES)).toBe(false);
  });

  test('shows no secret, whoever quotes it, and nothing that moves a terminal', () => {
    const lines = [wrong('x', 'password hunter2 of postgres://u:pass@h/d \u001b[2J', 'not xoxb-1234567890-abc')];
    expect(JSON.stringify(shown(lines, ['hunter2']))).not.toMatch(/hunter2|pass@|xoxb-1234567890|\\u001b/);
  });
});

describe('the questions', () => {
  const line = ok('a', 'b');

  test('are asked side by side, and answered in their order', async () => {
    let release = (): void => undefined;
    const second = new Promise<void>((resolve) => (release = resolve));
    const lines = await askAll(
      [
        { about: 'first', late: '', ask: () => second.then(() => [line]) },
        {
          about: 'second',
          late: '',
          ask: () => {
            release();
            return [ok('c', 'd')];
          },
        },
      ],
      5_000,
    );
    expect(lines).toEqual([line, ok('c', 'd')]);
  });

  test('that are not answered in time, or fail themselves, keep nobody else from answering', async () => {
    const lines = await askAll(
      [
        { about: 'late', late: 'look there', ask: () => new Promise(() => undefined) },
        {
          about: 'broken',
          late: '',
          ask: () => {
            throw new Error('a bug');
          },
        },
        { about: 'a', late: '', ask: () => [line] },
      ],
      30,
    );
    expect(lines[0]).toEqual(wrong('late', 'no answer within 30 ms', 'look there'));
    expect(lines[1]?.says).toBe('the question itself failed (a bug)');
    expect(lines[2]).toEqual(line);
  });
});

describe('two clocks', () => {
  const line = (aheadMs: number, tookMs = 20) =>
    clockLine(
      {
        whose: 'their clock',
        theirs: 1_000_000,
        from: 1_000_000 + aheadMs - tookMs / 2,
        to: 1_000_000 + aheadMs + tookMs / 2,
      },
      'it matters',
    );

  test.each([
    [0, 'ok', 'no difference'],
    [1_000, 'ok', 'no difference'],
    [30_000, 'ok', 'this machine is 30 s ahead of their clock'],
    [-120_000, 'ok', 'this machine is 2 min behind their clock'],
    [120_001, 'wrong', 'this machine is 2 min ahead of their clock; it matters'],
    [-86_400_000, 'wrong', 'this machine is 1 d behind their clock; it matters'],
  ])('that differ by %d ms', (aheadMs, mark, says) => {
    expect(line(aheadMs)).toMatchObject({ mark, says });
  });

  test('are not told apart where the answer took longer than they differ', () => {
    expect(line(4_000, 8_000)).toMatchObject({ mark: 'ok', says: 'no difference' });
  });
});
