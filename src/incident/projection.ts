import { headlineOf, headlineText } from './headline.js';
import { wakeAt } from './pending.js';
import { latestRun, type Incident } from './state.js';

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
  /** The earliest deadline, null when nothing waits for time. */
  readonly wakeAt: string | null;
}

/** The row for an incident in its present state. */
export function project(incident: Incident): Projection {
  const run = latestRun(incident);
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
    wakeAt: wakeAt(incident),
  };
}
