/** The engine's time as ISO 8601 in milliseconds, or null for its "never": the year 1. */
export function engineTime(written: string): string | null {
  const ms = Date.parse(written);
  return Number.isNaN(ms) || ms < 0 ? null : new Date(ms).toISOString();
}

/** Milliseconds since 1970 in the form the Engine API takes for `since` and `until`. */
export function engineSeconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
