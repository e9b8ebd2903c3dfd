import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, jest, test } from '@jest/globals';
import { SharedReads } from '../../src/engine/shared-reads.js';

/** A source whose readings end when told, each with its number. */
function slowSource() {
  const ends: (() => void)[] = [];
  const ask = async (): Promise<number> => {
    const number = ends.length + 1;
    await new Promise<void>((resolve) => ends.push(resolve));
    return number;
  };
  const begun = async (count: number): Promise<void> => {
    while (ends.length < count) await pause(1);
  };
  return { ask, begun, end: (number: number) => ends[number - 1]?.(), count: () => ends.length };
}

describe('shared reads', () => {
  test('who asks at the same time shares one reading', async () => {
    const reads = new SharedReads<number>();
    const { ask, begun, end, count } = slowSource();
    const answers = Promise.all([reads.read('open', ask), reads.read('open', ask), reads.read('open', ask)]);
    await begun(1);
    end(1);
    expect(await answers).toEqual([1, 1, 1]);
    expect(count()).toBe(1);
  });

  test('who asks while a reading is under way waits for the next, which sees what was written meanwhile', async () => {
    const reads = new SharedReads<number>();
    const { ask, begun, end, count } = slowSource();
    const first = reads.read('open', ask);
    await begun(1);
    const later = Promise.all([reads.read('open', ask), reads.read('open', ask)]);
    end(1);
    expect(await first).toBe(1);
    await begun(2);
    end(2);
    expect(await later).toEqual([2, 2]);
    expect(count()).toBe(2);
  });

  test('different questions have readings of their own', async () => {
    const reads = new SharedReads<string>();
    const answers = [reads.read('a', () => Promise.resolve('A')), reads.read('b', () => Promise.resolve('B'))];
    expect(await Promise.all(answers)).toEqual(['A', 'B']);
  });

  test('a reading that fails is told to those who shared it, and not kept', async () => {
    const reads = new SharedReads<string>();
    const fails = () => Promise.reject(new Error('away'));
    const answers = await Promise.allSettled([reads.read('a', fails, 1_000), reads.read('a', fails, 1_000)]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await reads.read('a', () => Promise.resolve('back'), 1_000)).toBe('back');
  });

  test('a finished reading is good enough for who allows it some age, and for nobody else', async () => {
    const now = jest.spyOn(performance, 'now').mockReturnValue(5_000);
    try {
      const reads = new SharedReads<number>();
      let count = 0;
      const ask = () => Promise.resolve((count += 1));
      expect(await reads.read('open', ask)).toBe(1);
      now.mockReturnValue(5_999);
      expect(await reads.read('open', ask, 1_000)).toBe(1);
      expect(await reads.read('open', ask)).toBe(2);
      expect(await reads.read('open', ask, 1_000)).toBe(2);
      now.mockReturnValue(6_999);
      expect(await reads.read('open', ask, 1_000)).toBe(3);
    } finally {
      now.mockRestore();
    }
  });
});
