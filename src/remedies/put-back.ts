import { CannotLook } from '../checks/check.js';
import type { Permit } from '../engine/hands.js';
import type { Text } from '../text/text.js';
import { certain, isCertain } from './failing.js';
import type { Doing } from './remedy.js';

/** How to take back one change. */
export interface Back {
  /** For the announcement: `starting api-1 again`. */
  readonly says: Text;
  /** What is true once it is done: `api-1 is started again`. */
  readonly done: string;
  /** What is true where it cannot be done: `api-1 could not be started again`. */
  readonly failed: string;
  /** What to reckon with where nobody knows whether it was done: `api-1 may still be stopped`. */
  readonly unsure: string;
  readonly make: (permit: Permit) => Promise<void>;
}

/** The changes made so far, so that a failure of the next one can take them back. */
export class Undoing {
  readonly #doing: Doing;
  readonly #signal: AbortSignal;
  readonly #backs: Back[] = [];
  #mayRun = false;

  constructor(doing: Doing, signal: AbortSignal) {
    this.#doing = doing;
    this.#signal = signal;
  }

  /** Announces a change, makes it, and remembers how to take it back: also where nobody knows whether it was made. */
  async change<T>(says: Text, make: (permit: Permit) => Promise<T>, back: Back): Promise<T> {
    const permit = await this.#doing.step(says);
    try {
      const made = await make(permit);
      this.#backs.unshift(back);
      return made;
    } catch (error) {
      if (!isCertain(error)) this.#backs.unshift({ ...back, failed: back.unsure });
      throw error;
    }
  }

  /**
   * Announces that a container is started or stopped, does it, and remembers how to take it back. Where nobody knows whether
   * it runs now, nothing is taken back any more: it might run beside another one, or end a moment later.
   */
  async startOrStop(says: Text, make: (permit: Permit) => Promise<void>, back: Back | null): Promise<void> {
    const permit = await this.#doing.step(says);
    try {
      await make(permit);
    } catch (error) {
      this.#mayRun = !isCertain(error);
      throw error;
    }
    if (back !== null) this.#backs.unshift(back);
  }

  /**
   * Takes everything back after `error`, the newest first; one that fails keeps none of the others. Says what went wrong and what
   * came of each. Throws where any of it leaves open how the world is, once all was tried: a `CannotLook` says the same.
   */
  async takeBack(error: unknown): Promise<string> {
    if (this.#mayRun) throw error;
    const came: string[] = [];
    const doubts = isCertain(error) ? [] : [error];
    for (const back of this.#backs.splice(0)) {
      if (this.#signal.aborted) throw error;
      try {
        await back.make(await this.#doing.step(back.says));
        came.push(back.done);
      } catch (failure) {
        if (!isCertain(failure)) doubts.push(failure);
        came.push(isCertain(failure) ? `${back.failed}: ${certain(failure)}` : back.unsure);
      }
    }
    const all = came.length === 0 ? 'nothing was changed' : came.join('; ');
    if (doubts.length === 0) return `${certain(error)}; ${all}`;
    const doubt = doubts[0];
    if (!(doubt instanceof CannotLook) || came.length === 0) throw doubt;
    const why = isCertain(error) ? `${certain(error)}; ` : '';
    throw new CannotLook(`${why}${doubt.reason}; ${came.join('; ')}`, { cause: doubt });
  }
}
