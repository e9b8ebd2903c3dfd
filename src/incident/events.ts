import type { Text } from '../text/text.js';
import type { Facts, QuotedLine } from '../runbook/facts.js';
import type { Severity } from '../runbook/runbook.js';
import type { Verdict } from '../runbook/verdict.js';
import type { Vantage } from '../runbook/catalog.js';
import { upcast } from './upcast.js';
import type { Actor } from './actor.js';
import type { Attachment, Compared, Ending, Impossible, Offer, Plan, WatchEnd } from './remedy.js';

/** How an incident ends. */
export type ClosedHow = 'cancelled' | 'false_alarm' | 'resolved';

export type { Actor };

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
  'incident.closed': { readonly how: ClosedHow; readonly reason: string };
  /** What can be done as things are; `round` names the situation they are offered in. `off`: why there is nothing, where remedies are turned off. */
  'remedies.offered': {
    readonly round: string;
    readonly offers: readonly Offer[];
    readonly impossible: readonly Impossible[];
    readonly off: string | null;
  };
  'remedy.requested': { readonly request: number; readonly offer: Offer; readonly lapsesAt: string };
  /** One person's yes. */
  'remedy.approved': { readonly request: number };
  /** Somebody with the right to it did without the approval, loudly. */
  'remedy.glass_broken': { readonly request: number; readonly reason: string };
  /** Recorded before anything is changed; from here on it is never simply run again. */
  'remedy.started': {
    readonly request: number;
    /** One life of one process, and the lease it acted under. */
    readonly executor: string;
    readonly epoch: number;
    /** As it was resolved right before, with the state before. */
    readonly plan: Plan;
    /** What the checks of its verification said before. */
    readonly before: readonly { readonly check: string; readonly says: Text }[];
    readonly actBefore: string;
  };
  'remedy.stepped': { readonly request: number; readonly says: Text; readonly actBefore: string };
  'remedy.acted': {
    readonly request: number;
    readonly result: 'done' | 'failed';
    readonly says: Text;
    readonly attachments: readonly Attachment[];
  };
  /** `find`: how people can find out by hand; null while the bot still looks itself. */
  'remedy.unknown': { readonly request: number; readonly why: Text; readonly find: string | null };
  'remedy.settled': { readonly request: number; readonly happened: boolean; readonly says: Text };
  'remedy.ended': {
    readonly request: number;
    readonly how: Ending;
    readonly says: Text;
    readonly compared: readonly Compared[];
    /** The next rung, where it did not help. */
    readonly then: string | null;
  };
  /** Somebody tried what they may not. */
  'attempt.refused': { readonly what: string; readonly request: number | null; readonly why: string };
  'watch.started': { readonly request: number; readonly until: string };
  'watch.ended': { readonly request: number; readonly how: WatchEnd; readonly says: Text };
  /** `to`: a party of config.yml. */
  'incident.escalated': { readonly to: string; readonly because: string };
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
  'verdict.reached': 2,
  'verdict.changed': 2,
  'run.completed': 2,
  'incident.closed': 1,
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
  'incident.escalated': 1,
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
