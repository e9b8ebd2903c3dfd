import { addMilliseconds } from 'date-fns/addMilliseconds';
import { alertNameOf } from './actor.js';
import { CARD } from './command.js';
import { happened, type Event } from './events.js';
import { headlineOf } from './headline.js';
import type { Level } from '../runbook/response.js';
import { formatDuration } from '../text/units.js';
import { isUnexplained, latestRun, type Incident } from './state.js';

/** While an incident is critical, an update is asked for this often unless its runbook says otherwise, ms. */
const CRITICAL_UPDATES_MS = 20 * 60_000;
/** After so many reminders in a row that nobody answered, no further one comes: it would only be noise. */
const UNANSWERED_MOST = 3;
/** An alert's card waits for its verdict this long, since an edit notifies nobody, ms. */
const CARD_WAITS_MS = 5_000;

/** Something that time itself brings about. */
type Timer = {
  /** ISO 8601. */
  readonly at: string;
} & (
  | { readonly timer: 'nudge' | 'update' | 'unknown_cause' | 'show' }
  | { readonly timer: 'target'; readonly target: 'acknowledge' | 'resolve' }
  | { readonly timer: 'level'; readonly level: Level }
);

/** What time will bring as things stand, each once; none for a closed incident. */
export function timersOf(state: Incident): readonly Timer[] {
  if (state.closed !== null || state.pruned) return [];
  return [
    ...showTimer(state),
    ...targetTimers(state),
    ...levelTimers(state),
    ...unknownCause(state),
    ...updateTimer(state),
  ];
}

/** What is due by now, as events. What was slept through is told once, and of several levels the highest is called. */
export function timesUp(state: Incident, now: Date): readonly Event[] {
  const due = timersOf(state).filter(({ at }) => at <= now.toISOString());
  const highest = due.findLast((one) => one.timer === 'level');
  return eachOnce(
    due.filter((one) => one.timer !== 'level' || one === highest).flatMap((one) => eventsOf(state, one, now)),
  );
}

/** One party may be due for two reasons; it is called for the first. */
function eachOnce(events: readonly Event[]): readonly Event[] {
  const called = new Set<string>();
  return events.filter((event) => {
    if (event.type !== 'incident.escalated') return true;
    const again = called.has(event.payload.to);
    called.add(event.payload.to);
    return !again;
  });
}

function eventsOf(state: Incident, timer: Timer, now: Date): readonly Event[] {
  const { response } = state;
  switch (timer.timer) {
    case 'show':
      return [happened('message.planned', now, 'bot', { slot: CARD, channel: state.home ?? '' })];
    case 'nudge':
      return [happened('incident.nudged', now, 'bot', { to: response?.onCall ?? null })];
    case 'target':
      return [happened('target.missed', now, 'bot', { target: timer.target, due: timer.at })];
    case 'update':
      return [happened('update.due', now, 'bot', { update: state.updates.length + 1 })];
    case 'unknown_cause':
      return calls(state, response?.unknownCause ?? '', 'no known cause fits', now);
    case 'level': {
      const { to, after, level } = timer.level;
      return calls(state, to, `not solved after ${formatDuration(after)}`, now, level);
    }
  }
}

/** Calls a party, with the level the runbook gives it. */
export function calls(
  state: Incident,
  to: string,
  because: string,
  now: Date,
  level: number | null = levelOf(state, to),
): readonly Event[] {
  return [happened('incident.escalated', now, 'bot', { to, because, level })];
}

/** The level of a party; null for one that has none. */
function levelOf({ response }: Incident, to: string): number | null {
  return response?.levels.find((one) => one.to === to)?.level ?? null;
}

/** A party that was called is not called again. */
export function wasCalled({ escalations }: Incident, party: string): boolean {
  return escalations.some(({ to }) => to === party);
}

/** The highest level that was called; 1 before any was. */
function levelNow({ escalations }: Incident): number {
  return Math.max(1, ...escalations.map(({ level }) => level ?? 1));
}

