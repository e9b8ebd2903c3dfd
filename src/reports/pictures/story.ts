import type { Account } from '../../engine/reporter.js';
import type { Event } from '../../incident/events.js';
import { headlineOf, headlineText } from '../../incident/headline.js';
import { fold, type Incident } from '../../incident/state.js';
import { formatDuration } from '../../text/units.js';
import { utcClock } from '../../text/clock.js';
import { oneLine } from './letters.js';

/** What the pictures of an incident tell from. Times in ms since 1970. */
export interface Story {
  readonly account: Account;
  readonly incident: Incident;
  readonly from: number;
  /** When it was closed; now, while it is open. */
  readonly to: number;
}

/** Folds an account. Throws for one without its first event. */
export function storyOf(account: Account): Story {
  const incident = fold(
    account.incident,
    account.events.map(({ event }) => event),
  );
  if (incident === null) throw new Error(`${account.incident} has no events`);
  const from = Date.parse(incident.openedAt);
  const to = Math.max(from, Date.parse(incident.closed?.at ?? account.now.toISOString()));
  return { account, incident, from, to };
}

/** What happened while it was going on, oldest first. */
export function eventsOf({ account, to }: Story): readonly Event[] {
  return account.events.map(({ event }) => event).filter(({ at }) => Date.parse(at) <= to);
}

/** What it was, in one line: `api: out of memory`. */
export function headingOf({ incident }: Story): string {
  const verdict = incident.runs.findLast((run) => run.verdict !== null)?.verdict;
  if (incident.closed === null || verdict === undefined || verdict === null)
    return oneLine(headlineText(headlineOf(incident)));
  return oneLine(`${incident.service}: ${foundBy(verdict)}`);
}

/** The causes a verdict names, or what it came to. */
export function foundBy({
  named,
  title,
}: {
  readonly named: readonly { readonly title: string }[];
  readonly title: string;
}): string {
  return named.length === 0 ? title : named.map((cause) => cause.title).join(' and ');
}

/** When it was and how long it took, or that it is not over. */
export function spanOf({ incident, from, to }: Story): string {
  const start = dateAndTime(incident.openedAt);
  const took = formatDuration(to - from);
  if (incident.closed === null) return `Open since ${start}: ${took} so far`;
  const end = utcClock(incident.closed.at, 'second', incident.openedAt);
  return `${start} to ${end}: ${CLOSED[incident.closed.how]} after ${took}`;
}

const CLOSED = { resolved: 'resolved', cancelled: 'cancelled', false_alarm: 'closed as false alarm' } as const;
const DATE = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });

/** `4 Dec 2025, 03:05:00 UTC`. */
function dateAndTime(at: string): string {
  return `${dateOf(at)}, ${utcClock(at, 'second', at)}`;
}

/** `4 Dec 2025`. */
export function dateOf(at: string): string {
  return DATE.format(new Date(at));
}
