import { describe, expect, test } from '@jest/globals';
import type { Known } from '../../src/runbook/conditions.js';
import { a, all, b, condition, unknown } from './two-checks.js';

describe('a condition over what is known', () => {
  test.each([
    ['a.on', 'yes'],
    ['!a.on', 'no'],
    ['a.on && b.on', 'no'],
    ['a.on || b.on', 'yes'],
    ['a.n == 3', 'yes'],
    ['a.n > 2.5', 'yes'],
    ['a.share < 1', 'yes'],
    ['a.share * 2.0 == 1.0', 'yes'],
    ['-a.n < 0', 'yes'],
    ['a.n + 1 == 4 && a.n - 1 == 2', 'yes'],
    ['a.word == "exited"', 'yes'],
    ['a.word in ["created", "exited"]', 'yes'],
    ['a.word.contains("xit") && a.word.startsWith("ex") && a.word.endsWith("ed")', 'yes'],
    ['size(a.word) == 6', 'yes'],
    ['b.lines.size() > 0', 'yes'],
    ['b.lines.exists(line, line.contains("Kill"))', 'yes'],
    ['b.lines.all(line, line.contains("Kill"))', 'yes'],
    ['"y" in b.words', 'yes'],
    ['a.at > timestamp("2025-12-04T03:04:10Z")', 'yes'],
    ['a.at - timestamp("2025-12-04T03:04:10Z") < duration("2s")', 'yes'],
    ['a.on ? b.on : true', 'no'],
    ['(a.n > 2) == a.on', 'yes'],
  ])('%s is %s', (source, answer) => {
    expect(condition(source).answer(all)).toBe(answer);
  });

  test('a time that never was is before every other', () => {
    const known = { a: { ...a, at: null } };
    expect(condition('a.at < timestamp("1971-01-01T00:00:00Z")').answer(known)).toBe('yes');
  });

  test('ints may be as large as JSON carries exactly', () => {
    const known = { a: { ...a, n: Number.MAX_SAFE_INTEGER } };
    expect(condition('a.n == 9007199254740991').answer(known)).toBe('yes');
  });
});

describe('a condition over what is partly unknown', () => {
  const states = { yes: true, no: false, unknown, pending: undefined } as const;
  type State = keyof typeof states;
  const names = ['yes', 'no', 'unknown', 'pending'] as const;
  const table = names.flatMap((left) => names.map((right): [State, State] => [left, right]));

  /** Kleene's logic, with pending as the unknown that may yet be answered. */
  function expected(operator: '&&' | '||', left: State, right: State): State {
    const decisive = operator === '&&' ? 'no' : 'yes';
    if (left === decisive || right === decisive) return decisive;
    if (left === 'pending' || right === 'pending') return 'pending';
    if (left === 'unknown' || right === 'unknown') return 'unknown';
    return operator === '&&' ? 'yes' : 'no';
  }

  const known = (left: State, right: State): Known => ({
    a: states[left] === undefined ? undefined : { ...a, on: states[left] },
    b: states[right] === undefined ? undefined : { ...b, on: states[right] },
  });

  test.each(table)('%s && %s decides as far as it can', (left, right) => {
    expect(condition('a.on && b.on').answer(known(left, right))).toBe(expected('&&', left, right));
  });

  test.each(table)('%s || %s decides as far as it can', (left, right) => {
    expect(condition('a.on || b.on').answer(known(left, right))).toBe(expected('||', left, right));
  });

  test('the negation of the unknown is unknown, of the pending pending', () => {
    expect(condition('!a.on').answer(known('unknown', 'yes'))).toBe('unknown');
    expect(condition('!a.on').answer(known('pending', 'yes'))).toBe('pending');
  });

  test('a choice needs its question, and only the branch it takes', () => {
    const choice = condition('a.on ? b.on : true');
    expect(choice.answer(known('no', 'unknown'))).toBe('yes');
    expect(choice.answer(known('yes', 'unknown'))).toBe('unknown');
    expect(choice.answer(known('unknown', 'yes'))).toBe('unknown');
    expect(choice.answer(known('yes', 'pending'))).toBe('pending');
  });

  test('unknown lines cannot be searched, empty ones can', () => {
    const found = condition('b.lines.exists(line, line.contains("x"))');
    expect(found.answer({ b: { ...b, lines: unknown } })).toBe('unknown');
    expect(found.answer({ b: { ...b, lines: [] } })).toBe('no');
    expect(found.answer({})).toBe('pending');
  });

  test('a comparison with something unknown is unknown, also with itself', () => {
    expect(condition('a.n == a.n').answer({ a: { ...a, n: unknown } })).toBe('unknown');
  });

  test('other facts of the same check stay known', () => {
    expect(condition('a.n == 3').answer({ a: { ...a, on: unknown } })).toBe('yes');
  });
});

describe('a bug', () => {
  test('is loud when a fact is missing that was declared', () => {
    expect(() => condition('a.on').answer({ a: { n: 3 } })).toThrow();
  });

  test('is loud when a fact is not what was declared', () => {
    expect(() => condition('a.n == 3').answer({ a: { ...a, n: 'three' } })).toThrow();
  });
});

describe('the facts a condition speaks of', () => {
  test('are listed once each, in order', () => {
    expect(condition('b.on || a.on && b.on').refs).toEqual([
      { check: 'b', fact: 'on' },
      { check: 'a', fact: 'on' },
    ]);
  });

  test('are found inside calls and loops', () => {
    const { refs } = condition('b.lines.exists(line, line.contains(a.word)) || size(b.words) > a.n');
    expect(refs.map(({ check, fact }) => `${check}.${fact}`)).toEqual(['b.lines', 'a.word', 'b.words', 'a.n']);
  });
});
