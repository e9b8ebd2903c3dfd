import type { EngineEvent, EventHistory, Selector } from '../checks/containers.js';
import { isAbout, type EngineMessage } from './event.js';

type Life = NonNullable<EngineMessage['life']>;

const MOST_KEPT = 5_000;

/**
 * What one engine told about its containers, and since when nothing is missing from it.
 *
 * The engine keeps its newest 256 messages of every kind and repeats them on request: an unbroken end of its story. So a
 * repetition that reaches back to something known closes a gap, and one that does not leaves a hole before its oldest message.
 */
export class EventRecord {
  readonly #lives = new Map<string, Life & { readonly time: number }>();
  /** Milliseconds; null before the first repetition. */
  #completeSince: number | null = null;
  #newest = Number.NEGATIVE_INFINITY;

  /** Takes one message as it happens; true when it was about a container's life and new. */
  add(message: EngineMessage): boolean {
    this.#newest = Math.max(this.#newest, message.time);
    if (message.life === null || this.#lives.has(message.key)) return false;
    this.#lives.set(message.key, { ...message.life, time: message.time });
    this.#forget();
    return true;
  }

  /**
   * Takes what the engine repeated when asked at `askedAt` (milliseconds, the engine's clock); returns what was new.
   * `unbroken` says that every message since the last repetition came in as it happened.
   */
  refill(repeated: readonly EngineMessage[], askedAt: number, unbroken: boolean): EngineMessage[] {
    const oldest = Math.min(askedAt, ...repeated.map((message) => message.time));
    const closesGap = repeated.length > 0 && oldest <= this.#newest;
    if (this.#completeSince === null || !(unbroken || closesGap)) this.#completeSince = oldest;
    else this.#completeSince = Math.min(this.#completeSince, oldest);
    return repeated.filter((message) => this.add(message));
  }

  /** What happened to the selected containers since a time (ISO 8601), oldest first. Call after the first `refill`. */
  history(selector: Selector, since: string): EventHistory {
    if (this.#completeSince === null) throw new Error('the engine was not asked yet what it repeats');
    const from = Date.parse(since);
    const events: EngineEvent[] = [...this.#lives.values()]
      .filter((life) => life.time >= from && isAbout(life.subject, selector))
      .sort((a, b) => a.time - b.time)
      .map((life) => life.event);
    return { events, completeSince: new Date(this.#completeSince).toISOString() };
  }

  #forget(): void {
    for (const [key, life] of this.#lives) {
      if (this.#lives.size <= MOST_KEPT) return;
      this.#lives.delete(key);
      this.#completeSince = Math.max(this.#completeSince ?? life.time, life.time);
    }
  }
}
