import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MARGIN, NAMED_AT, rank, type Ranking } from '../../src/runbook/causes.js';
import type { Cause } from '../../src/runbook/runbook.js';
import type { Known } from '../../src/runbook/conditions.js';
import { causes as anyCauses, complete, completed, condition, partial, unknown } from './arbitrary.js';

const cause = (id: string, symptoms: Readonly<Record<string, number>>, over: Partial<Cause> = {}): Cause => ({
  id,
  title: id,
  next: `mend ${id}.`,
  independent: false,
  followUps: [],
  first: null,
  remedies: [],
  symptoms: Object.entries(symptoms).map(([when, weight]) => ({
    when: condition(when),
    weight,
    say: null,
    seenBy: 'p',
  })),
  ...over,
});
const yes: Known = { p: { x: true, y: true }, q: { x: true, y: true }, r: { x: true, y: true } };
const ids = (scores: Ranking['named']): string[] => scores.map((score) => score.cause.id);
const standing = (ranking: Ranking) => ({
  named: ids(ranking.named),
  candidates: ids(ranking.candidates),
  ruledOut: ids(ranking.ruledOut),
});

describe('the score of a cause', () => {
  test('is what speaks for it minus what speaks against it', () => {
    const [score] = rank([cause('memory', { 'p.x': 5, 'q.x': 2, 'r.x': -3, '!p.y': 9 })], yes).scores;
    expect(score?.score).toBe(4);
  });

  test('counts the unknown for neither, and says what it missed', () => {
    const known = { ...yes, p: { x: unknown, y: true }, q: { x: unknown, y: true } };
    const [score] = rank([cause('memory', { 'p.x': 5, 'q.x': -5, 'r.x': 3 })], known).scores;
    expect(score?.score).toBe(3);
    expect(score?.unknown).toEqual([
      { check: 'p', fact: 'x' },
      { check: 'q', fact: 'x' },
    ]);
  });

  test('is bounded while answers are pending', () => {
    const [score] = rank([cause('memory', { 'p.x': 5, 'q.x': -4, 'r.x': 3 })], { r: { x: true, y: true } }).scores;
    expect([score?.low, score?.score, score?.high]).toEqual([-1, 3, 8]);
  });

  test('lists what holds and speaks for it, heaviest first', () => {
    const [score] = rank([cause('memory', { 'p.x': 2, 'q.x': 5, 'r.x': -1, '!p.y': 8 })], yes).scores;
    expect(score?.held.map(({ weight }) => weight)).toEqual([5, 2]);
  });
});

describe('a cause', () => {
  test('is named from the threshold on', () => {
    expect(standing(rank([cause('memory', { 'p.x': NAMED_AT })], yes)).named).toEqual(['memory']);
    expect(standing(rank([cause('memory', { 'p.x': NAMED_AT - 1 })], yes))).toEqual({
      named: [],
      candidates: ['memory'],
      ruledOut: [],
    });
  });

  test('is named only if it leads every rival by the margin', () => {
    const close = [cause('first', { 'p.x': 6 }), cause('second', { 'q.x': 7 - MARGIN })];
    expect(standing(rank(close, yes))).toEqual({ named: [], candidates: ['first', 'second'], ruledOut: [] });
    const clear = [cause('first', { 'p.x': 6 }), cause('second', { 'q.x': 6 - MARGIN })];
    expect(standing(rank(clear, yes))).toEqual({ named: ['first'], candidates: ['second'], ruledOut: [] });
  });

  test('is named beside another when it breaks on its own', () => {
    const list = [cause('crash', { 'p.x': 6 }), cause('database', { 'q.x': 5 }, { independent: true })];
    expect(standing(rank(list, yes)).named).toEqual(['crash', 'database']);
  });

  test('is ruled out when nothing speaks for it and nothing unknown could name it', () => {
    expect(standing(rank([cause('memory', { '!p.x': 5 })], yes)).ruledOut).toEqual(['memory']);
  });

  test('is neither ruled out nor a candidate when only the unknown could name it', () => {
    const known = { ...yes, p: { x: unknown, y: true } };
    expect(standing(rank([cause('memory', { 'p.x': 5 })], known))).toEqual({ named: [], candidates: [], ruledOut: [] });
  });

  test('is ruled out although something is unknown, when that could not name it', () => {
    const known = { ...yes, p: { x: unknown, y: true } };
    expect(standing(rank([cause('memory', { 'p.x': 3, 'q.x': -1 })], known)).ruledOut).toEqual(['memory']);
  });

  test('keeps its place in the runbook among equals', () => {
    const list = ['first', 'second', 'third'].map((id) => cause(id, { 'p.x': 5 }, { independent: true }));
    expect(standing(rank(list, yes)).named).toEqual(['first', 'second', 'third']);
  });
});

describe('what is still pending', () => {
  test('keeps the ranking open while it could name another cause', () => {
    const list = [cause('first', { 'p.x': 6 }), cause('second', { 'q.x': 5 })];
    expect(rank(list, { p: { x: true, y: true } }).settled).toBe(false);
    expect(rank(list, { p: { x: true, y: true }, q: { x: false, y: true } }).settled).toBe(true);
  });

  test('does not matter where it is too light', () => {
    const list = [cause('first', { 'p.x': 6 }), cause('second', { 'q.x': 3 })];
    expect(rank(list, { p: { x: true, y: true } }).settled).toBe(true);
  });

  test('keeps it open while it could change which of two named causes comes first', () => {
    const list = [
      cause('database', { 'p.x': 5 }, { independent: true }),
      cause('cache', { 'p.x': 5, 'q.x': 3 }, { independent: true }),
    ];
    expect(rank(list, { p: { x: true, y: true } }).settled).toBe(false);
    expect(rank(list.toReversed(), { p: { x: true, y: true } }).settled).toBe(true);
  });
});

describe('property: any causes', () => {
  test('once settled, no later answer changes which causes are named, nor their order', () => {
    fc.assert(
      fc.property(anyCauses, partial, complete, (causes, early, later) => {
        const before = rank(causes, early);
        const finally_ = rank(causes, completed(early, later));
        expect(finally_.settled).toBe(true);
        if (before.settled) expect(ids(finally_.named)).toEqual(ids(before.named));
      }),
      { numRuns: 500 },
    );
  });

  test('the final score is within the bounds given while it was pending', () => {
    fc.assert(
      fc.property(anyCauses, partial, complete, (causes, early, later) => {
        const finally_ = rank(causes, completed(early, later)).scores;
        for (const { cause: one, low, high } of rank(causes, early).scores) {
          const { score = Number.NaN } = finally_.find((other) => other.cause === one) ?? {};
          expect(score).toBeGreaterThanOrEqual(low);
          expect(score).toBeLessThanOrEqual(high);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('no cause stands in two places, and a named one has evidence', () => {
    fc.assert(
      fc.property(anyCauses, partial, (causes, known) => {
        const { named, candidates, ruledOut } = rank(causes, known);
        const all = ids([...named, ...candidates, ...ruledOut]);
        expect(new Set(all).size).toBe(all.length);
        expect(named.every(({ held, score }) => held.length > 0 && score >= NAMED_AT)).toBe(true);
      }),
    );
  });

  test('of causes that are not independent, at most one is named', () => {
    fc.assert(
      fc.property(anyCauses, partial, (causes, known) => {
        expect(rank(causes, known).named.filter(({ cause: one }) => !one.independent).length).toBeLessThan(2);
      }),
    );
  });
});
