import { z } from 'zod';
import { allUnknown, type Facts, type FactSpec } from '../runbook/facts.js';
import { durationBetween } from '../runbook/duration.js';
import { cutText } from '../text/clean.js';
import { join, type Text } from '../text/text.js';
import { CannotLook, defineCheck, type World } from './check.js';
import type { PrometheusAddress, PrometheusAnswer } from './prometheus-ask.js';
import { answerSpecs, querySpecs, targetSpecs } from './prometheus-facts.js';
import { askAge, askQuery, factsOfQuery, type Sample } from './prometheus-query.js';
import { sayAnswer, saySamples, sayTargets } from './prometheus-says.js';
import { askTargets, factsOfTargets, type Target } from './prometheus-targets.js';
import { parseUrl, urlOf } from './written.js';

const SCHEMES = ['http:', 'https:'];
const LONGEST_MESSAGE = 300;

const params = z
  .strictObject({
    type: z.literal('prometheus'),
    url: urlOf(SCHEMES).describe('Where Prometheus is, such as http://prometheus:9090.'),
    query: z.string().min(1).optional().describe('A PromQL expression. Brings samples, value and so on.'),
    job: z.string().min(1).optional().describe('A job of its scrape configuration. Brings targets_up and so on.'),
    headers: z.record(z.string().min(1), z.string()).default({}),
    timeout: durationBetween(50, 60_000, 'between 50ms and 60s').default(5_000).describe('For each answer.'),
  })
  .refine(
    ({ query, job }) => query !== undefined || job !== undefined,
    'a prometheus check has a query, a job or both',
  );

type Params = z.infer<typeof params>;

/** What Prometheus has measured, and whether it reaches what it measures. */
export const prometheus = defineCheck({
  type: 'prometheus',
  vantage: 'bot',
  says: 'A query to Prometheus, the targets of one of its jobs, or both.',
  params,
  facts: specsOf,
  run: async (asked, world, signal) => {
    const url = parseUrl(asked.url, SCHEMES);
    if (url === null)
      throw new CannotLook(`${world.service.name}'s address for Prometheus is no http:// or https:// address`);
    const began = performance.now();
    const told = await ask(asked, { url, headers: asked.headers, limit: asked.timeout }, signal);
    const latency = Math.round(performance.now() - began);
    const facts = { ...answerFacts(told, latency, world), ...queryFacts(told, world), ...targetFacts(told, world) };
    return { facts, says: says(told, facts, asked.timeout, world) };
  },
});

function specsOf({ query, job }: Params): Readonly<Record<string, FactSpec>> {
  return {
    ...answerSpecs,
    ...(query === undefined ? {} : querySpecs),
    ...(job === undefined ? {} : targetSpecs),
  };
}

/** What was asked and what came back; null where it was not asked. */
interface Told {
  readonly samples: PrometheusAnswer<readonly Sample[]> | null;
  /** Milliseconds; null where unknown. */
  readonly age: number | null;
  readonly targets: PrometheusAnswer<readonly Target[]> | null;
}

async function ask({ query, job }: Params, address: PrometheusAddress, signal: AbortSignal): Promise<Told> {
  try {
    const [queried, targets] = await Promise.all([
      query === undefined ? null : askSamples(address, query, signal),
      job === undefined ? null : askTargets(address, job, signal),
    ]);
    return { samples: queried?.samples ?? null, age: queried?.age ?? null, targets };
  } catch (cause) {
    if (signal.aborted) throw new CannotLook('the time for asking Prometheus was over', { cause });
    throw cause;
  }
}

async function askSamples(
  address: PrometheusAddress,
  query: string,
  signal: AbortSignal,
): Promise<Pick<Told, 'samples' | 'age'> & object> {
  const samples = await askQuery(address, query, signal);
  const some = 'data' in samples && samples.data.length > 0;
  return { samples, age: some ? await askAge(address, query, signal) : null };
}

/** The first failure of those that were asked. */
function failureOf({ samples, targets }: Told) {
  return [samples, targets].find((answer) => answer !== null && 'error' in answer) ?? null;
}

function answerFacts(told: Told, latency: number, world: World): Facts {
  const failure = failureOf(told);
  if (failure === null || !('error' in failure)) return { ok: true, error: '', tls_error: '', message: '', latency };
  const message = cutText(world.clean(failure.message), LONGEST_MESSAGE);
  return { ok: false, error: failure.error, tls_error: failure.http.tlsError, message, latency };
}

function queryFacts({ samples, age }: Told, world: World): Facts {
  if (samples === null) return {};
  if ('error' in samples) return allUnknown(querySpecs, 'Prometheus did not answer the query');
  return factsOfQuery(samples.data, age, (text) => world.clean(text));
}

function targetFacts({ targets }: Told, world: World): Facts {
  if (targets === null) return {};
  if ('error' in targets) return allUnknown(targetSpecs, 'Prometheus did not tell its targets');
  return factsOfTargets(targets.data, world.now(), (text) => world.clean(text));
}

function says({ samples, targets }: Told, facts: Facts, timeout: number, world: World): Text {
  const clean = (text: string): string => cutText(world.clean(text), LONGEST_MESSAGE);
  const parts = [
    samples === null ? [] : sayAnswer(samples, timeout, clean, (data) => saySamples(data, facts)),
    targets === null ? [] : sayAnswer(targets, timeout, clean, () => sayTargets(facts)),
  ].filter((part) => part.length > 0);
  // Where both failed alike, once is enough.
  const [first, second] = parts;
  return JSON.stringify(first) === JSON.stringify(second) && first !== undefined ? first : join(parts, '; ');
}
