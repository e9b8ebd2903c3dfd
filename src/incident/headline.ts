import type { Verdict } from '../runbook/verdict.js';
import { latestRun, type Incident } from './state.js';

/** An incident in five words, as every header, list and notification says it. */
export interface Headline {
  /** One emoji; the words beside it say the same. */
  readonly emoji: string;
  readonly service: string;
  /** `up`, `down`, `degraded`, `not checked`; empty while nobody knows. */
  readonly state: string;
  /** `diagnosing`, `out of memory`, `could not tell why`, `false alarm`, … */
  readonly status: string;
}

/** Derives the headline from the newest verdict and from how the incident ended. */
export function headlineOf(incident: Incident): Headline {
  const { service, closed } = incident;
  const verdict = latestRun(incident)?.verdict ?? null;
  const state = verdict === null ? '' : stateWords[verdict.state];
  if (closed?.how === 'cancelled') return { emoji: '🚫', service, state, status: 'cancelled' };
  if (closed !== null) return { emoji: '🏁', service, state, status: 'closed as false alarm' };
  if (verdict === null) return { emoji: '🔍', service, state, status: 'diagnosing' };
  return { service, state, ...statusOf(verdict) };
}

/** `api down: out of memory`, or `api: diagnosing`. */
export function headlineText({ service, state, status }: Headline): string {
  return `${service}${state === '' ? '' : ` ${state}`}: ${status}`;
}

function statusOf(verdict: Verdict): { emoji: string; status: string } {
  const [first, ...others] = verdict.named;
  if (verdict.kind === 'false_alarm') return { emoji: '🔕', status: 'false alarm' };
  if (first !== undefined) return { emoji: '🔴', status: [first, ...others].map(({ title }) => title).join(' and ') };
  if (verdict.kind === 'wait') return { emoji: '⏳', status: verdict.title };
  return { emoji: '❔', status: verdict.kind === 'blind' ? verdict.title : 'could not tell why' };
}

const stateWords = { up: 'up', down: 'down', degraded: 'degraded', unchecked: 'not checked' } as const;
