import type { ClosedHow } from './events.js';
import { headlineOf, headlineText } from './headline.js';
import { wakeAt } from './pending.js';
import { isUnexplained, latestRun, type Incident } from './state.js';
import { timesOf, triedIn } from './times.js';

/** What lists and the scheduler know of an incident without folding it: one row, rewritten with every append. */
export interface Projection {
  readonly service: string;
  readonly runbook: string;
  readonly title: string;
  readonly severity: 'critical' | 'high' | 'medium' | 'low';
  readonly open: boolean;
  /** One line for lists: `api down: out of memory`. */
  readonly headline: string;
  /** Slack channel id of its home, null for an incident opened in a terminal. */
  readonly channel: string | null;
  readonly drill: boolean;
  /** ISO 8601. */
  readonly openedAt: string;
  readonly closedAt: string | null;
  /** How it was closed; null while it is open. */
  readonly how: ClosedHow | null;
  /** When it was acknowledged, got its first verdict, and was well again; ISO 8601 or null. */
  readonly acknowledgedAt: string | null;
  readonly diagnosedAt: string | null;
  readonly mitigatedAt: string | null;
  /** From opening to end, as its runbook wants it, ms; null where it does not say. */
  readonly target: number | null;
  /** How many remedies were begun, and how many of them were seen to work. */
  readonly tried: number;
  readonly worked: number;
  /** No cause was named in its last diagnosis, and it was no false alarm. */
  readonly unexplained: boolean;
  /** The earliest deadline, null when nothing waits for time. */
  readonly wakeAt: string | null;
}

/** The row for an incident in its present state. */
export function project(incident: Incident): Projection {
  const run = latestRun(incident);
  const times = timesOf(incident);
  return {
    service: incident.service,
    runbook: run?.runbook ?? '',
    title: run?.title ?? '',
    severity: incident.severity,
    open: incident.closed === null,
    headline: headlineText(headlineOf(incident)),
    channel: incident.home,
    drill: incident.drill,
    openedAt: incident.openedAt,
    closedAt: incident.closed?.at ?? null,
    how: incident.closed?.how ?? null,
    acknowledgedAt: incident.acknowledged?.at ?? null,
    diagnosedAt: times.diagnosed,
    mitigatedAt: times.mitigated,
    target: incident.response?.targets?.resolve ?? null,
    ...triedIn(incident),
    unexplained: isUnexplained(incident),
    wakeAt: wakeAt(incident),
  };
}
