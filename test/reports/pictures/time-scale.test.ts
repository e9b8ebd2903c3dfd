import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ticksOf, timeScale } from '../../../src/reports/pictures/time-scale.js';

const HOUR = 3_600_000;
const moments = fc.array(fc.integer({ min: 0, max: 90 * 24 * HOUR }), { minLength: 1, maxLength: 20 });

describe('the time axis', () => {
  test('runs from left to right, all moments on it and none left out', () => {
    fc.assert(
      fc.property(moments, (times) => {
        const scale = timeScale(times, 100, 1_000);
        const sorted = [...times].sort((a, b) => a - b);
        const places = sorted.map((time) => scale.x(time));
        expect(places).toEqual([...places].sort((a, b) => a - b));
        expect(Math.min(...places)).toBeGreaterThanOrEqual(99.9);
        expect(Math.max(...places)).toBeLessThanOrEqual(1_000.1);
        for (const time of times) expect(scale.breaks.some(({ from, to }) => time > from && time < to)).toBe(false);
      }),
    );
  });

  test('is even where it is not broken, and is broken only for half an hour or more', () => {
    const even = timeScale([0, 1_000, 29 * 60_000], 0, 900);
    expect(even.breaks).toEqual([]);
    expect(even.x(14.5 * 60_000)).toBeCloseTo(450);
    const broken = timeScale([0, 60_000, 120_000, 24 * HOUR], 0, 900);
    expect(broken.breaks).toHaveLength(1);
    expect(broken.x(120_000) - broken.x(60_000)).toBeCloseTo(broken.x(60_000) - broken.x(0));
  });

  test('has round times as ticks, far enough from each other', () => {
    fc.assert(
      fc.property(moments, (times) => {
        const ticks = ticksOf(timeScale(times, 100, 1_000), 130);
        const apart = ticks.slice(1).map(({ x }, index) => x - (ticks[index]?.x ?? x));
        expect(apart.every((one) => one >= 129.9)).toBe(true);
        expect(ticks.every(({ at }) => at % 1_000 === 0)).toBe(true);
      }),
    );
    const day = ticksOf(
      timeScale(
        [0, 1, 2, 3, 4, 5, 6].map((hour) => hour * HOUR),
        0,
        900,
      ),
      130,
    ).map(({ at }) => at / HOUR);
    expect(day).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });
});
