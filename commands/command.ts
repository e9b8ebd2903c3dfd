import type { Actor } from '../src/incident/events.js';
import type { Policy } from '../src/incident/remedy.js';
import type { Incident } from '../src/incident/state.js';
import type { Account } from '../src/engine/reporter.js';
import type { ChainVerdict, Counted, IncidentRow, LogRow } from '../src/engine/store.js';
import type { Wish } from '../src/engine/ports.js';
import type { Runbook } from '../src/runbook/runbook.js';
import type { Form } from '../src/view/forms.js';
import type { Message } from '../src/view/message.js';

/** What commands may look at to answer. */
export interface Look {
  /**
   * Incidents, newest first; `channel` null lists those of every channel (the terminal's view). Where nothing is decided
   * by it, what was read up to `agedMs` ago (at most a second) will do.
   */
  list(filter: {
    readonly open: boolean;
    readonly channel: string | null;
    readonly agedMs?: number;
  }): Promise<readonly IncidentRow[]>;
  find(incident: string): Promise<IncidentRow | null>;
  /** The incident in full; null when there is none. */
  read(incident: string): Promise<Incident | null>;
  /** Everything that happened in an incident, oldest first, with what is needed to write it down; null when there is none. */
  account(incident: string): Promise<Account | null>;
  /** What past incidents come to, by runbook. */
  count(since: Date): Promise<readonly Counted[]>;
  /** Whether the log of an incident is the one that was written. */
  verify(incident: string): Promise<ChainVerdict>;
  /** The log row by row, to be exported. */
  rows(incident: string): Promise<readonly LogRow[]>;
  /** A text that was kept, by its hash; null when it is gone. */
  kept(hash: string): Promise<string | null>;
  runbooks(): readonly Runbook[];
  now(): Date;
}

/** What the person who asks may do. Looked up when it is asked for, never remembered; what cannot be found out is no. */
export interface Rights {
  /** Whether they are among those whose yes counts. */
  approve(policy: Policy): Promise<boolean>;
  /** Whether they may act without anybody's yes. */
  breakGlass(): Promise<boolean>;
}

/** Somebody's words after `/incident`, and where and by whom they were said. */
export interface Ask {
  readonly by: Actor;
  /** Slack channel; null in a terminal, which sees the incidents of every channel. */
  readonly channel: string | null;
  /** The words after the subcommand. */
  readonly words: readonly string[];
  /** The same as it was written, cleaned: with its line breaks and spaces. */
  readonly written: string;
  readonly look: Look;
  readonly rights: Rights;
}

/** Something to read. `exit`: how the terminal program ends after it, where that is not well: `problem`, or `failed`. */
export interface Reading {
  readonly message: Message;
  readonly exit?: 'problem' | 'failed';
}

/** Something to read, a change to be recorded, questions to answer first (in Slack only), or output as it is (in a terminal only). */
export type Answer =
  | Reading
  | { readonly wish: Omit<Wish, 'replyTo'>; readonly incident: string | null }
  | { readonly form: Form; readonly incident: string }
  | { readonly output: string };

/** Under which heading help shows a word; `terminal`: in a terminal only. */
export type Group = 'find' | 'act' | 'record' | 'end' | 'terminal';

/** One word of `/incident`. Reading ones answer at once; changing ones return a wish for the inbox. */
export interface Subcommand {
  readonly word: string;
  /** Null for a word that help leaves out. */
  readonly group: Group | null;
  /** As help shows it: `cancel reason`. */
  readonly usage: string;
  /** What it does, in a few words. */
  readonly says: string;
  readonly answer: (ask: Ask) => Promise<Answer>;
}
