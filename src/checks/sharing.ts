/** Something asked for by several at once; it goes on until none of them wants it any more. */
interface Joint<T> {
  readonly result: Promise<T>;
  /** Aborted when none of them wants it any more. */
  readonly nobody: AbortSignal;
  join(signal: AbortSignal): void;
}

/**
 * Lets those who wait for the same thing share it. Only while it has not begun: nobody gets an answer to a question that was
 * asked before theirs.
 */
export class Sharing<T> {
  readonly #waiting = new Map<string, Joint<T>>();

  /**
   * @param key the same for the same thing
   * @param make is called once for all who share; calls `begin` when it begins in earnest, and ends soon after its signal
   */
  async get(
    key: string,
    signal: AbortSignal,
    make: (begin: () => void, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const found = this.#waiting.get(key);
    // What all have given up has nothing left to share but that.
    if (found !== undefined && !found.nobody.aborted) {
      found.join(signal);
      return found.result;
    }
    const { signal: nobody, join } = abortedByAll();
    join(signal);
    const begin = (): void => void this.#waiting.delete(key);
    // What `make` throws before it begins must not be handed to those who come later.
    const result = make(begin, nobody).finally(begin);
    this.#waiting.set(key, { result, nobody, join });
    return result;
  }
}

/** A signal that aborts once all that joined it have. */
function abortedByAll(): { readonly signal: AbortSignal; readonly join: (signal: AbortSignal) => void } {
  const controller = new AbortController();
  let left = 0;
  const leave = (): void => {
    left -= 1;
    if (left === 0) controller.abort();
  };
  const join = (signal: AbortSignal): void => {
    left += 1;
    // One of its own: twenty checks of a run listen to the same signal, and Node warns of so many.
    const own = AbortSignal.any([signal]);
    if (own.aborted) leave();
    else own.addEventListener('abort', leave, { once: true });
  };
  return { signal: controller.signal, join };
}
