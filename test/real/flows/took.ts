const BEAT_MS = 50;

/** How long work takes, ms, without the time in which the machine stood still: that is no fault of the work. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  let last = from;
  let still = 0;
  const beats = setInterval(() => {
    const now = performance.now();
    still += Math.max(0, now - last - 2 * BEAT_MS);
    last = now;
  }, BEAT_MS);
  try {
    await work();
    return performance.now() - from - still;
  } finally {
    clearInterval(beats);
  }
}
