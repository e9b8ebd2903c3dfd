import { setTimeout as pause } from 'node:timers/promises';
import { LinkEnded, type SocketLink } from './socket-link.js';
import { troubleOf, type Trouble } from './socket-trouble.js';

/** When to try again, ms. */
export interface RetryTimes {
  /** After the first failure; doubled after each further one, up to `most`. */
  readonly first: number;
  readonly most: number;
  /** After a refusal that only a person can mend. */
  readonly refused: number;
  /** A connection that lived shorter has failed. */
  readonly steady: number;
}

export interface LineOptions {
  /** Opens a connection and waits for Slack's hello. */
  readonly open: () => Promise<SocketLink>;
  readonly times: RetryTimes;
  /** Told of every change: no trouble once it is connected. */
  readonly changed: (trouble: Trouble | null) => void;
  /** Between 0 and 1: spreads what many bots do at once. */
  readonly random: () => number;
}

/**
 * Keeps one connection to Slack up: opens the next one as soon as Slack announces the end of this one, and tries for ever.
 */
export class SocketLine {
  /** Every connection that still stands; more than one while one replaces another. */
  readonly links = new Set<SocketLink>();
  readonly #options: LineOptions;
  readonly #stopping = new AbortController();
  #failures = 0;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  start(): void {
    void this.#keep();
  }

  /** Tries no more and closes what stands; what is only being opened closes itself. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all([...this.links].map((link) => link.close()));
  }

  async #keep(): Promise<void> {
    for (;;) {
      const trouble = await this.#live();
      if (this.#stopping.signal.aborted) return;
      if (trouble === null) continue;
      this.#options.changed(trouble);
      await pause(this.#waitFor(trouble), undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  /** Opens a connection and stays until it should be replaced. Says what is wrong if it should not be replaced at once. */
  async #live(): Promise<Trouble | null> {
    const from = performance.now();
    try {
      const link = await this.#options.open();
      this.#hold(link);
      if (this.#stopping.signal.aborted) await link.close();
      else this.#options.changed(null);
      const trouble = troubleOf(new LinkEnded(await link.leaving));
      const steady = performance.now() - from >= this.#options.times.steady;
      this.#failures = steady && !trouble.refused ? 0 : this.#failures + 1;
      return this.#failures === 0 ? null : trouble;
    } catch (error) {
      this.#failures += 1;
      return troubleOf(error);
    }
  }

  #hold(link: SocketLink): void {
    this.links.add(link);
    void link.ended.then(() => this.links.delete(link));
  }

  #waitFor({ refused, waitMs }: Trouble): number {
    const { first, most, refused: slow } = this.#options.times;
    const doubled = Math.min(most, first * 2 ** Math.min(this.#failures - 1, 20));
    const base = waitMs ?? (refused ? slow : doubled);
    return base * (1 + this.#options.random() / 4);
  }
}
