import { z } from 'zod';

const MS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DURATION = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/;

/** A duration as runbooks write it: `500ms`, `5s`, `1.5m`, `2h`, `14d`. Comes out in milliseconds. */
export const duration = z
  .string()
  .regex(DURATION, 'a duration is a number with a unit: 500ms, 5s, 2m, 1h or 14d')
  .transform((written) => {
    const [, amount, unit] = DURATION.exec(written) ?? [];
    return Math.round(Number(amount) * (MS_PER_UNIT[unit ?? ''] ?? Number.NaN));
  });

/** A duration between two bounds, both in milliseconds; `bounds` says them as a runbook writes them. */
export function durationBetween(least: number, most: number, bounds: string): z.ZodType<number, string> {
  return duration.refine((ms) => ms >= least && ms <= most, `the duration must be ${bounds}`);
}
