import { describe, expect, test } from '@jest/globals';
import { Sharing } from '../../src/checks/sharing.js';

/** A thing that begins and ends when told. */
class Work {
  made = 0;
  signal: AbortSignal | null = null;
  begin: () => void = () => undefined;
  end: (answer: number) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;
  readonly make = (begin: () => void, signal: AbortSignal): Promise<number> => {
    this.made += 1;
    Object.assign(this, { begin, signal });
    return new Promise((resolve, reject) => Object.assign(this, { end: resolve, fail: reject }));
  };
}

const unheard = new AbortController().signal;

describe('sharing', () => {
  test('gives all who wait the one answer', async () => {
    const [sharing, work] = [new Sharing<number>(), new Work()];
    const asked = [1, 2, 3].map(() => sharing.get('a', unheard, work.make));
    work.begin();
    work.end(7);
    expect(await Promise.all(asked)).toEqual([7, 7, 7]);
    expect(work.made).toBe(1);
  });

  test('gives nobody what had begun before they asked', async () => {
    const [sharing, first, second] = [new Sharing<number>(), new Work(), new Work()];
    const before = sharing.get('a', unheard, first.make);
    first.begin();
    const after = sharing.get('a', unheard, second.make);
    first.end(1);
    second.end(2);
    expect([await before, await after]).toEqual([1, 2]);
  });

  test('keeps different things apart', async () => {
    const [sharing, first, second] = [new Sharing<number>(), new Work(), new Work()];
    const asked = [sharing.get('a', unheard, first.make), sharing.get('b', unheard, second.make)];
    first.end(1);
    second.end(2);
    expect(await Promise.all(asked)).toEqual([1, 2]);
  });

  test('goes on until nobody wants it any more', () => {
    const [sharing, work] = [new Sharing<number>(), new Work()];
    const [one, other] = [new AbortController(), new AbortController()];
    void sharing.get('a', one.signal, work.make);
    void sharing.get('a', other.signal, work.make);
    one.abort();
    expect(work.signal?.aborted).toBe(false);
    other.abort();
    expect(work.signal?.aborted).toBe(true);
  });

  test('gives nobody what all others had given up', async () => {
    const [sharing, first, second] = [new Sharing<number>(), new Work(), new Work()];
    void sharing.get('a', AbortSignal.abort(), first.make);
    const later = sharing.get('a', unheard, second.make);
    second.end(2);
    expect(await later).toBe(2);
    expect(first.signal?.aborted).toBe(true);
  });

  test('hands a failure to those who shared it, and to nobody after them', async () => {
    const [sharing, first, second] = [new Sharing<number>(), new Work(), new Work()];
    const shared = [1, 2].map(() => sharing.get('a', unheard, first.make));
    first.fail(new Error('no'));
    for (const one of await Promise.allSettled(shared)) expect(one.status).toBe('rejected');
    const later = sharing.get('a', unheard, second.make);
    second.end(2);
    expect(await later).toBe(2);
  });
});
