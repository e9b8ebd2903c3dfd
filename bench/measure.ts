/** The value below which this share (0 to 1) of the values lies; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** `212 ms`, `4.1 ms`. */
export function sayMs(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`;
}

/** `median 212 ms, p95 340 ms, of 20`. */
export function sayMany(values: readonly number[]): string {
  return `median ${sayMs(median(values))}, p95 ${sayMs(quantile(values, 0.95))}, of ${values.length}`;
}

/** `× 14.2`: how often the one goes into the other. */
export function sayTimes(much: number, little: number): string {
  return `× ${(much / little).toFixed(1)}`;
}
