import { describe, expect, test } from '@jest/globals';
import { isUsableName } from '../../src/runbook/conditions.js';
import { compile, errorOf } from './two-checks.js';

describe('a condition that is wrong', () => {
  test.each([
    ['a.onn', 'a has no fact "onn"; did you mean "on"? It has on, n, share, word, at'],
    ['c.on', 'no check is called "c"; did you mean "a"? Checks are a, b'],
    ['a.n', 'gives a value of type int, not a yes or no: compare it with something'],
    ['a.word', 'gives a value of type string, not a yes or no: compare it with something'],
  ])('%s: %s', (source, error) => {
    expect(errorOf(source)).toBe(error);
  });

  test.each(['a.on &&', '', 'a.on = true', 'a.n == "three"', 'a.word > 3', 'a.on && a.n', 'a.at == null'])(
    '%j is refused',
    (source) => {
      expect(errorOf(source)).not.toBe('');
    },
  );

  test('the range covers what is misspelt', () => {
    const wrong = compile('b.on && a.onn');
    expect(wrong).toMatchObject({ start: 10, end: 13 });
  });
});

describe('a condition that could fail at night', () => {
  test.each([
    ['b.words[0] == "x"', 'an index'],
    ['10 / a.n > 1', 'a division'],
    ['a.n % 2 == 0', 'a remainder'],
    ['int(a.word) == 1', 'int()'],
    ['timestamp(a.word) < a.at', 'timestamp()'],
    ['{"x": a.on}.x', 'a map'],
    ['dyn(a.n) == "x"', 'dyn()'],
    ['cel.bind(x, a.on, x)', 'bind()'],
    ['a.at.getHours() > 3', 'getHours()'],
  ])('%s is refused for %s', (source, what) => {
    expect(errorOf(source)).toContain(`a condition must not fail, so it cannot use ${what}`);
  });

  test('a pattern over foreign text is refused, and the way to search a log is told', () => {
    expect(errorOf('a.word.matches("(a+)+$")')).toContain('give the pattern to a logs check under find:');
  });

  test('has() is refused: a fact is there, or unknown', () => {
    expect(errorOf('has(a.on)')).toBe('has() is not needed: a fact is always there, or unknown');
  });

  test.each(['a["on"]', '[a].exists(x, x.on)', '[1].exists(a, a > 0)'])('%s takes no fact by its name', (source) => {
    expect(errorOf(source)).toMatch(/an index|"a" is a check: speak of one of its facts, like a\.fact/);
  });

  test('a time or a duration that cannot be read is refused', () => {
    expect(errorOf('a.at > timestamp("yesterday")')).toContain('no such timestamp; write it like timestamp("2025-');
    expect(errorOf('a.at - a.at > duration("5 parsecs")')).toContain('no such duration; write it like duration("90s")');
  });

  test('the range covers what is refused', () => {
    expect(compile('a.on && b.words[0] == "x"')).toMatchObject({ start: 8, end: 18 });
  });
});

describe('names', () => {
  test.each(['in', 'true', 'for', 'string', 'type'])('a check cannot be called %s', (name) => {
    expect(isUsableName(name, 'check')).toBe(false);
  });

  test('a fact cannot be called in, but type is fine', () => {
    expect(isUsableName('in', 'fact')).toBe(false);
    expect(isUsableName('type', 'fact')).toBe(true);
  });

  test('ordinary names are usable for both', () => {
    for (const name of ['container', 'api_2', 'health']) {
      expect([isUsableName(name, 'check'), isUsableName(name, 'fact')]).toEqual([true, true]);
    }
  });
});
