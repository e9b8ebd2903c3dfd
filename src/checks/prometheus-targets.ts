import { z } from 'zod';
import type { Facts } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';
import { askPrometheus, type PrometheusAddress, type PrometheusAnswer } from './prometheus-ask.js';

const LONGEST_ERROR = 300;

/** One address Prometheus scrapes. */
export interface Target {
  readonly health: string;
  readonly lastError: string;
  /** ISO 8601; null where it was never scraped. */
  readonly lastScrape: string | null;
}

const target = z.object({
  labels: z.record(z.string(), z.string()),
  health: z.string(),
  lastError: z.string().default(''),
  lastScrape: z.string(),
});
const answer = z.object({ activeTargets: z.array(target) });

/** Asks for the targets of one job. */
export async function askTargets(
  address: PrometheusAddress,
  job: string,
  signal: AbortSignal,
): Promise<PrometheusAnswer<readonly Target[]>> {
  const told = await askPrometheus(address, 'targets', { state: 'active' }, answer, signal);
  if (!('data' in told)) return told;
  const ofJob = told.data.activeTargets.filter(({ labels }) => labels['job'] === job);
  return { data: ofJob.map((one) => ({ ...one, lastScrape: timeOf(one.lastScrape) })) };
}

/** The facts of a job's targets. */
export function factsOfTargets(targets: readonly Target[], now: Date, clean: (text: string) => string): Facts {
  const count = (health: string): number => targets.filter((one) => one.health === health).length;
  const last =
    targets
      .flatMap(({ lastScrape }) => lastScrape ?? [])
      .sort()
      .at(-1) ?? null;
  return {
    targets_up: count('up'),
    targets_down: count('down'),
    targets_new: targets.length - count('up') - count('down'),
    last_error: cutText(clean(targets.find(({ lastError }) => lastError !== '')?.lastError ?? ''), LONGEST_ERROR),
    last_scrape: last,
    last_scrape_age:
      last === null
        ? { unknown: targets.length === 0 ? 'Prometheus has no target of this job' : 'no target was scraped yet' }
        : Math.max(0, now.getTime() - Date.parse(last)),
  };
}

/** Go's zero time, year 1, stands for never. Comes out in UTC, to the millisecond, so that times sort as text. */
function timeOf(written: string): string | null {
  const at = new Date(written);
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1970 ? null : at.toISOString();
}
