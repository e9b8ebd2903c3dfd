import type { Event, EventType } from '../incident/events.js';
import type { Account, Recorded } from '../engine/reporter.js';
import { fold, type Incident } from '../incident/state.js';

/** An event of one type with its place in the log. */
export type Of<Type extends EventType> = Extract<Event, { type: Type }> & { readonly seq: number };

/** All events of a type, oldest first. */
export function eventsOf<Type extends EventType>(events: readonly Recorded[], type: Type): readonly Of<Type>[] {
  return events.flatMap(({ seq, event }) => (event.type === type ? [{ ...event, seq } as Of<Type>] : []));
}

/** What people tell changes nothing that a report takes from the state, and there may be thousands of it. */
const TOLD = /^(?:note|pin|message|usage|draft)\./;

/** The state a report speaks of; null where nothing was recorded. Notes, pins and messages are left out of it. */
export function stateOf({ incident, events }: Pick<Account, 'incident' | 'events'>): Incident | null {
  return fold(
    incident,
    events.map(({ event }) => event).filter(({ type }) => !TOLD.test(type)),
  );
}
