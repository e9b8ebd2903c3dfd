import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  conditionCompiler,
  isConditionError,
  isUsableName,
  type Condition,
  type Known,
  type Vocabulary,
} from '../../src/runbook/conditions.js';

const spec = (type: Vocabulary[string][string]['type']) => ({ type, says: 'a fact' });
const vocabulary: Vocabulary = {
  a: { on: spec('bool'), n: spec('int'), share: spec('double'), word: spec('string'), at: spec('time') },
  b: { on: spec('bool'), lines: spec('lines'), words: spec('strings') },
};
const compile = conditionCompiler(vocabulary);

function condition(source: string): Condition {
  const compiled = compile(source);
  if (isConditionError(compiled)) throw new Error(compiled.error);
  return compiled;
}

function errorOf(source: string): string {
  const compiled = compile(source);
  if (!isConditionError(compiled)) throw new Error(`${source} is right`);
  return compiled.error;
}

const unknown = { unknown: 'not looked' };
const a = { on: true, n: 3, share: 0.5, word: 'exited', at: '2025-12-04T03:04:11.000Z' };
const b = { on: false, lines: [{ at: null, text: 'Killed' }], words: ['x', 'y'] };
const all: Known = { a, b };

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

describe('property: knowing more', () => {
  const atoms = ['a.on', 'b.on', '(a.n > 2)', '(b.lines.size() > 0)', '(a.word == "x")', 'true'];
  const source = fc.letrec<{ any: string }>((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(...atoms),
      fc.tuple(tie('any'), fc.constantFrom('&&', '||', '=='), tie('any')).map(([l, op, r]) => `(${l} ${op} ${r})`),
      tie('any').map((one) => `!(${one})`),
      fc.tuple(tie('any'), tie('any'), tie('any')).map(([q, y, n]) => `(${q} ? ${y} : ${n})`),
    ),
  })).any;
  const maybe = <T>(value: fc.Arbitrary<T>) => fc.oneof(value, fc.constant(unknown));
  const factsOfA = fc.record({
    on: maybe(fc.boolean()),
    n: maybe(fc.integer({ min: 0, max: 5 })),
    share: fc.constant(0.5),
    word: maybe(fc.constantFrom('x', 'y')),
    at: fc.constant(null),
  });
  const factsOfB = fc.record({
    on: maybe(fc.boolean()),
    lines: maybe(fc.constantFrom([], [{ at: null, text: 'x' }])),
    words: fc.constant([]),
  });

  test('never changes a yes or a no, and turns pending into an answer', () => {
    fc.assert(
      fc.property(source, factsOfA, factsOfB, fc.boolean(), (written, ofA, ofB, aFirst) => {
        const one = condition(written);
        const partial = one.answer(aFirst ? { a: ofA } : { b: ofB });
        const whole = one.answer({ a: ofA, b: ofB });
        expect(whole).not.toBe('pending');
        if (partial !== 'pending') expect(whole).toBe(partial);
      }),
      { numRuns: 500 },
    );
  });

  test('a fact that becomes unknown turns no yes into a no', () => {
    fc.assert(
      fc.property(source, factsOfA, factsOfB, fc.constantFrom('on', 'n', 'word'), (written, ofA, ofB, fact) => {
        const one = condition(written);
        const before = one.answer({ a: ofA, b: ofB });
        const afterwards = one.answer({ a: { ...ofA, [fact]: unknown }, b: ofB });
        expect([before, 'unknown']).toContain(afterwards);
      }),
      { numRuns: 500 },
    );
  });
});

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
