import type { Projection } from '../incident/projection.js';

/** An event on its way into the log. `at` is the database's time as the decider saw it. */
export interface NewEvent {
  readonly type: string;
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  /** `slack:U123`, `terminal:ada`, `bot`. */
  readonly actor: string;
  readonly payload: object;
}

export interface StoredEvent extends NewEvent {
  readonly incident: string;
  /** 1, 2, 3 … without gaps within an incident. */
  readonly seq: number;
  /** Its payload was removed: it comes back as `{}`. */
  readonly pruned: boolean;
}

/** A change somebody asked for, kept before it is acknowledged. `key` is Slack's trigger, action or event id: the same key is the same wish. */
export interface InboxItem {
  readonly key: string;
  /** The incident it is about; null until the engine has opened or found one. */
  readonly incident: string | null;
  /** Plain JSON. */
  readonly command: object;
}

/** One transaction: the events, what they make of the lists, and the wish they answer. */
export interface Append {
  readonly incident: string;
  /** Number of events the writer has seen; the first new one gets `seen + 1`. */
  readonly seen: number;
  readonly events: readonly NewEvent[];
  /** The incident's row in the lists after these events. */
  readonly projection: Projection;
  /** The lease under which this is written; a newer epoch in the database refuses it. */
  readonly epoch: number;
  /** Everything the incident holds after these events, where that changes: no two incidents hold the same. Null: as before. */
  readonly holds: readonly string[] | null;
  /** Inbox items done by this; already done ones refuse the whole. */
  readonly handled: readonly string[];
}

/**
 * Why an append did not happen. `stale`: somebody else wrote first, load again. `lease_lost`: another process runs this
 * incident now. `handled`: the inbox item was answered already. `service_busy`: the service has an open incident, namely `incident`.
 * `target_busy`: another incident holds the target.
 */
export type Refused =
  | { readonly refused: 'stale' | 'lease_lost' | 'handled' }
  | { readonly refused: 'service_busy'; readonly incident: string }
  | { readonly refused: 'target_busy'; readonly incident: string; readonly target: string };

/**
 * What the hash chain of an incident says. `head`, the hash of the last event (`''` when there is none), is what to compare
 * with a copy kept elsewhere; `pruned` payloads are gone and could not be checked. Otherwise `seq` is the first wrong event.
 */
export type ChainVerdict =
  | { readonly intact: true; readonly events: number; readonly pruned: number; readonly head: string }
  | { readonly intact: false; readonly seq: number; readonly why: string };

/** One row of the log with everything that is hashed, as an export shows it. */
export interface LogRow extends StoredEvent {
  readonly payloadHash: string;
  readonly prevHash: string;
  readonly hash: string;
}

/** What is counted of past incidents, drills left out. Times in ms; null where none of them has one. */
export interface Counted {
  /** `''` for all runbooks together. */
  readonly runbook: string;
  readonly title: string;
  readonly incidents: number;
  readonly open: number;
  readonly falseAlarms: number;
  readonly cancelled: number;
  /** From opening to acknowledgement, verdict, mitigation and end. */
  readonly acknowledge: { readonly median: number; readonly mean: number } | null;
  readonly diagnose: { readonly median: number; readonly mean: number } | null;
  readonly mitigate: { readonly median: number; readonly p90: number } | null;
  readonly resolve: { readonly median: number; readonly p90: number } | null;
  /** Of those resolved that had a target, how many met it. */
  readonly targets: { readonly with: number; readonly met: number };
  readonly remedies: { readonly tried: number; readonly worked: number };
  /** Incidents in which no branch of the tree and no cause fitted. */
  readonly unexplained: number;
}

export interface IncidentRow extends Projection {
  readonly incident: string;
  readonly seq: number;
}

/** The event log and what hangs on it. Implemented by `store/` on PostgreSQL and on PGlite with the same SQL. Throws `UserError('store_unavailable')` when the database does not answer. */
export interface Store {
  /** The database's clock. */
  now(): Promise<Date>;

