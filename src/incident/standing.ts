import type { Verdict } from '../runbook/verdict.js';
import { speaksFor, underWay, watching } from './due.js';
import type { Ended, Request, Watch } from './remedy.js';
import { latestRun, type Incident, type Run } from './state.js';

type Reopened = Incident['reopened'][number];

/** Where an incident stands, as people see it: one of these at any time. */
export type Standing =
  | { readonly as: 'closed'; readonly closed: NonNullable<Incident['closed']> }
  | { readonly as: 'new' }
  /** It was closed, and is not any more: nothing was looked at since. */
  | { readonly as: 'reopened'; readonly reopened: Reopened }
  /** Somebody's request waits for a yes. */
  | { readonly as: 'approval'; readonly request: Request }
  /** Approved, or nobody's yes was needed: about to be done, being done, or being verified. */
  | { readonly as: 'running'; readonly request: Request }
  /** It is not known whether the remedy happened. */
  | { readonly as: 'unknown'; readonly request: Request; readonly unknown: NonNullable<Request['unknown']> }
  | { readonly as: 'diagnosing'; readonly run: Run }
  | { readonly as: 'watching'; readonly request: Request; readonly watch: Watch }
  /** A remedy worked, and is not watched (any more). */
  | { readonly as: 'mended'; readonly request: Request; readonly ended: Ended }
  | { readonly as: 'relapsed'; readonly request: Request; readonly watch: Watch }
  /** A remedy was begun and it is not well. `escalated`: somebody was called because of it. */
  | { readonly as: 'no_help'; readonly request: Request; readonly ended: Ended; readonly escalated: boolean }
  | { readonly as: 'verdict'; readonly run: Run; readonly verdict: Verdict };

/** Derives it from what is newest. A remedy speaks for its own run: a verdict reached after it stands above it. */
export function standingOf(incident: Incident): Standing {
  if (incident.closed !== null) return { as: 'closed', closed: incident.closed };
  const request = underWay(incident);
  if (request !== null) return whileUnderWay(request);
  const run = latestRun(incident);
  if (run === null) return { as: 'new' };
  const reopened = incident.reopened.at(-1);
  if (reopened !== undefined && run.startedAt < reopened.at) return { as: 'reopened', reopened };
  if (run.verdict === null) return { as: 'diagnosing', run };
  return afterwards(incident, run) ?? { as: 'verdict', run, verdict: run.verdict };
}

function whileUnderWay(request: Request): Standing {
  if (request.unknown !== null) return { as: 'unknown', request, unknown: request.unknown };
  return request.approvedAt === null ? { as: 'approval', request } : { as: 'running', request };
}

/** What the last remedy left behind; null where the verdict says more. */
function afterwards(incident: Incident, run: Run): Standing | null {
  const request = incident.remedies.requests.at(-1);
  const ended = request?.ended ?? null;
  if (request === undefined || ended === null || !speaksFor(request, run)) return null;
  const watch = incident.watches.find((one) => one.request === request.request);
  if (watch !== undefined && watch === watching(incident)) return { as: 'watching', request, watch };
  if (watch?.ended?.how === 'relapsed') return { as: 'relapsed', request, watch };
  if (ended.how === 'verified') return { as: 'mended', request, ended };
  if (!FAILED.has(ended.how)) return null;
  return { as: 'no_help', request, ended, escalated: incident.escalations.some(({ at }) => at >= ended.at) };
}

const FAILED: ReadonlySet<Ended['how']> = new Set(['did_not_help', 'not_verified', 'failed']);
