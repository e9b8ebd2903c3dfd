import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Budget } from '../../src/slack/budget.js';

function budget(
  perMinute: number,
  reserve: number,
): { take: Budget['take']; pause: Budget['pause']; forward: (ms: number) => void } {
  let now = 0;
  const made = new Budget(perMinute, reserve, () => now);
  return {
    take: (urgency, owed) => made.take(urgency, owed),
    pause: (ms) => made.pause(ms),
    forward: (ms) => (now += ms),
  };
}

describe('a budget of calls', () => {
  test('keeps a part for news when progress has used up its own', () => {
    const { take } = budget(3, 1);
    expect([take('progress'), take('progress')]).toEqual([0, 0]);
    expect(take('progress')).toBe(60_000);
    expect(take('news')).toBe(0);
    expect(take('news')).toBe(60_000);
  });

  test('keeps as much as is owed, where that is more than the reserve', () => {
    const { take } = budget(5, 1);
    expect(take('progress', 4)).toBe(0);
    expect([take('progress', 4), take('rest', 4)]).toEqual([60_000, 60_000]);
    expect(take('rest', 3)).toBe(0);
    expect(take('rest', 3)).toBeGreaterThan(0);
    expect([1, 2, 3].map(() => take('news', 3))).toEqual([0, 0, 0]);
    expect(take('progress', 50)).toBeGreaterThan(0);
  });

  test('says how long to wait, and that is enough', () => {
    const { take, forward } = budget(2, 0);
    take('news');
    forward(10_000);
    take('news');
    const wait = take('news');
    expect(wait).toBe(50_000);
    forward(wait - 1);
    expect(take('news')).toBeGreaterThan(0);
    forward(50);
    expect(take('news')).toBe(0);
  });

  test('rests as long as Slack asks for, the longest of several wishes', () => {
    const { take, pause, forward } = budget(10, 0);
    pause(5_000);
    pause(2_000);
    expect(take('news')).toBe(5_000);
    forward(5_000);
    expect(take('news')).toBe(0);
  });

  test('never lets more calls through in any minute than Slack allows, nor makes anybody wait for nothing', () => {
    const step = fc.record({
      urgency: fc.constantFrom('news', 'progress'),
      pause: fc.integer({ min: 0, max: 20_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let now = 0;
        const made = new Budget(10, 4, () => now);
        const taken: number[] = [];
        for (const { urgency, pause } of steps) {
          now += pause;
          const within = taken.filter((at) => at > now - 60_000).length;
          const wait = made.take(urgency);
          expect(wait === 0).toBe(within < (urgency === 'news' ? 10 : 6));
          if (wait === 0) taken.push(now);
        }
      }),
    );
  });
});
