import type { Text } from '../text/text.js';
import type { Risk } from '../runbook/runbook.js';
import type { Actor } from './actor.js';

/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What a remedy would do, exactly: everything `${…}` and every selector resolved. Plain data, recorded as it was shown. */
export interface Plan {
  /** A verb first, in lower case: `restart api`, `raise memory to 512 MiB`. At most 60 characters. */
  readonly title: string;
  /** For the button, at most 22 characters: `Restart api`. */
  readonly label: string;
  /** The exact action: `container ner11_api_1 on host local, 60 s grace`. It follows the title. */
  readonly does: Text;
  /** The command a person would type for the same; null where there is none. */
  readonly like: string | null;
  /** How to take it back, in words; null where nothing needs to be. */
  readonly undo: string | null;
  /** What stays to be done by people once it worked: `set mem_limit: 512m in docker-compose.yml; the next recreate undoes this`. */
  readonly afterwards: string | null;
  /** The service it works on. */
  readonly service: string;
  /** What no other incident may work on meanwhile: `local/ner11_api_1`. */
  readonly holds: readonly string[];
  /** The resolved action, as its type understands it. */
  readonly action: Json;
  /** The target as it was when this was planned. Not part of what is approved: compared afterwards where it is not known what happened. */
  readonly before: Json;
  /** It takes no longer, ms. */
  readonly longest: number;
}

/** Who must say yes, as config.yml said it when it was offered. */
export interface Policy {
  readonly risk: Risk;
  /** Distinct people; 0 needs nobody's yes. */
  readonly approvals: number;
  /** The requester's own yes does not count. */
  readonly others: boolean;
  /** The party of config.yml that may approve: `api-approvers`. */
  readonly from: string;
  /** The same as Slack ids. */
  readonly groups: readonly string[];
  readonly users: readonly string[];
  /** The party that may go around all this, loudly; null where nobody may. */
  readonly breakGlass: string | null;
  /** How long a request waits for its yes, ms. */
  readonly lapsesAfter: number;
}

/** A remedy as an incident offers it. */
export interface Offer {
  /** 1, 2, 3 … within the incident. */
  readonly offer: number;
  readonly run: number;
  /** Its id in the runbook. */
  readonly remedy: string;
  readonly plan: Plan;
  readonly policy: Policy;
  /** What must hold twice in a row afterwards, in words: `Health endpoint`; and within how many ms. */
  readonly verify: { readonly says: string; readonly within: number };
  /** How often it was begun in this incident when it was offered, and how often it may be. */
  readonly attempt: number;
  readonly attempts: number;
  /** The next rung, taken where this one was begun as often as it may be. */
  readonly then: string | null;
  /** SHA-256 of remedy, action, target, precondition, verification and policy: what an approval is bound to. */
  readonly hash: string;
}

/** A remedy that is due and cannot be offered. */
export interface Impossible {
  readonly remedy: string;
  readonly title: string;
  /** One sentence without its full stop. */
  readonly why: string;
}

export interface Yes {
  readonly by: Actor;
  readonly at: string;
}

/** How a remedy that was begun came out: its type's own word. `unknown`: no answer that can be trusted. */
export type ActResult = 'done' | 'failed' | 'unknown';

/** How a request ended. */
export type Ending =
  /** Without acting: */
  | 'denied'
  | 'lapsed'
  | 'withdrawn'
  /** What was approved is not what would be done now. */
  | 'void'
  /** Its precondition does not hold (any more). */
  | 'not_needed'
  /** Its precondition could not be looked at. */
  | 'not_looked'
  /** Another incident works on the target. */
  | 'busy'
  /** After acting: */
  | 'verified'
  | 'did_not_help'
  | 'not_verified'
  | 'failed'
  /** It was not known whether it happened; it turned out, or somebody said, that it did not. */
  | 'did_not_happen';

/** Text that a remedy brought back, to be attached to the thread. */
export interface Attachment {
  readonly title: string;
  /** A file name. */
  readonly name: string;
  /** SHA-256 of the text as the store keeps it. */
  readonly hash: string;
  readonly lines: number;
}

/** One check's words before and after. */
export interface Compared {
  readonly title: string;
  readonly vantage: string;
  readonly before: Text | null;
  readonly after: Text;
}

/** A request, from somebody's press to its end. */
export interface Request {
  /** 1, 2, 3 … within the incident. */
  readonly request: number;
  readonly offer: Offer;
  readonly by: Actor;
  readonly at: string;
  /** ISO 8601: without enough yeses by then it lapses. */
  readonly lapsesAt: string;
  readonly yeses: readonly Yes[];
  /** Set where somebody went around the approval. */
  readonly brokenGlass: { readonly by: Actor; readonly reason: string } | null;
  /** Enough said yes; null while it waits. */
  readonly approvedAt: string | null;
  readonly started: Started | null;
  /** Each change to the world in turn, as it was begun. */
  readonly steps: readonly { readonly says: Text; readonly at: string; readonly actBefore: string }[];
  readonly acted: {
    readonly result: ActResult;
    readonly says: Text;
    readonly attachments: readonly Attachment[];
    readonly at: string;
  } | null;
  /** It is not known whether it happened: why, and from when on. Null while it is, and once it is settled. */
  readonly unknown: {
    readonly why: Text;
    readonly at: string;
    /** How people can find out by hand; null while the bot still looks itself. */
    readonly find: string | null;
  } | null;
  /** How it was settled whether it happened. */
  readonly settled: { readonly happened: boolean; readonly by: Actor; readonly says: Text; readonly at: string } | null;
  readonly ended: Ended | null;
}

/**
 * How many must say yes. Somebody at a terminal may be one of the approvers under another name, which nobody can tell:
 * where the requester's own yes does not count, one more is asked for.
 */
export function yesesNeeded({ approvals, others }: Policy, by: Actor): number {
  return others && by.startsWith('terminal:') ? approvals + 1 : approvals;
}

export interface Started {
  readonly at: string;
  /** One life of one process: nobody else may act on this. */
  readonly executor: string;
  readonly plan: Plan;
  /** What the checks of its verification said before. */
  readonly before: readonly { readonly check: string; readonly says: Text }[];
  /** ISO 8601: no change to the world begins later. */
  readonly actBefore: string;
}

export interface Ended {
  readonly how: Ending;
  readonly by: Actor;
  readonly at: string;
  /** Why, or what was seen. */
  readonly says: Text;
  readonly compared: readonly Compared[];
  /** The next rung, where it did not help. */
  readonly then: string | null;
}

/** `not_seen`: at its end the bot could not look. */
export type WatchEnd = 'clean' | 'relapsed' | 'not_seen';

/** Looking after a remedy that worked. */
export interface Watch {
  readonly request: number;
  readonly from: string;
  readonly until: string;
  /** Null while it goes on. */
  readonly ended: { readonly how: WatchEnd; readonly at: string; readonly says: Text } | null;
}

/** The remedies of an incident. */
export interface Remedies {
  /** The situation the offers were made in; null before the first. */
  readonly round: string | null;
  /** How many offers there ever were. */
  readonly offered: number;
  readonly offers: readonly Offer[];
  readonly impossible: readonly Impossible[];
  readonly off: string | null;
  readonly requests: readonly Request[];
}
