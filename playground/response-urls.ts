import type { Ids } from './ids.js';
import type { Clock, Message } from './model.js';

const USES = 5;
const LIFE = 30 * 60_000;

/** What a response URL answers to. */
export interface Origin {
  readonly user: string;
  readonly channel: string;
  /** The message that was clicked; commands have none, so there is nothing to replace or delete. */
  readonly message?: Message;
}

/** The addresses that let an app answer a command or a click: five uses within thirty minutes. */
export class ResponseUrls {
  readonly #known = new Map<string, { origin: Origin; at: number; uses: number }>();
  readonly #ids: Ids;
  readonly #clock: Clock;
  readonly #base: () => string;

  constructor(ids: Ids, clock: Clock, base: () => string) {
    this.#ids = ids;
    this.#clock = clock;
    this.#base = base;
  }

  make(origin: Origin): string {
    const token = this.#ids.next('R');
    this.#known.set(token, { origin, at: this.#clock(), uses: 0 });
    return `${this.#base()}/response/${token}`;
  }

  /** Counts a use. Gives what it answers to, or why it no longer works. */
  use(token: string): Origin | 'used_url' | 'expired_url' {
    const found = this.#known.get(token);
    if (found === undefined || this.#clock() - found.at > LIFE) return 'expired_url';
    if (found.uses >= USES) return 'used_url';
    found.uses += 1;
    return found.origin;
  }
}
