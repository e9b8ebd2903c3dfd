import type { Verdict } from '../runbook/verdict.js';
import { speaksFor } from './due.js';
import type { ClosedHow } from './events.js';
import type { Ended } from './remedy.js';
import { standingOf, type Standing } from './standing.js';
import { latestRun, type Incident, type Run } from './state.js';

/** An incident in five words, as every header, list and notification says it. */
export interface Headline {
  /** One emoji; the words beside it say the same. */
  readonly emoji: string;
  readonly service: string;
  /** `up`, `down`, `degraded`, `not checked`; empty while nobody knows. */
  readonly state: string;
  /** `diagnosing`, `out of memory`, `could not tell why`, `remedy running`, … */
  readonly status: string;
}

/** Derives the headline from where the incident stands. */
export function headlineOf(incident: Incident): Headline {
  const standing = standingOf(incident);
  return { service: incident.service, state: stateOf(incident, standing), ...statusOf(incident, standing) };
}

/** `api down: out of memory`, or `api: diagnosing`. */
export function headlineText({ service, state, status }: Headline): string {
  return `${service}${state === '' ? '' : ` ${state}`}: ${status}`;
}

type Status = Pick<Headline, 'emoji' | 'status'>;

function statusOf(incident: Incident, standing: Standing): Status {
  switch (standing.as) {
    case 'closed':
      return CLOSED[standing.closed.how];
    case 'verdict':
      return verdictStatus(standing.verdict, wasIll(incident, standing.run));
    case 'no_help':
      return standing.escalated ? { emoji: '📣', status: 'escalated' } : unhelped(standing.ended.how);
    default:
      return STATUS[standing.as];
  }
}

const CLOSED: Readonly<Record<ClosedHow, Status>> = {
  cancelled: { emoji: '🚫', status: 'cancelled' },
  false_alarm: { emoji: '🏁', status: 'closed as false alarm' },
  resolved: { emoji: '🏁', status: 'resolved' },
};

const STATUS = {
  reopened: { emoji: '🔁', status: 'reopened' },
  new: { emoji: '🔍', status: 'diagnosing' },
  diagnosing: { emoji: '🔍', status: 'diagnosing' },
  approval: { emoji: '✋', status: 'approval wanted' },
  running: { emoji: '⚙️', status: 'remedy running' },
  unknown: { emoji: '⚠️', status: 'outcome unknown' },
  watching: { emoji: '👀', status: 'watching' },
  mended: { emoji: '✅', status: 'remedy verified' },
  relapsed: { emoji: '❌', status: 'relapse' },
} as const;

function unhelped(how: Ended['how']): Status {
  if (how === 'failed') return { emoji: '❌', status: 'remedy failed' };
  return how === 'not_verified'
    ? { emoji: '❔', status: 'remedy not verified' }
    : { emoji: '❌', status: 'remedy did not help' };
}

function verdictStatus(verdict: Verdict, ill: boolean): Status {
  const [first, ...others] = verdict.named;
  if (verdict.kind === 'false_alarm')
    return ill ? { emoji: '✅', status: 'well again' } : { emoji: '🔕', status: 'false alarm' };
  if (first !== undefined) return { emoji: '🔴', status: [first, ...others].map(({ title }) => title).join(' and ') };
  if (verdict.kind === 'wait') return { emoji: '⏳', status: verdict.title };
  return { emoji: '❔', status: verdict.kind === 'blind' ? verdict.title : 'could not tell why' };
}

/** A service that was seen ill, or worked on, before this run: what is well now was no false alarm. */
export function wasIll({ runs, remedies }: Incident, { run }: Run): boolean {
  const seen = runs.some((one) => one.run < run && one.verdict !== null && one.verdict.state !== 'up');
  return seen || remedies.requests.some(({ started }) => started !== null);
}

const STATES = { up: 'up', down: 'down', degraded: 'degraded', unchecked: 'not checked' } as const;

/** What is known of the service: the newest verdict, and after it what the verification of a remedy saw. */
function stateOf(incident: Incident, standing: Standing): string {
  if (standing.as === 'reopened') return '';
  const seen = lastSeen(incident);
  const verdict = latestRun(incident)?.verdict ?? null;
  if (seen === 'verified') return STATES.up;
  if (seen === 'not_verified') return STATES.unchecked;
  const state = verdict === null ? '' : STATES[verdict.state];
  // Somebody says it is mended, and nothing was seen since: neither is the last word.
  if (standing.as === 'closed' && standing.closed.how === 'resolved' && state !== STATES.up) return '';
  return state;
}

/** What a verification saw since the newest verdict; null where nothing did, or where it did not last. */
function lastSeen({ remedies, runs, watches }: Incident): 'verified' | 'not_verified' | null {
  const run = runs.at(-1);
  const last = remedies.requests.findLast((one) => one.started !== null && run !== undefined && speaksFor(one, run));
  const watch = watches.find(({ request }) => request === last?.request);
  const how = watch?.ended?.how === 'relapsed' ? null : last?.ended?.how;
  return how === 'verified' || how === 'not_verified' ? how : null;
}
