import type { Severity } from '../runbook/runbook.js';
import type { Actor } from './actor.js';
import type { ClosedHow } from './payloads.js';
import type { DataCheck, Draft, Drafted, Report, Told } from './record.js';
import type { Holder, Role } from './roles.js';

/** How it ended. */
export interface Closed {
  readonly how: ClosedHow;
  readonly reason: string;
  readonly told: Told | null;
  readonly by: Actor;
  readonly at: string;
}

/** What of an incident people and time change, beside runs and remedies. */
export interface Responding {
  readonly severity: Severity;
  readonly closed: Closed | null;
  /** Who began to look after it; null while nobody did, which is only so where an alert opened it. */
  readonly acknowledged: { readonly by: Actor; readonly at: string } | null;
  readonly nudged: { readonly to: string | null; readonly at: string } | null;
  readonly roles: Readonly<Partial<Record<Role, Holder>>>;
  /** Each time the command went to somebody, oldest first. */
  readonly handovers: readonly {
    readonly from: Actor | null;
    readonly to: Actor;
    readonly by: Actor;
    readonly at: string;
  }[];
  /** Targets that were missed. */
  readonly missed: readonly { readonly target: 'acknowledge' | 'resolve'; readonly due: string }[];
  readonly notes: {
    /** How many there are. */
    readonly count: number;
    /** When people last told something; null before. */
    readonly lastAt: string | null;
  };
  /** Who marks which message (`channel/ts`). */
  readonly pins: readonly { readonly message: string; readonly by: Actor }[];
  /** When updates were asked for, oldest first, and whether anybody told one since. */
  readonly updates: readonly { readonly at: string; readonly answered: boolean }[];
  readonly snoozed: { readonly until: string; readonly by: Actor } | null;
  /** How often it was closed so far, and each reopening. */
  readonly closings: number;
  readonly reopened: readonly { readonly by: Actor; readonly at: string; readonly reason: string }[];
  readonly reports: readonly Report[];
  readonly data: DataCheck | null;
  /** Tasks that are done, by task. */
  readonly ticked: Readonly<Record<string, { readonly by: Actor; readonly at: string }>>;
  /** Drafts by task; null while one is written. */
  readonly drafts: Readonly<Partial<Record<Drafted, Draft | null>>>;
  readonly alerts: Readonly<
    Record<string, { readonly state: 'firing' | 'resolved'; readonly says: string; readonly at: string }>
  >;
  /** A channel of its own that is wanted and not there yet; null otherwise. */
  readonly channelWanted: { readonly name: string; readonly from: string } | null;
  /** Why it has no channel of its own though it was to have one; null otherwise. */
  readonly channelRefused: string | null;
}
