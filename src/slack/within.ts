/** What was asked, or null when it takes longer than `ms`. Rejects as `asked` does; what comes too late is dropped. */
export async function within<T>(ms: number, asked: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  // What came while the process stood still is read before anybody is told that it did not come.
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => setImmediate(resolve, null), ms)));
  return Promise.race([asked, late]).finally(() => clearTimeout(timer));
}
