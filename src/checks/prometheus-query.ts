import { z } from 'zod';
import type { Facts, FactValue, UnknownFact } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';
import { askPrometheus, type PrometheusAddress, type PrometheusAnswer } from './prometheus-ask.js';

const MOST_LABELS = 5;
const LONGEST_LABELS = 300;

/** One sample of a query's answer. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  /** May be NaN or infinite. */
  readonly value: number;
}

const point = z.tuple([z.number(), z.string()]);
const sample = z.object({ metric: z.record(z.string(), z.string()).default({}), value: point });
const answer = z.union([
  z.object({ resultType: z.literal('vector'), result: z.array(sample) }),
  z.object({ resultType: z.literal('scalar'), result: point }),
]);

/** Asks an instant query and brings its samples. */
export async function askQuery(
  address: PrometheusAddress,
  query: string,
  signal: AbortSignal,
): Promise<PrometheusAnswer<readonly Sample[]>> {
  const asked = { query, timeout: `${address.limit}ms` };
  const told = await askPrometheus(address, 'query', asked, answer, signal);
  return 'data' in told ? { data: samplesOf(told.data) } : told;
}

/**
 * How old the newest sample of a query is, in milliseconds; null where Prometheus computes the values, or does not say.
 * A computed value bears the time of asking; what can be asked as a range (`[5m]`) is read from a series and bears its own.
 */
export async function askAge(address: PrometheusAddress, query: string, signal: AbortSignal): Promise<number | null> {
  const age = `time() - max(timestamp(${query}\n)) and count(count_over_time(${query}[5m]))`;
  const told = await askQuery(address, age, signal);
  const seconds = 'data' in told ? told.data[0]?.value : undefined;
  return seconds === undefined || !Number.isFinite(seconds) ? null : Math.max(0, Math.round(seconds * 1_000));
}

/** The facts of a query that was answered; `age` in milliseconds. */
export function factsOfQuery(samples: readonly Sample[], age: number | null, clean: (text: string) => string): Facts {
  const [smallest, largest] = boundsOf(samples);
  return {
    samples: samples.length,
    value: finite(samples[0]?.value),
    smallest: finite(smallest),
    largest: finite(largest),
    labels: samples.slice(0, MOST_LABELS).map(({ labels }) => cutText(clean(written(labels)), LONGEST_LABELS)),
    age: age ?? { unknown: samples.length === 0 ? 'the query gives no sample' : 'the values are computed when asked' },
  };
}

/** The smallest and the largest value; NaN where one of them is none. Nothing where there is no sample. */
export function boundsOf(samples: readonly Sample[]): readonly [smallest: number, largest: number] | readonly [] {
  const [first, ...others] = samples;
  if (first === undefined) return [];
  return others.reduce<readonly [number, number]>(
    ([smallest, largest], { value }) => [Math.min(smallest, value), Math.max(largest, value)],
    [first.value, first.value],
  );
}

/** A number as short as it can be read: whole ones in full, others to four digits. */
export function formatValue(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4)));
}

function samplesOf(told: z.infer<typeof answer>): Sample[] {
  if (told.resultType === 'scalar') return [{ labels: {}, value: numberOf(told.result[1]) }];
  return told.result.map(({ metric, value }) => ({ labels: metric, value: numberOf(value[1]) }));
}

/** Prometheus writes +Inf, -Inf and NaN. */
function numberOf(value: string): number {
  return Number(value.replace('Inf', 'Infinity'));
}

function finite(value: number | undefined): FactValue | UnknownFact {
  if (value === undefined) return { unknown: 'the query gives no sample' };
  return Number.isFinite(value) ? value : { unknown: `the value is ${value}` };
}

/** `up{instance="api:8000", job="api"}`. */
function written({ __name__: name = '', ...labels }: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${name}{${pairs.join(', ')}}`;
}
