import { fromLog } from '../incident/events.js';
import { fold, type Incident } from '../incident/state.js';
import type { Recorded } from './reporter.js';
import type { StoredEvent } from './store.js';

/** The events of a log that can still be read: pruned ones are left out. Throws `UnknownEvent` for what a newer release wrote. */
export function recordedIn(stored: readonly StoredEvent[]): readonly Recorded[] {
  return stored.filter(({ pruned }) => !pruned).map((event) => ({ seq: event.seq, event: fromLog(event) }));
}

/** The incident that a log tells of; null for an empty one. Throws as `recordedIn`. */
export function incidentIn(id: string, stored: readonly StoredEvent[]): Incident | null {
  const state = fold(
    id,
    recordedIn(stored).map(({ event }) => event),
  );
  return state !== null && stored.some(({ pruned }) => pruned) ? { ...state, pruned: true } : state;
}
