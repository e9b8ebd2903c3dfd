import type { Command, PeopleCommand, Refusal } from '../incident/command.js';
import type { CheckAnswer } from '../incident/events.js';
import type { Incident } from '../incident/state.js';
import type { Runbook, RunbookCheck } from '../runbook/runbook.js';

/** Asks one check of the world. Never throws: what could not be looked at comes back as unknown facts. */
export type AskCheck = (runbook: Runbook, check: RunbookCheck, signal: AbortSignal) => Promise<CheckAnswer>;

/** Where an incident's messages are shown: Slack, or nowhere. */
export interface Screen {
  /** Makes people see this state, soon; only the newest one matters. `tell` takes back what became of the messages, `shown` that this very state is on show. */
  show(incident: Incident, listener: ScreenListener): void;
  /** This incident was read from the log: messages that were planned and not posted may exist all the same. */
  adopt(incident: Incident): void;
}

export interface ScreenListener {
  tell(command: Command): void;
  shown(incident: Incident): void;
}

/** The runbooks as they are on disk now, and those that runs were started with. */
export interface Runbooks {
  /** Null when no runbook has this id. */
  current(id: string): { readonly runbook: Runbook; readonly hash: string } | null;
  /** A version by its hash, from disk or from the store; null when it cannot be read any more. */
  version(id: string, hash: string): Promise<Runbook | null>;
}

/** Where to answer the person who asked. Plain JSON: it survives in the inbox. */
export interface ReplyTo {
  readonly channel: string;
  readonly user: string;
  /** True when they pressed a button of the card itself: they see what follows. */
  readonly atCard: boolean;
}

/** A change somebody wishes for, as it stands in the inbox. */
export interface Wish {
  readonly command: PeopleCommand;
  /** The runbook to start, for `open` and `diagnose`; null for the newest run's own. */
  readonly runbook: string | null;
  readonly replyTo: ReplyTo | null;
}

/** What became of a wish. */
export interface WishOutcome {
  readonly incident: string | null;
  readonly refusal: Refusal | null;
  /** True when the wish opened the incident; false when it was about one that was there. */
  readonly opened: boolean;
  /** The incident's main message, where it has one by now. */
  readonly card: { readonly channel: string; readonly ts: string | null } | null;
}

/** Tells the person what became of the wish, where that is not on the card anyway. */
export type Tell = (wish: Wish, outcome: WishOutcome) => void;
