import type { FactSpec } from '../runbook/facts.js';
import { tlsErrorSpec } from './tls-error.js';

/** What every question to Prometheus tells. */
export const answerSpecs = {
  ok: { type: 'bool', says: 'Prometheus answered and understood the question.' },
  error: {
    type: 'string',
    says: 'One of refused, reset, timeout, dns, tls, unreachable, redirect_loop, bad_response (not an answer of Prometheus), too_long (over 2 MiB), auth, query (it does not understand the query), starting or other; empty where it answered.',
  },
  tls_error: tlsErrorSpec,
  message: { type: 'string', says: "Prometheus's words about the error; empty where there is none." },
  latency: { type: 'int', unit: 'ms', says: 'How long its answers, or their failure, took.' },
} satisfies Readonly<Record<string, FactSpec>>;

/** What `query` brings. */
export const querySpecs = {
  samples: { type: 'int', says: 'How many samples the query gives; 0 where it gives none.' },
  value: { type: 'double', says: 'The first sample; unknown where there is none, or it is no finite number.' },
  smallest: { type: 'double', says: 'The smallest of the samples; unknown as for value.' },
  largest: { type: 'double', says: 'The largest of the samples; unknown as for value.' },
  labels: { type: 'strings', says: 'The labels of the first five samples.' },
  age: {
    type: 'int',
    unit: 'ms',
    says: "How old the newest sample is, by Prometheus's clock; unknown for computed values, which are always new.",
  },
} satisfies Readonly<Record<string, FactSpec>>;

/** What `job` brings: its targets as Prometheus sees them. */
export const targetSpecs = {
  targets_up: { type: 'int', says: 'Targets of this job whose last scrape went well.' },
  targets_down: { type: 'int', says: 'Targets of this job whose last scrape failed.' },
  targets_new: { type: 'int', says: 'Targets of this job that were not scraped yet.' },
  last_error: { type: 'string', says: 'Why the last scrape of a target failed; empty where none failed.' },
  last_scrape: { type: 'time', says: 'When a target was last scraped; null where none was.' },
  last_scrape_age: {
    type: 'int',
    unit: 'ms',
    says: 'How long ago that was, by this clock; unknown where none was scraped.',
  },
} satisfies Readonly<Record<string, FactSpec>>;
