/** A limit of our own ran out; the caller's signal did not. */
export class TimeIsUp extends Error {
  /** Milliseconds. */
  readonly limit: number;
  constructor(limit: number) {
    super(`no answer within ${limit} ms`);
    this.name = 'TimeIsUp';
    this.limit = limit;
  }
}

/**
 * Runs `work` for at most `limit` milliseconds and no longer than `signal` allows. `work` gets a signal that aborts in both
 * cases and when it is over; the promise settles then even if `work` does not heed it.
 * Rejects with `TimeIsUp`, with the reason of `signal`, or with what `work` threw.
 */
export async function within<T>(
  limit: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal.reason);
  const timer = setTimeout(() => controller.abort(new TimeIsUp(limit)), limit);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(controller.signal), rejectOnAbort(controller.signal)]);
  } catch (error) {
    // Work that was cut off fails in many words; why it was cut off is what the caller asks.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    controller.abort(new DOMException('over', 'AbortError'));
  }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(asError(signal.reason)), { once: true });
  });
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
