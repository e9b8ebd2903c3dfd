import type { Actor } from '../src/incident/events.js';
import type { Policy } from '../src/incident/remedy.js';
import type { Incident } from '../src/incident/state.js';
import type { IncidentRow } from '../src/engine/store.js';
import type { Wish } from '../src/engine/ports.js';
import type { Runbook } from '../src/runbook/runbook.js';
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
  readonly look: Look;
  readonly rights: Rights;
}

/** Either something to read, or a change to be recorded. */
export type Answer =
  { readonly message: Message } | { readonly wish: Omit<Wish, 'replyTo'>; readonly incident: string | null };

/** One word of `/incident`. Reading ones answer at once; changing ones return a wish for the inbox. */
export interface Subcommand {
  readonly word: string;
  /** As help shows it: `cancel reason`. */
  readonly usage: string;
  /** What it does, in a few words. */
  readonly says: string;
  readonly answer: (ask: Ask) => Promise<Answer>;
}
