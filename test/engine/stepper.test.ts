import { describe, expect, test } from '@jest/globals';
import { TooLate } from '../../src/engine/hands.js';
import { Stepper } from '../../src/engine/stepper.js';
import type { Text } from '../../src/text/text.js';

const START = Date.parse('2025-12-04T03:05:00.000Z');

/** A remedy that was allowed to begin its first change within 5 s. */
function begun(record?: () => string | null) {
  let now = START;
  const recorded: Text[] = [];
  const within = (ms: number): string => new Date(now + ms).toISOString();
  const stepper = new Stepper({
    clock: { now: () => new Date(now) },
    actBefore: within(5_000),
    record: (says) => {
      recorded.push(says);
      return Promise.resolve(record === undefined ? within(5_000) : record());
    },
  });
  return { stepper, recorded, wait: (ms: number) => (now += ms) };
}

describe('leave to change the world', () => {
  test('for the first change is in the start itself, and ends with its time', async () => {
    const { stepper, recorded, wait } = begun();
    const permit = await stepper.step(['stopping']);
    permit.check();
    wait(5_000);
    expect(() => permit.check()).toThrow(TooLate);
    expect(recorded).toEqual([]);
  });

  test('for a first change that comes late, since looking took long, is recorded and lasts as long', async () => {
    const { stepper, recorded, wait } = begun();
    wait(4_900);
    const permit = await stepper.step(['stopping']);
    wait(4_900);
    permit.check();
    expect(recorded).toEqual([['stopping']]);
  });

  test('is refused where nothing can be recorded any more, and what was asked for before still counts', async () => {
    const { stepper } = begun(() => null);
    await stepper.step(['stopping']);
    await expect(stepper.step(['starting'])).rejects.toThrow(TooLate);
    expect(stepper.steps).toBe(2);
  });
});