/** The next level nobody called yet; null where there is none. */
export function nextLevel(state: Incident): Level | null {
  const reached = levelNow(state);
  return state.response?.levels.find(({ level }) => level > reached) ?? null;
}

/** Since when it is down: since it was opened, or since it broke again. ISO 8601. */
export function downSince({ openedAt, watches, reopened }: Incident): string {
  const relapses = watches.flatMap(({ ended }) => (ended?.how === 'relapsed' ? [ended.at] : []));
  return [openedAt, ...relapses, ...reopened.map(({ at }) => at)].sort().at(-1) ?? openedAt;
}

/** By when it should be resolved; null where the runbook does not say. ISO 8601. */
export function resolveBy({ openedAt, response }: Incident): string | null {
  return response?.targets == null ? null : later(openedAt, response.targets.resolve);
}

/** Nothing of it is shown yet: an alert opened it, and its verdict may still come in time. */
export function isHeldBack(state: Incident): boolean {
  const { openedBy, slots, home, runs } = state;
  if (alertNameOf(openedBy) === null || home === null || state.channelWanted !== null) return false;
  return slots[CARD] === undefined && runs.every(({ verdict }) => verdict === null) && state.closed === null;
}

function showTimer(state: Incident): Timer[] {
  return isHeldBack(state) ? [{ timer: 'show', at: later(state.openedAt, CARD_WAITS_MS) }] : [];
}

function targetTimers(state: Incident): Timer[] {
  const { response, acknowledged, nudged, missed, openedAt } = state;
  const targets = response?.targets ?? null;
  if (targets === null) return [];
  const missedYet = (target: 'acknowledge' | 'resolve'): boolean => missed.some((one) => one.target === target);
  const acknowledge = later(openedAt, targets.acknowledge);
  return [
    ...(acknowledged === null && nudged === null ? [{ timer: 'nudge', at: acknowledge } as const] : []),
    ...(acknowledged === null && !missedYet('acknowledge')
      ? [{ timer: 'target', target: 'acknowledge', at: acknowledge } as const]
      : []),
    ...(missedYet('resolve')
      ? []
      : [{ timer: 'target', target: 'resolve', at: later(openedAt, targets.resolve) } as const]),
  ];
}

/** While the service is up, nobody is called because of the time that passed. */
function levelTimers(state: Incident): Timer[] {
  if (isUp(state)) return [];
  const reached = levelNow(state);
  const since = downSince(state);
  return (state.response?.levels ?? [])
    .filter(({ level, to }) => level > reached && !wasCalled(state, to))
    .map((level) => ({ timer: 'level', level, at: later(since, level.after) }));
}

function unknownCause(state: Incident): Timer[] {
  const to = state.response?.unknownCause ?? null;
  const run = latestRun(state);
  if (to === null || run?.completedAt == null || wasCalled(state, to)) return [];
  if (!isUnexplained(state) || isUp(state)) return [];
  return [{ timer: 'unknown_cause', at: run.completedAt }];
}

function updateTimer(state: Incident): Timer[] {
  const { response, severity, openedAt, notes, updates, snoozed, reopened } = state;
  const every = response?.updates ?? (severity === 'critical' && response !== null ? CRITICAL_UPDATES_MS : null);
  const unanswered = updates.slice(-UNANSWERED_MOST).filter(({ answered }) => !answered).length;
  if (every === null || isUp(state) || unanswered === UNANSWERED_MOST) return [];
  const last = [openedAt, notes.lastAt, updates.at(-1)?.at, reopened.at(-1)?.at].filter((at) => at != null).sort();
  const next = later(last.at(-1) ?? openedAt, every);
  const until = snoozed?.until ?? '';
  return [{ timer: 'update', at: next > until ? next : until }];
}

function isUp(state: Incident): boolean {
  return headlineOf(state).state === 'up';
}

function later(from: string, ms: number): string {
  return addMilliseconds(from, ms).toISOString();
}
