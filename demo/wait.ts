import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again every 100 ms until the answer is not undefined, and returns it.
 * Throws after `timeout` milliseconds, saying what was waited for and, through `instead`, what was seen last.
 */
export async function waitFor<T>(
  what: string,
  timeout: number,
  ask: () => Promise<T | undefined> | T | undefined,
  instead: () => string = () => 'nothing',
): Promise<T> {
  const end = Date.now() + timeout;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end)
      throw new Error(`Waited ${timeout / 1000} s in vain for: ${what}. Seen instead: ${instead()}.`);
    await pause(100);
  }
}
