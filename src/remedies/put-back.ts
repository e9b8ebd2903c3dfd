import type { Text } from '../text/text.js';
import { certain } from './failing.js';
import type { Doing } from './remedy.js';
import type { Permit } from '../engine/hands.js';

/** How to take back one change that was made. */
export interface Back {
  /** For the announcement: `starting api-1 again`. */
  readonly says: Text;
  /** What is true once it is done: `api-1 is started again`. */
  readonly done: string;
  /** What is true where it cannot be done: `api-1 could not be started again`. */
  readonly failed: string;
  readonly make: (permit: Permit) => Promise<void>;
}

/** The changes made so far, so that a failure of the next one can take them back. */
export class Undoing {
  readonly #doing: Doing;
  readonly #backs: Back[] = [];

  constructor(doing: Doing) {
    this.#doing = doing;
  }

  /** Remembers how to take back what was just done. */
  made(back: Back): void {
    this.#backs.unshift(back);
  }

  /** Takes everything back, the newest first; says what came of each. Throws what leaves open how the world is. */
  async takeBack(): Promise<string> {
    const came: string[] = [];
    for (const { says, done, failed, make } of this.#backs.splice(0)) {
      try {
        const permit = await this.#doing.step(says);
        await make(permit);
        came.push(done);
      } catch (error) {
        came.push(`${failed}: ${certain(error)}`);
      }
    }
    return came.length === 0 ? 'nothing was changed' : came.join('; ');
  }
}
