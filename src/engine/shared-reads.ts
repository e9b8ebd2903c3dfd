/**
 * Lets everybody who asks the same at once share one reading. A reading is only given to those who asked before it began,
 * so nobody sees less than what was written when they asked; who comes while one is under way shares the next.
 */
export class SharedReads<T> {
  readonly #running = new Map<string, Promise<T>>();
  readonly #next = new Map<string, Promise<T>>();

  /** @param key the same for the same question; `ask` is called at most once at a time for it. Rejects as `ask` does. */
  async read(key: string, ask: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key);
    if (running === undefined) return this.#begin(key, ask);
    const next = this.#next.get(key) ?? this.#after(running, key, ask);
    this.#next.set(key, next);
    return next;
  }

  async #after(running: Promise<T>, key: string, ask: () => Promise<T>): Promise<T> {
    await Promise.allSettled([running]);
    this.#next.delete(key);
    return this.#begin(key, ask);
  }

  async #begin(key: string, ask: () => Promise<T>): Promise<T> {
    const asked = ask();
    this.#running.set(key, asked);
    try {
      return await asked;
    } finally {
      if (this.#running.get(key) === asked) this.#running.delete(key);
    }
  }
}
