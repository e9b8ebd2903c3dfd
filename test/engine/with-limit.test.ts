import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from '@jest/globals';
import { withLimit } from '../../src/engine/with-limit.js';

const never = new AbortController().signal;

/** Ends when its signal does, and keeps hold of nothing but that. */
async function patient(signal: AbortSignal): Promise<unknown> {
  await once(signal, 'abort');
  return signal.reason;
}

describe('work with a limit', () => {
  test('its limit is kept, whatever the garbage collector takes meanwhile', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const working = Array.from({ length: 50 }, async () => withLimit(200, never, patient));
    // What began them must be over, or it holds what it made.
    await pause(50);
    collect();
    const reasons = await Promise.all(working);
    expect(reasons.every((reason) => reason instanceof DOMException && reason.name === 'TimeoutError')).toBe(true);
  });

  test('it ends with those who asked for it', async () => {
    const asker = new AbortController();
    const working = withLimit(60_000, asker.signal, patient);
    asker.abort('gone');
    expect(await working).toBe('gone');
  });

  test('what is done in time is handed on, and so is what it throws', async () => {
    expect(await withLimit(1_000, never, async () => Promise.resolve(7))).toBe(7);
    await expect(withLimit(1_000, never, async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
