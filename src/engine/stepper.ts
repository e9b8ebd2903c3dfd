import type { Text } from '../text/text.js';
import type { Clock } from './clock.js';
import { TooLate, type Permit } from './hands.js';

export interface StepperParts {
  readonly clock: Clock;
  /** ISO 8601: what `remedy.started` allows the first change. */
  readonly actBefore: string;
  /** Records the next change; the time it may begin before, or null where nothing may be changed any more. */
  readonly record: (says: Text) => Promise<string | null>;
}

/** With less than this left of the time that the start allows, the first change is recorded as well, ms. */
const TOO_LITTLE_MS = 2_500;

/** Gives leave for one change after the other, each on record before it begins. */
export class Stepper {
  readonly #parts: StepperParts;
  #steps = 0;

  constructor(parts: StepperParts) {
    this.#parts = parts;
  }

  /** How many changes were asked for. */
  get steps(): number {
    return this.#steps;
  }

  /** See `Reporting.step`. The start itself is the record of the first change, unless looking first took long. */
  async step(says: Text): Promise<Permit> {
    const { clock, actBefore, record } = this.#parts;
    this.#steps += 1;
    const isRecorded = this.#steps === 1 && Date.parse(actBefore) - clock.now().getTime() > TOO_LITTLE_MS;
    const before = isRecorded ? actBefore : await record(says);
    if (before === null) throw new TooLate('somebody else decides about this by now');
    // The deadline is the database's; how long it is until then, this process measures in two ways: a machine that slept
    // may find its clock set anew only later, and a process that was stopped finds both gone on.
    const left = Date.parse(before) - clock.now().getTime();
    const until = performance.now() + left;
    return {
      check: () => {
        if (clock.now().getTime() >= Date.parse(before) || performance.now() >= until) throw new TooLate();
      },
    };
  }
}
