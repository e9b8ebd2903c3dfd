import type { Account } from '../engine/reporter.js';
import { eventsOf } from './events.js';

/**
 * Names a file of an incident: `INC-12-report.md`, and `INC-12-report-2.md` after it was opened again and closed a second
 * time. In one thread no two files have one name, since it is by their names that the bot knows what it attached already.
 */
export function fileName({ incident, events }: Account, what: string, extension: string): string {
  return `${incident}-${timesTold(events, what)}.${extension}`;
}

/** `what` for the first end of an incident, `what-2` for the second. */
export function timesTold(events: Account['events'], what: string): string {
  const ends = eventsOf(events, 'incident.closed').length;
  return ends < 2 ? what : `${what}-${ends}`;
}
