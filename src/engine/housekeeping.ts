import { rebuild, type RebuildParts } from './rebuild.js';
import { prune, type RetentionParts } from './retention.js';

const HOURLY_MS = 3_600_000;

export interface HousekeepingOptions {
  /** How long details are kept after the end of an incident, ms; null for ever. */
  readonly keepMs: number | null;
  /** Between 0 and 1: spreads the replicas over the hour. */
  readonly random?: () => number;
}

/** What a serving process does beside incidents, at its start and about hourly. Several may do it at once. */
export class Housekeeping {
  readonly #parts: RebuildParts & RetentionParts;
  readonly #keepMs: number | null;
  readonly #random: () => number;
  readonly #end = new AbortController();
  #timer: NodeJS.Timeout | null = null;
  #round: Promise<void> = Promise.resolve();

  constructor(parts: RebuildParts & RetentionParts, { keepMs, random = Math.random }: HousekeepingOptions) {
    this.#parts = parts;
    this.#keepMs = keepMs;
    this.#random = random;
  }

  /** Begins at once, and returns. A round that fails is said in the log; the next one comes. */
  start(): void {
    if (this.#end.signal.aborted) return;
    this.#round = this.round().catch((error: unknown) => {
      this.#parts.log.warn({ err: error }, 'old incidents were not tidied up; it is tried again in about an hour');
    });
    void this.#round.then(() => {
      this.#timer = setTimeout(() => this.start(), HOURLY_MS * (0.75 + this.#random() / 2)).unref();
      if (this.#end.signal.aborted) clearTimeout(this.#timer);
    });
  }

  /** One round. */
  async round(): Promise<void> {
    await rebuild(this.#parts, this.#end.signal);
    if (this.#keepMs !== null) await prune(this.#parts, this.#keepMs, this.#end.signal);
  }

  /** Ends after the incident it is at. */
  async stop(): Promise<void> {
    this.#end.abort();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#round;
  }
}