  /**
   * Keeps a wish. `repeated` when its key is known already: it will be, or has been, answered once. After `notAfter`, on the
   * database's clock, it is not kept any more: whoever made it was told so by then. Throws `UserError('store_unavailable')`.
   */
  receive(item: InboxItem, notAfter?: Date): Promise<'received' | 'repeated'>;
  /** Wishes not yet answered that this owner may answer: its own leased incidents', unleased incidents', and those without an incident. Oldest first. */
  waiting(owner: string, limit: number): Promise<InboxItem[]>;
  /** Points a wish at the incident it turned out to be about, and hints at it, so that the incident's own runner answers it. */
  route(key: string, incident: string): Promise<void>;
  /** Closes a wish that made no event (a refusal). False when it was closed already. */
  dismiss(key: string): Promise<boolean>;

  /** A number nobody else gets: `INC-12`. */
  nextIncident(): Promise<string>;
  append(append: Append): Promise<{ readonly seq: number } | Refused>;
  /** All events from `after` on (exclusive), in order. Payloads that were pruned come back as `{}`. */
  load(incident: string, after?: number): Promise<StoredEvent[]>;
  /** Whether the incident's events are the ones that were written. */
  verify(incident: string): Promise<ChainVerdict>;
  /** Incidents, newest first. */
  list(filter: {
    readonly open?: boolean;
    readonly channel?: string;
    readonly service?: string;
    readonly limit: number;
  }): Promise<IncidentRow[]>;
  find(incident: string): Promise<IncidentRow | null>;
  /** What the incidents opened since then come to: all together first, then by runbook, the busiest first. Within 500 ms for 100,000 of them. */
  count(since: Date): Promise<Counted[]>;
  /** The log of an incident as it stands, to be exported and verified elsewhere. */
  rows(incident: string): Promise<LogRow[]>;
  /** The newest event's number and hash; null for an incident without events. */
  head(incident: string): Promise<{ readonly seq: number; readonly hash: string } | null>;
  /** Incidents after this one whose row was not made by this release, in order of their ids: to be made anew from the log. */
  outdated(after: string, limit: number): Promise<string[]>;
  /** Makes the row of an incident anew, as its log says up to `seq`. Nothing when it was written meanwhile. */
  reproject(incident: string, seq: number, projection: Projection): Promise<void>;
  /** Incidents after this one, closed before then, whose details were not removed yet and that have nothing left to do, in order of their ids. */
  prunable(closedBefore: Date, after: string, limit: number): Promise<string[]>;
  /**
   * Removes for good the payloads of these events, those of these texts that no other incident speaks of, and what people
   * wished for, and remembers that the incident was pruned. The chain stays verifiable. False, and nothing done, when it is open again, was pruned
   * already, or somebody runs it just now.
   */
  prune(incident: string, seqs: readonly number[], texts: readonly string[]): Promise<boolean>;

  /** Takes the incident for this process, for `ttlMs`. The epoch grows whenever the holder changes. Null while another holds it. A new incident may be leased before its first append. */
  lease(incident: string, owner: string, ttlMs: number): Promise<number | null>;
  /** Prolongs all leases of this owner; returns the incidents it still holds. */
  renew(owner: string, ttlMs: number): Promise<string[]>;
  release(incident: string, owner: string): Promise<void>;
  /** Incidents that want a runner and have none alive (`SKIP LOCKED`): overdue `wakeAt`, effects or messages not settled, wishes waiting. */
  orphans(limit: number): Promise<string[]>;
  /** Everything up to `seq` has had its effects and its messages; nothing to do until `wakeAt`. */
  settled(incident: string, seq: number): Promise<void>;

  /** Keeps a text by its SHA-256 (runbook texts, long evidence); returns the hash. The same text is kept once. */
  keep(body: string): Promise<string>;
  kept(hash: string): Promise<string | null>;

  /** Calls back when another process routed a wish, and whenever that may have been missed. A hint only; polling is the truth. */
  onHint(hint: () => void): void;
  /** What the operator should know of this store at start: where the data lives, whether writes survive a power loss. */
  describe(): string;
  close(): Promise<void>;
}
