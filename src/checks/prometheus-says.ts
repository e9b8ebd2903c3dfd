import type { Facts } from '../runbook/facts.js';
import { text, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { sayHttpError } from './http-ask.js';
import type { PrometheusAnswer } from './prometheus-ask.js';
import { boundsOf, formatValue, type Sample } from './prometheus-query.js';

/** Milliseconds since the last scrape from which its age is told: most scrape at least once a minute. */
const OLD = 120_000;
/** How Go begins an error of HTTP. The address is known, and long. */
const ASKED = /^Get "[^"]*": /;

/** The data in the words of `sayData`, or why there is none; `limit` in milliseconds. */
export function sayAnswer<Data>(
  answer: PrometheusAnswer<Data>,
  limit: number,
  clean: (text: string) => string,
  sayData: (data: Data) => Text,
): Text {
  if ('data' in answer) return sayData(answer.data);
  const { error, message, http } = answer;
  switch (error) {
    case 'auth':
      return text('Prometheus refuses this login');
    case 'query':
      return text(`Prometheus does not understand the query: ${clean(message)}`);
    case 'starting':
      return text('Prometheus is still starting');
    case 'too_long':
      return text('Prometheus answers with more than can be read here; ask for less');
    case 'other':
      return text(`no answer from Prometheus: ${clean(message)}`);
    case 'bad_response':
      return text(`what answers there is not Prometheus${http.status === 0 ? '' : ` (HTTP ${http.status})`}`);
    default:
      return text(`Prometheus: ${sayHttpError(error, http, limit)}`);
  }
}

/** `value 0, 4 s old`; `3 samples from 0 to 1`; `no sample`. */
export function saySamples(samples: readonly Sample[], { age }: Facts): Text {
  const [smallest, largest] = boundsOf(samples);
  if (smallest === undefined || largest === undefined) return text('the query gives no sample');
  const many = `${samples.length} samples from ${formatValue(smallest)} to ${formatValue(largest)}`;
  const told = samples.length === 1 ? `value ${formatValue(smallest)}` : many;
  return text(told, typeof age === 'number' && `, ${formatDuration(age)} old`);
}

/** `1 of 1 target up`; `0 of 1 target up: connection refused, scraped 3 min ago`. */
export function sayTargets(facts: Facts): Text {
  const [up, down, fresh] = [facts['targets_up'], facts['targets_down'], facts['targets_new']].map(Number);
  const all = (up ?? 0) + (down ?? 0) + (fresh ?? 0);
  if (all === 0) return text('Prometheus has no target of this job');
  const { last_error: error, last_scrape_age: age } = facts;
  return text(
    `${up} of ${all} ${all === 1 ? 'target' : 'targets'} up`,
    typeof error === 'string' && error !== '' && `: ${error.replace(ASKED, '')}`,
    typeof age === 'number' && age > OLD && `, scraped ${formatDuration(age)} ago`,
  );
}
