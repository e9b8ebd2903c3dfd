import type { UnknownFact } from '../runbook/facts.js';
import type { ContainerState, EngineEvent } from './containers.js';
import { endsByHand } from './container-end.js';
import { eventsOf, gapSince, type Told } from './history.js';

const FEWEST_RESTARTS = 2;
const YOUNG_RUN = 60_000;
const LOOP_WINDOW = 600_000;
// Whoever replaces a container ends the old one shortly before.
const HANDOVER = 60_000;
// Two runs that end for the same reason do not last equally long to the millisecond.
const SLACK = 2_000;

/** Where a window (ms) over a container's events begins, ISO 8601, and why they may be incomplete since then. */
export function windowOf(
  state: ContainerState,
  told: Told,
  now: Date,
  window: number,
): { readonly from: string; readonly gap: UnknownFact | null } {
  const windowStart = new Date(now.getTime() - window).toISOString();
  if (Date.parse(state.createdAt) <= Date.parse(windowStart))
    return { from: windowStart, gap: gapSince(told, windowStart) };
  // The create event comes just after the creation; what is complete since it is complete.
  const created = ownEvents(state, told).find((event) => event.action === 'create');
  return { from: state.createdAt, gap: gapSince(told, created?.at ?? state.createdAt) };
}

/** How often the restart policy started the container again within a window (ms). */
export function restartsRecent(state: ContainerState, told: Told, now: Date, window: number): number | UnknownFact {
  const { from, gap } = windowOf(state, told, now, window);
  return gap ?? restartTimes(state, told).filter((at) => Date.parse(at) >= Date.parse(from)).length;
}

/** When the restart policy started the container again, oldest first, as far as the events reach. */
export function restartTimes(state: ContainerState, told: Told): string[] {
  const times: string[] = [];
  let endedByItself = false;
  let signalled = false;
  for (const event of ownEvents(state, told)) {
    if (endsByHand(event)) signalled = true;
    if (event.action === 'die') endedByItself = !signalled;
    // A stop is told after the death it caused.
    if (event.action === 'stop') endedByItself = false;
    if (event.action !== 'start') continue;
    if (endedByItself) times.push(event.at);
    endedByItself = false;
    signalled = false;
  }
  return times;
}

/** Whether the container ends again and again; `window` in ms is how far back its restarts count. */
export function restartLoop(state: ContainerState, told: Told, now: Date, window: number): boolean | UnknownFact {
  if (!isYoung(state, now) || state.restartCount === 0) return false;
  const { from, gap } = windowOf(state, told, now, window);
  const seen = restartTimes(state, told).filter((at) => Date.parse(at) >= Date.parse(from)).length;
  // The restart that is about to happen has no event yet.
  const coming = state.status === 'restarting' ? 1 : 0;
  if (seen + coming >= FEWEST_RESTARTS) return true;
  // The engine's own count is since somebody last started it.
  if (gap === null || state.restartCount < FEWEST_RESTARTS) return false;
  return state.status === 'restarting' ? true : gap;
}

/**
 * When the run before the current one began, while that one may still tell what goes wrong: in a restart loop, until the
 * current run has lasted longer. Null otherwise.
 */
export function runBefore(state: ContainerState, told: Told, now: Date): string | null {
  if (restartLoop(state, told, now, LOOP_WINDOW) !== true || state.finishedAt === null) return null;
  const ended = Date.parse(state.finishedAt);
  const starts = ownEvents(state, told).filter((event) => event.action === 'start' && Date.parse(event.at) < ended);
  const began = starts.at(-1)?.at ?? new Date(ended - YOUNG_RUN).toISOString();
  const lasts = now.getTime() - Date.parse(state.startedAt ?? '');
  return lasts > ended - Date.parse(began) + SLACK ? null : began;
}

/** When the container took the place of another one of the service within a window (ms); null when it did not. */
export function replacedAt(state: ContainerState, told: Told, now: Date, window: number): string | null | UnknownFact {
  const windowStart = new Date(now.getTime() - window).toISOString();
  if (Date.parse(state.createdAt) < Date.parse(windowStart)) return null;
  const from = new Date(Date.parse(state.createdAt) - HANDOVER).toISOString();
  const before = eventsOf(told).some(({ containerId, at }) => containerId !== state.id && at >= from);
  return before ? state.createdAt : gapSince(told, from);
}

function isYoung(state: ContainerState, now: Date): boolean {
  if (state.status === 'restarting') return true;
  return state.status === 'running' && now.getTime() - Date.parse(state.startedAt ?? '') < YOUNG_RUN;
}

function ownEvents(state: ContainerState, told: Told): EngineEvent[] {
  return eventsOf(told).filter((event) => event.containerId === state.id);
}
