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
