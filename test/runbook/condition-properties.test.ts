import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { condition, unknown } from './two-checks.js';

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
