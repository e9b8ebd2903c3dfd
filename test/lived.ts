/** Between two looks at the time, ms; of what the machine holds this process up no more than twice as much counts. */
const STEP_MS = 20;

/**
 * Does something, and says how long it took, ms, as this process lived it: a machine that is busy with something else, and
 * wakes it late, is no proof that it is slow.
 */
export async function lived<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly ms: number }> {
  let ms = 0;
  let last = performance.now();
  const count = (): void => {
    const now = performance.now();
    ms += Math.min(now - last, 2 * STEP_MS);
    last = now;
  };
  const timer = setInterval(count, STEP_MS);
  try {
    const result = await work();
    count();
    return { result, ms };
  } finally {
    clearInterval(timer);
  }
}

/** The processor's time that something takes, ms: what other processes take meanwhile does not count. */
export function worked(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
