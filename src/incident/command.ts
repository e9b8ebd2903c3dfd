import type { Text } from '../text/text.js';
import type { Runbook } from '../runbook/runbook.js';
import type { Actor, CheckAnswer, ClosedHow, Event } from './events.js';
import type { Drafted, KeptFile, Report, Sample, Source, Told } from './record.js';
import type { Role } from './roles.js';
import type { Severity } from '../runbook/runbook.js';
import type { Attachment, Compared, Impossible, Offer, Plan, WatchEnd } from './remedy.js';
import type { Run } from './state.js';

/** The main message of an incident. */
export const CARD = 'card';

/** Something that may change an incident: a person's wish, what came back from the edges, a message's fate, or time passing. */
export type Command = PeopleCommand | RemedyResult | RunResult | ReportResult | MessageFate | { readonly do: 'wake' };

/** What people wish for. `may`: the person's right to it, looked up at the press; without it the attempt is recorded. */
export type PeopleCommand =
  | { readonly do: 'open'; readonly by: Actor; readonly channel: string | null; readonly drill: boolean }
  | { readonly do: 'diagnose'; readonly by: Actor }
  | {
      readonly do: 'close';
      readonly by: Actor;
      readonly how: ClosedHow;
      readonly reason: string;
      /** What people knew of it; absent where nobody was asked. */
      readonly told?: Told;
    }
  | { readonly do: 'reopen'; readonly by: Actor; readonly reason: string }
  | { readonly do: 'acknowledge'; readonly by: Actor }
  | { readonly do: 'set_severity'; readonly by: Actor; readonly severity: Severity }
  | { readonly do: 'give_role'; readonly by: Actor; readonly role: Role; readonly to: Actor }
  /** `reason` may be empty. `level`: the one they were told they call; absent: whichever is next. */
  | { readonly do: 'escalate'; readonly by: Actor; readonly reason: string; readonly level?: number }
  /** Ask for the next update later; `minutes` from now. */
  | { readonly do: 'snooze'; readonly by: Actor; readonly minutes: number }
  | {
      readonly do: 'note';
      readonly by: Actor;
      readonly says: string;
      readonly private: boolean;
      readonly source: Source | null;
    }
  | { readonly do: 'pin'; readonly by: Actor; readonly source: Source; readonly says: string }
  | { readonly do: 'unpin'; readonly by: Actor; readonly channel: string; readonly ts: string }
  | { readonly do: 'tick'; readonly by: Actor; readonly task: string; readonly done: boolean }
  | { readonly do: 'check_data'; readonly by: Actor }
  | { readonly do: 'draft'; readonly by: Actor; readonly task: Drafted }
  /** The monitoring tells of an alert; `by` is `alert:NAME`. One that fires opens an incident where none is open. */
  | {
      readonly do: 'alert';
      readonly by: Actor;
      readonly state: 'firing' | 'resolved';
      readonly says: string;
      readonly channel: string | null;
    }
  /** Asks for what is offered; `may`: the requester is an approver too. */
  | { readonly do: 'request'; readonly by: Actor; readonly offer: number; readonly may: boolean }
  | { readonly do: 'approve'; readonly by: Actor; readonly request: number; readonly may: boolean }
  | {
      readonly do: 'deny';
      readonly by: Actor;
      readonly request: number;
      readonly reason: string;
      readonly may: boolean;
    }
  | { readonly do: 'withdraw'; readonly by: Actor; readonly request: number }
  /** Goes around the approval: of a request that waits, or of an offer nobody asked for yet. */
  | {
      readonly do: 'break_glass';
      readonly by: Actor;
      readonly offer: number | null;
      readonly request: number | null;
      readonly reason: string;
      readonly may: boolean;
    }
  /** Says what is not known: whether it happened. */
  | { readonly do: 'settle'; readonly by: Actor; readonly request: number; readonly happened: boolean };

/** What came back from running a runbook. */
export type RunResult = {
  readonly do: 'answer';
  readonly run: number;
  readonly check: string;
  readonly answer: CheckAnswer;
};

