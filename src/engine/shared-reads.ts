interface Reading<T> {
  readonly begunAt: number;
  readonly result: Promise<T>;
}

/** No reading is given out later than this after it began, ms. */
const KEPT_MS = 1_000;

/**
 * Lets everybody who asks the same at once share one reading. A reading is only given to those who asked before it began,
 * so nobody sees less than what was written when they asked; who comes while one is under way shares the next.
 */
export class SharedReads<T> {
  readonly #gathering = new Map<string, Promise<T>>();
  readonly #readings = new Map<string, Reading<T>>();

  /**
   * Rejects as `ask` does.
   * @param key the same for the same question
   * @param agedMs a reading that began so long ago will do as well (at most 1,000)
   */
  async read(key: string, ask: () => Promise<T>, agedMs = 0): Promise<T> {
    const last = this.#readings.get(key);
    if (last !== undefined && performance.now() - last.begunAt < Math.min(agedMs, KEPT_MS)) return last.result;
    const gathering = this.#gathering.get(key) ?? this.#gather(key, ask);
    this.#gathering.set(key, gathering);
    return gathering;
  }

  async #gather(key: string, ask: () => Promise<T>): Promise<T> {
    // Those whose requests arrived together are all heard within one turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    await Promise.allSettled([this.#readings.get(key)?.result]);
    this.#gathering.delete(key);
    this.#forget();
    const reading = { begunAt: performance.now(), result: ask() };
    this.#readings.set(key, reading);
    reading.result.catch(() => this.#readings.delete(key));
    return reading.result;
  }

  #forget(): void {
    const oldest = performance.now() - KEPT_MS;
    for (const [key, { begunAt }] of this.#readings) if (begunAt < oldest) this.#readings.delete(key);
  }
}
