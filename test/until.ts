/** Waits until a condition holds, looking every few milliseconds; throws after `limit` milliseconds. */
export async function until(holds: () => boolean | Promise<boolean>, what: string, limit = 30_000): Promise<void> {
  const deadline = Date.now() + limit;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${limit} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
