import type { Text } from '../text/text.js';
import type { Facts, QuotedLine } from '../runbook/facts.js';
import type { Severity } from '../runbook/runbook.js';
import type { Verdict } from '../runbook/verdict.js';
import type { Vantage } from '../runbook/catalog.js';

/** Who did it: `slack:U123`, `terminal:ada`, or `bot`. */
export type Actor = string;

/** A check as a run asks it. */
export interface AskedCheck {
  readonly id: string;
  readonly title: string;
  readonly vantage: Vantage;
}

/** What a check saw, as it is recorded. */
export interface CheckAnswer {
  readonly facts: Facts;
  readonly says: Text;
  readonly quotes: readonly QuotedLine[];
  /** SHA-256 of all quoted lines where they are too many for the event. */
  readonly kept: string | null;
  readonly tookMs: number;
}

/** One fact in an incident's life, by type. Every change of a payload is a new version with an upcaster. */
export interface EventPayloads {
  'incident.opened': {
    readonly service: string;
    readonly severity: Severity;
    /** Slack channel id, null when opened in a terminal. */
    readonly channel: string | null;
    readonly drill: boolean;
  };
  /** An incident without a home has one from now on. */
  'incident.homed': { readonly channel: string };
  'run.started': {
    readonly run: number;
    readonly runbook: string;
    readonly title: string;
    /** SHA-256 of the runbook's text; the run keeps this version. */
    readonly hash: string;
    /** ISO 8601: what has not answered by then is unknown. */
    readonly deadline: string;
    readonly checks: readonly AskedCheck[];
  };
  /** `late`: it came after the run was complete. */
  'check.answered': CheckAnswer & { readonly run: number; readonly check: string; readonly late: boolean };
  /** Shown the moment further answers could not change it. */
  'verdict.reached': { readonly run: number; readonly verdict: Verdict };
  /** A later answer (or a late one) made it another. */
  'verdict.changed': { readonly run: number; readonly verdict: Verdict; readonly because: string };
  /** All checks have answered or are given up: the verdict in full. Null when the run's version of the runbook cannot be read any more. */
  'run.completed': { readonly run: number; readonly verdict: Verdict | null };
  'incident.closed': { readonly how: 'cancelled' | 'false_alarm'; readonly reason: string };
  /** Recorded before a message is posted, so that after a crash it is looked for, not posted twice. */
  'message.planned': { readonly slot: string; readonly channel: string };
  'message.posted': { readonly slot: string; readonly channel: string; readonly ts: string };
  /** The message is gone (deleted, channel archived, bot removed); `home` is where the incident goes on, null where nowhere. */
  'message.lost': { readonly slot: string; readonly reason: string; readonly home: string | null };
}

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
  'run.started': 1,
  'check.answered': 1,
  'verdict.reached': 1,
  'verdict.changed': 1,
  'run.completed': 1,
  'incident.closed': 1,
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
  if (!isKnown(type) || version !== EVENT_VERSIONS[type]) throw new UnknownEvent(type, version);
  return { type, at, actor, payload } as Event;
}

function isKnown(type: string): type is EventType {
  return type in EVENT_VERSIONS;
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
