import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Freshness } from '../../src/slack/freshness.js';
import { worked } from '../lived.js';

const NOW = 1_795_000_000;
const signature = (number: number): string => `v0=${number.toString(16).padStart(64, '0')}`;

/** Judges requests at a moment, in s. */
function clocked(): { judge: (age: number, sign?: string) => string | null; at: (seconds: number) => void } {
  let now = NOW;
  const freshness = new Freshness(() => now * 1_000);
  return {
    judge: (age, sign = signature(1)) => freshness.judge(String(now - age), sign),
    at: (seconds) => (now = NOW + seconds),
  };
}

describe('a signed request', () => {
  test.each([
    [0, null],
    [300, null],
    [301, 'too_old'],
    [-60, null],
    [-61, 'from_the_future'],
  ])('dated %d s ago is judged %s', (age, expected) => {
    expect(clocked().judge(age)).toBe(expected);
  });

  test('is taken once', () => {
    const { judge } = clocked();
    expect([judge(5), judge(5), judge(5, signature(2))]).toEqual([null, 'replayed', null]);
  });

  test('is judged anew when its signature turned out not to be of Slack', () => {
    const freshness = new Freshness(() => NOW * 1_000);
    expect(freshness.judge(String(NOW), signature(1))).toBeNull();
    freshness.forget(signature(1));
    expect(freshness.judge(String(NOW), signature(1))).toBeNull();
  });

  test('is refused when it comes back, whenever that is', () => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 300 }), fc.integer({ min: 0, max: 1_000 }), (age, later) => {
        const { judge, at } = clocked();
        expect(judge(age)).toBeNull();
        at(later);
        expect(judge(age + later)).toMatch(/^(replayed|too_old)$/);
      }),
    );
  });

  test.each([
    [undefined, signature(1), 'no_timestamp'],
    ['', signature(1), 'no_timestamp'],
    ['1e9', signature(1), 'no_timestamp'],
    ['-5', signature(1), 'no_timestamp'],
    [String(NOW), undefined, 'no_signature'],
    [String(NOW), 'v0=short', 'no_signature'],
    [String(NOW), `v0=${'a'.repeat(10_000)}`, 'no_signature'],
  ])('with timestamp %s and signature %s is judged %s', (timestamp, sign, expected) => {
    expect(new Freshness(() => NOW * 1_000).judge(timestamp, sign)).toBe(expected);
  });

  test('among very many: each once, and what has lapsed costs nothing', () => {
    const { judge, at } = clocked();
    const took = worked(() => {
      for (let second = 0; second < 600; second += 1) {
        at(second);
        for (let number = 0; number < 100; number += 1) expect(judge(0, signature(second * 100 + number))).toBeNull();
      }
    });
    expect(judge(0, signature(599 * 100))).toBe('replayed');
    // 60,000 requests: a list that is searched from end to end each time would take minutes.
    expect(took).toBeLessThan(10_000);
  });
});
