/** A request may be this much older or newer than our clock, in s. */
const OLDEST_S = 300;
const NEWEST_S = 60;

/** Nothing longer is remembered: whoever sends it is not known yet. */
const SIGNATURE = /^v0=[0-9a-f]{64}$/;

/** Why a signed request is refused although its signature may be right; null when it is fresh. */
export type Stale = 'too_old' | 'from_the_future' | 'replayed' | 'no_timestamp' | 'no_signature';

/** Remembers the signatures of the last minutes: the same signed request is taken once. */
export class Freshness {
  readonly #now: () => number;
  readonly #seen = new Map<string, number>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Judges a request by its timestamp and signature headers, and remembers it. */
  judge(timestamp: string | undefined, signature: string | undefined): Stale | null {
    const now = this.#now() / 1_000;
    if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return 'no_timestamp';
    if (signature === undefined || !SIGNATURE.test(signature)) return 'no_signature';
    const age = now - Number(timestamp);
    if (age > OLDEST_S) return 'too_old';
    if (age < -NEWEST_S) return 'from_the_future';
    this.#forgetLapsed(now);
    if (this.#seen.has(signature)) return 'replayed';
    this.#seen.set(signature, Number(timestamp));
    return null;
  }

  /** Drops a signature that turned out not to be Slack's. */
  forget(signature: string): void {
    this.#seen.delete(signature);
  }

  /** Entries are in order of arrival: what has lapsed stands, nearly always, at the front. */
  #forgetLapsed(now: number): void {
    for (const [signature, at] of this.#seen) {
      if (now - at <= OLDEST_S) break;
      this.#seen.delete(signature);
    }
  }
}