/** What came back from planning, doing and verifying remedies. */
export type RemedyResult =
  | {
      readonly do: 'offered';
      readonly round: string;
      /** Without their numbers: those are given in the log's order. */
      readonly offers: readonly Omit<Offer, 'offer'>[];
      readonly impossible: readonly Impossible[];
      readonly off: string | null;
    }
  /** Its precondition holds, and what would be done is what was approved. */
  | {
      readonly do: 'prepared';
      readonly request: number;
      readonly executor: string;
      readonly epoch: number;
      readonly plan: Plan;
      readonly before: readonly { readonly check: string; readonly says: Text }[];
    }
  | {
      readonly do: 'not_prepared';
      readonly request: number;
      readonly how: 'void' | 'not_needed' | 'not_looked' | 'busy';
      readonly says: Text;
    }
  | { readonly do: 'step'; readonly request: number; readonly executor: string; readonly says: Text }
  | {
      readonly do: 'acted';
      readonly request: number;
      readonly result: 'done' | 'failed';
      readonly says: Text;
      readonly attachments: readonly Attachment[];
    }
  /** It is not known whether it happened. `find`: how people can find out; null while the bot looks itself. */
  | { readonly do: 'lost'; readonly request: number; readonly why: Text; readonly find: string | null }
  | { readonly do: 'found_out'; readonly request: number; readonly happened: boolean; readonly says: Text }
  | {
      readonly do: 'verified';
      readonly request: number;
      readonly how: 'verified' | 'did_not_help' | 'not_verified';
      readonly says: Text;
      readonly compared: readonly Compared[];
    }
  | { readonly do: 'watched'; readonly request: number; readonly how: WatchEnd; readonly says: Text };

/** What came back from writing things down. */
export type ReportResult =
  | {
      readonly do: 'reported';
      readonly report: Omit<Report, 'at'>;
      readonly samples: readonly Sample[];
    }
  | { readonly do: 'data_checked'; readonly holds: 'yes' | 'no' | 'unknown'; readonly says: Text }
  | { readonly do: 'drafted'; readonly task: Drafted; readonly says: Text; readonly file: KeptFile | null };

export type MessageFate =
  /** The channel of its own is there; or it cannot be made. */
  | { readonly do: 'channel_made'; readonly channel: string }
  | { readonly do: 'channel_refused'; readonly why: string }
  | { readonly do: 'plan_message'; readonly slot: string; readonly channel: string }
  | { readonly do: 'message_posted'; readonly slot: string; readonly channel: string; readonly ts: string }
  | { readonly do: 'message_lost'; readonly slot: string; readonly reason: string; readonly home: string | null };

/** A runbook about to be run, and the hash of its text. */
export interface Starts {
  readonly runbook: Runbook;
  readonly hash: string;
}

/** What deciding needs beside state and command. */
export interface Circumstances {
  readonly now: Date;
  /** The runbook a command starts; null when there is none of that name. */
  readonly starts: Starts | null;
  /** Whether incidents get a channel of their own. */
  readonly ownChannels: boolean;
  /** The runbook of a run, in the version it was started with. */
  runbookOf(run: Run): Runbook | null;
}

/** No, and why, in words for the person who asked. */
export interface Refusal {
  readonly refusal:
    | 'already_diagnosing'
    | 'already_closed'
    | 'not_open'
    | 'no_false_alarm'
    | 'no_runbook'
    /** The button is older than what it speaks of. */
    | 'out_of_date'
    | 'already_requested'
    | 'already_decided'
    | 'own_request'
    | 'not_allowed'
    | 'remedy_runs'
    | 'already_acknowledged'
    | 'already_so'
    | 'nobody_to_call'
    /** It is over; only after the end there is such a thing; or it is open still. */
    | 'not_closed'
    /** Its details were removed after the time config.yml says. */
    | 'pruned';
  readonly says: Text;
  /** What is recorded all the same: an attempt of somebody who may not. */
  readonly record?: readonly Event[];
}
