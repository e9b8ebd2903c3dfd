/**
 * Does something that may take `ms` at most: its signal aborts with a `TimeoutError` then, or when `signal` does. Node 20 may
 * collect `AbortSignal.timeout()` within `AbortSignal.any()`, and then nothing ends the work.
 */
export async function withLimit<Result>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException(`not done within ${ms} ms`, 'TimeoutError')), ms);
  try {
    return await work(AbortSignal.any([signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}
