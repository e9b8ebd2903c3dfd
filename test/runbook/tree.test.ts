import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Known } from '../../src/runbook/conditions.js';
import { outcomesIn, walk, type Step } from '../../src/runbook/tree.js';
import { complete, completed, condition, partial, trees, unknown } from './arbitrary.js';

const end = (id: string, onlyIf: string | null = null): Step => ({
  kind: 'outcome',
  id,
  onlyIf: onlyIf === null ? null : condition(onlyIf),
});
const ask = (when: string, yes: Step, no: Step, otherwise: Step | null = null): Step => ({
  kind: 'question',
  ask: `${when}?`,
  when: condition(when),
  yes,
  no,
  unknown: otherwise,
});
const known = (p?: boolean | typeof unknown, q?: boolean | typeof unknown): Known => ({
  p: p === undefined ? undefined : { x: p, y: true },
  q: q === undefined ? undefined : { x: q, y: true },
});

describe('one question', () => {
  const plain = ask('p.x', end('one'), end('two'));
  const withUnknown = ask('p.x', end('one'), end('two'), end('three'));
  const agreeing = ask('p.x', end('one'), end('one'));

  test('goes where the answer says', () => {
    expect(walk(plain, known(true)).end).toEqual({ outcome: 'one' });
    expect(walk(plain, known(false)).end).toEqual({ outcome: 'two' });
  });

  test('says what was asked and how it was answered', () => {
    expect(walk(plain, known(true)).path).toEqual([{ ask: 'p.x?', answer: 'yes' }]);
    expect(walk(withUnknown, known(unknown)).path).toEqual([{ ask: 'p.x?', answer: 'unknown' }]);
    expect(walk(plain, known()).path).toEqual([]);
  });

  test('cannot tell with an unknown answer, unless it says where that leads', () => {
    expect(walk(plain, known(unknown)).end).toEqual({ outcome: null });
    expect(walk(withUnknown, known(unknown)).end).toEqual({ outcome: 'three' });
  });

  test('goes on with an unknown answer when yes and no end the same', () => {
    expect(walk(agreeing, known(unknown)).end).toEqual({ outcome: 'one' });
  });

  test('waits for a pending answer, unless every answer ends the same', () => {
    expect(walk(plain, known()).end).toBe('pending');
    expect(walk(agreeing, known()).end).toEqual({ outcome: 'one' });
  });

  test('waits also where it could not tell either way: what is unknown will be known then', () => {
    expect(walk(ask('q.x', end('one', 'p.x'), end('two', 'p.x')), known(false)).end).toBe('pending');
    expect(walk(ask('q.x', end('one', 'p.x'), end('two', 'p.x')), known(false, true)).end).toEqual({ outcome: null });
  });

  test('waits when only the unknown branch differs: the pending answer may be unknown', () => {
    expect(walk(ask('p.x', end('one'), end('one'), end('three')), known()).end).toBe('pending');
    expect(walk(ask('p.x', end('one'), end('one'), end('one')), known()).end).toEqual({ outcome: 'one' });
  });

  test('remembers which facts an unknown answer missed', () => {
    expect(walk(plain, known(unknown)).missed).toEqual([{ check: 'p', fact: 'x' }]);
    expect(walk(withUnknown, known(unknown)).missed).toEqual([{ check: 'p', fact: 'x' }]);
    expect(walk(plain, known(true)).missed).toEqual([]);
  });
});

describe('two questions', () => {
  const tree = ask('p.x', end('one'), ask('q.x', end('two'), end('one')));

  test.each([
    [true, true, 'one'],
    [true, false, 'one'],
    [true, unknown, 'one'],
    [false, true, 'two'],
    [false, false, 'one'],
    [false, unknown, null],
    [unknown, true, null],
    [unknown, false, 'one'],
    [unknown, unknown, null],
  ])('p %j and q %j end in %j', (p, q, outcome) => {
    expect(walk(tree, known(p, q)).end).toEqual({ outcome });
  });

  test('end early where the second cannot matter', () => {
    expect(walk(tree, known(true)).end).toEqual({ outcome: 'one' });
    expect(walk(tree, known(undefined, false)).end).toEqual({ outcome: 'one' });
    expect(walk(tree, known(false)).end).toBe('pending');
    expect(walk(tree, known(unknown)).end).toBe('pending');
    expect(walk(tree, known(undefined, true)).end).toBe('pending');
  });
});

describe('an outcome with a condition of its own', () => {
  const tree = end('fine', 'p.x');

  test.each([
    [true, { outcome: 'fine' }],
    [false, { outcome: null }],
    [unknown, { outcome: null }],
    [undefined, 'pending'],
  ])('is given only where it holds: %j', (p, expected) => {
    expect(walk(tree, known(p)).end).toEqual(expected);
  });

  test('counts what its condition missed', () => {
    expect(walk(tree, known(unknown)).missed).toEqual([{ check: 'p', fact: 'x' }]);
  });

  test('does not agree with the same outcome where its condition fails', () => {
    expect(walk(ask('q.x', tree, tree), known(false, unknown)).end).toEqual({ outcome: null });
    expect(walk(ask('q.x', tree, tree), known(true, unknown)).end).toEqual({ outcome: 'fine' });
  });
});

describe('property: any tree', () => {
  test('an end that was reached early is never changed by what comes later', () => {
    fc.assert(
      fc.property(trees(), partial, complete, (tree, early, later) => {
        const before = walk(tree, early).end;
        const finally_ = walk(tree, completed(early, later)).end;
        expect(finally_).not.toBe('pending');
        if (before !== 'pending') expect(finally_).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });

  test('a fact that becomes unknown leads to the same outcome or to none, where no branch is made for it', () => {
    fc.assert(
      fc.property(
        trees(false),
        complete,
        fc.constantFrom('p', 'q', 'r'),
        fc.constantFrom('x', 'y'),
        (tree, all, check, fact) => {
          const before = walk(tree, all).end;
          const afterwards = walk(tree, { ...all, [check]: { ...all[check], [fact]: unknown } }).end;
          expect([before, { outcome: null }]).toContainEqual(afterwards);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('every outcome it ends in is among those it can end in', () => {
    fc.assert(
      fc.property(trees(), complete, (tree, all) => {
        const { end: reached } = walk(tree, all);
        if (reached === 'pending') throw new Error('nothing is pending');
        if (reached.outcome !== null) expect(outcomesIn(tree)).toContain(reached.outcome);
      }),
    );
  });
});

describe('a long list of questions that may both fall through', () => {
  const COUNT = 60;
  const long = Array.from({ length: COUNT }).reduceRight<Step>(
    (rest) => ask('p.x', ask('p.y', end('two'), rest), rest),
    end('one'),
  );

  test('is walked at once, whatever is unknown or pending', () => {
    expect(walk(long, known(true)).end).toEqual({ outcome: 'two' });
    expect(walk(long, known(unknown)).end).toEqual({ outcome: null });
    expect(walk(long, known()).end).toBe('pending');
    expect([...outcomesIn(long)]).toEqual(['two', 'one']);
  });
});
