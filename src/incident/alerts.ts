import { alertNameOf } from './actor.js';
import type { PeopleCommand } from './command.js';
import { happened, type Event } from './events.js';
import type { Incident } from './state.js';

type Alert = Extract<PeopleCommand, { do: 'alert' }>;

/** What an alert's word makes of an incident: nothing where it says what it said before. Pure. */
export function decideAlert({ alerts }: Incident, command: Alert, now: Date): readonly Event[] {
  const before = Object.hasOwn(alerts, nameOf(command)) ? alerts[nameOf(command)] : undefined;
  return before?.state === command.state ? [] : alertChanged(command, now);
}

/** The word of an alert as an event. */
export function alertChanged(command: Alert, now: Date): readonly Event[] {
  const { by, state, says } = command;
  return [happened('alert.changed', now, by, { alert: nameOf(command), state, says })];
}

function nameOf({ by }: Alert): string {
  return alertNameOf(by) ?? by;
}
