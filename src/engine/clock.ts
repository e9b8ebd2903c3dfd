/** Time as the database tells it: all deadlines are on one clock, however this machine's own is set. */
export interface Clock {
  now(): Date;
}

/** A clock that follows another by an offset measured with `sync`. */
export class FollowingClock implements Clock {
  readonly #source: () => Promise<Date>;
  readonly #own: () => number;
  #offset = 0;

  constructor(source: () => Promise<Date>, own: () => number = Date.now) {
    this.#source = source;
    this.#own = own;
  }

  now(): Date {
    return new Date(this.#own() + this.#offset);
  }

  /** Measures the offset anew, taking half of the round trip for the way back. Returns it in ms. */
  async sync(): Promise<number> {
    const before = this.#own();
    const there = await this.#source();
    this.#offset = there.getTime() - (before + this.#own()) / 2;
    return this.#offset;
  }
}
