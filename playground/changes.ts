/** Tells whoever listens that something in the workspace is different now. */
export class Changes {
  readonly #listeners = new Set<() => void>();

  /** Calls `listener` after every change until the returned function is called. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  emit(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  /**
   * Looks now and after every change until `look` finds something.
   * @param timeout in milliseconds
   * @throws an error naming `what` and, if given, what there was instead
   */
  async waitFor<T>(
    look: () => T | undefined | null | false,
    { timeout, what, instead }: { timeout: number; what: string; instead?: () => string },
  ): Promise<T> {
    const first = look();
    if (first !== undefined && first !== null && first !== false) return first;
    return new Promise<T>((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        stop();
        settle();
      };
      const timer = setTimeout(() => {
        const seen = instead === undefined ? '' : `\nWhat there was:\n${instead()}`;
        finish(() => reject(new Error(`waited ${timeout} ms in vain for ${what}${seen}`)));
      }, timeout);
      const stop = this.on(() => {
        try {
          const found = look();
          if (found !== undefined && found !== null && found !== false) finish(() => resolve(found));
        } catch (error) {
          finish(() => reject(error instanceof Error ? error : new Error(String(error))));
        }
      });
    });
  }
}
