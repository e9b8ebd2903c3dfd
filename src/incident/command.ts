import type { Text } from '../text/text.js';
import type { Runbook } from '../runbook/runbook.js';
import type { Actor, CheckAnswer } from './events.js';
import type { Run } from './state.js';

/** The main message of an incident. */
export const CARD = 'card';

/** Something that may change an incident: a person's wish, a check's answer, a message's fate, or time passing. */
export type Command =
  | { readonly do: 'open'; readonly by: Actor; readonly channel: string | null; readonly drill: boolean }
  | { readonly do: 'diagnose'; readonly by: Actor }
  | { readonly do: 'close'; readonly by: Actor; readonly how: 'cancelled' | 'false_alarm'; readonly reason: string }
  | { readonly do: 'answer'; readonly run: number; readonly check: string; readonly answer: CheckAnswer }
  | { readonly do: 'wake' }
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
  /** The runbook of a run, in the version it was started with. */
  runbookOf(run: Run): Runbook | null;
}

/** No, and why, in words for the person who asked. */
export interface Refusal {
  readonly refusal: 'already_diagnosing' | 'already_closed' | 'not_open' | 'no_false_alarm' | 'no_runbook';
  readonly says: Text;
}
