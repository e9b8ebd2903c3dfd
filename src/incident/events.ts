import type { Actor } from './actor.js';
import type { EventPayloads } from './payloads.js';
import { upcast } from './upcast.js';

export type { Actor };
export type { AskedCheck, CheckAnswer, ClosedHow, EventPayloads } from './payloads.js';

export type EventType = keyof EventPayloads;

/** An event as decided: what happened, when, by whom. */
export type Event = {
  readonly [Type in EventType]: {
    readonly type: Type;
    readonly at: string;
    readonly actor: Actor;
    readonly payload: EventPayloads[Type];
  };
}[EventType];

/** The version each type is written in. */
export const EVENT_VERSIONS: Readonly<Record<EventType, number>> = {
  'incident.opened': 1,
  'incident.homed': 1,
  'run.started': 2,
  'check.answered': 1,
  'verdict.reached': 2,
  'verdict.changed': 2,
  'run.completed': 2,
  'incident.closed': 2,
  'incident.reopened': 1,
  'incident.acknowledged': 1,
  'severity.changed': 1,
  'role.given': 1,
  'note.added': 1,
  'pin.added': 1,
  'pin.removed': 1,
  'incident.nudged': 1,
  'target.missed': 1,
  'update.due': 1,
  'update.snoozed': 1,
  'usage.sampled': 1,
  'report.written': 1,
  'data.asked': 1,
  'data.checked': 1,
  'task.ticked': 1,
  'draft.asked': 1,
  'draft.written': 1,
  'alert.changed': 1,
  'channel.wanted': 1,
  'channel.refused': 1,
  'remedies.offered': 1,
  'remedy.requested': 1,
  'remedy.approved': 1,
  'remedy.glass_broken': 1,
  'remedy.started': 1,
  'remedy.stepped': 1,
  'remedy.acted': 1,
  'remedy.unknown': 1,
  'remedy.settled': 1,
  'remedy.ended': 1,
  'attempt.refused': 1,
  'watch.started': 1,
  'watch.ended': 1,
  'incident.escalated': 2,
  'message.planned': 1,
  'message.posted': 1,
  'message.lost': 1,
};

/** Met in the log an event this release does not know: the incident belongs to a newer one and is left alone. */
export class UnknownEvent extends Error {
  constructor(type: string, version: number) {
    super(`event ${type} version ${version} is not known to this release`);
    this.name = 'UnknownEvent';
  }
}

/** An event as it stands in the log. */
export interface Logged {
  readonly type: string;
  readonly version: number;
  readonly at: string;
  readonly actor: string;
  readonly payload: object;
}

/** Reads an event from the log, raising older versions to today's shape. The log is our own writing: its payloads are trusted by type and version. */
export function fromLog({ type, version, at, actor, payload }: Logged): Event {
  if (!isKnown(type) || version < 1 || version > EVENT_VERSIONS[type]) throw new UnknownEvent(type, version);
  return { type, at, actor, payload: upcast(type, version, EVENT_VERSIONS[type], payload) } as Event;
}

function isKnown(type: string): type is EventType {
  return Object.hasOwn(EVENT_VERSIONS, type);
}

/** An event of now. */
export function happened<Type extends EventType>(
  type: Type,
  now: Date,
  actor: Actor,
  payload: EventPayloads[Type],
): Event {
  return { type, at: now.toISOString(), actor, payload } as Event;
}
