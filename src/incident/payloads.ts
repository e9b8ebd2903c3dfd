import type { Text } from '../text/text.js';
import type { Facts, QuotedLine } from '../runbook/facts.js';
import type { Severity } from '../runbook/runbook.js';
import type { Verdict } from '../runbook/verdict.js';
import type { Vantage } from '../runbook/catalog.js';
import type { Actor } from './actor.js';
import type { Drafted, KeptFile, Report, Sample, Source, Told } from './record.js';
import type { Response } from '../runbook/response.js';
import type { Role } from './roles.js';
import type { Attachment, Compared, Ending, Impossible, Offer, Plan, WatchEnd } from './remedy.js';

/** How an incident ends. */
export type ClosedHow = 'cancelled' | 'false_alarm' | 'resolved';

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
    /** Who is called when; null for runs of a release that did not say. */
    readonly response: Response | null;
  };
  /** `late`: it came after the run was complete. */
  'check.answered': CheckAnswer & { readonly run: number; readonly check: string; readonly late: boolean };
  /** Shown the moment further answers could not change it. */
  'verdict.reached': { readonly run: number; readonly verdict: Verdict };
  /** A later answer (or a late one) made it another. */
  'verdict.changed': { readonly run: number; readonly verdict: Verdict; readonly because: string };
  /** All checks have answered or are given up: the verdict in full. Null when the run's version of the runbook cannot be read any more. */
  'run.completed': { readonly run: number; readonly verdict: Verdict | null };
  /** `told`: what people knew of it; null where nobody was asked. */
  'incident.closed': { readonly how: ClosedHow; readonly reason: string; readonly told: Told | null };
  'incident.reopened': { readonly reason: string };
  'incident.acknowledged': Record<string, never>;
  'severity.changed': { readonly from: Severity; readonly to: Severity };
  'role.given': { readonly role: Role; readonly to: Actor };
  /** `private`: it leaves in no export and no document. `source`: the message it was made from. */
  'note.added': {
    readonly note: number;
    readonly says: string;
    readonly private: boolean;
    readonly source: Source | null;
  };
  /** Somebody marked a message; it stands in the timeline while anybody does. */
  'pin.added': { readonly source: Source; readonly says: string };
  'pin.removed': { readonly channel: string; readonly ts: string };
  /** Nobody acknowledged in time. `to`: a party of config.yml, null where there is none. */
  'incident.nudged': { readonly to: string | null };
  /** `due`: ISO 8601, when it should have been. */
  'target.missed': { readonly target: 'acknowledge' | 'resolve'; readonly due: string };
  'update.due': { readonly update: number };
  'update.snoozed': { readonly until: string };
  /** What its container used meanwhile, as far as the bot saw it. */
  'usage.sampled': { readonly service: string; readonly samples: readonly Sample[] };
  'report.written': Omit<Report, 'at'>;
  'data.asked': Record<string, never>;
  'data.checked': { readonly holds: 'yes' | 'no' | 'unknown'; readonly says: Text };
  /** `task`: one of TASKS, or `follow_up_1`, … */
  'task.ticked': { readonly task: string; readonly done: boolean };
  'draft.asked': { readonly task: Drafted };
  'draft.written': { readonly task: Drafted; readonly says: Text; readonly file: KeptFile | null };
  /** An alert of the monitoring began or ended; `says`: its own words, masked. */
  'alert.changed': { readonly alert: string; readonly state: 'firing' | 'resolved'; readonly says: string };
  /** The incident is to have a channel of its own; `from` is where it was opened. */
  'channel.wanted': { readonly name: string; readonly from: string };
  /** There is none; it goes on where it was opened. */
  'channel.refused': { readonly why: string };
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
  /** `to`: a party of config.yml; `level`: 2, 3, … , null where the runbook gives it none. */
  'incident.escalated': { readonly to: string; readonly because: string; readonly level: number | null };
  /** Recorded before a message is posted, so that after a crash it is looked for, not posted twice. */
  'message.planned': { readonly slot: string; readonly channel: string };
  'message.posted': { readonly slot: string; readonly channel: string; readonly ts: string };
  /** The message is gone (deleted, channel archived, bot removed); `home` is where the incident goes on, null where nowhere. */
  'message.lost': { readonly slot: string; readonly reason: string; readonly home: string | null };
}
