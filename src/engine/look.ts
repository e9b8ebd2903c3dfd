import type { Incident } from '../incident/state.js';
import type { Runbook } from '../runbook/runbook.js';
import type { Accounts } from './accounts.js';
import type { Clock } from './clock.js';
import { incidentIn } from './read-log.js';
import type { Account } from './reporter.js';
import { SharedReads } from './shared-reads.js';
import type { ChainVerdict, Counted, IncidentRow, LogRow, Store } from './store.js';

/** How many incidents a list shows at most. */
const LISTED = 50;

export interface LookParts {
  readonly store: Store;
  readonly running: (id: string) => Incident | null;
  readonly runbooks: readonly Runbook[];
  readonly accounts: Accounts;
  readonly clock: Clock;
}

/** What commands see of the incidents: the lists, and one incident in full. */
export class Look {
  readonly #store: Store;
  readonly #running: (id: string) => Incident | null;
  readonly #runbooks: readonly Runbook[];
  readonly #accounts: Accounts;
  readonly #clock: Clock;
  /** When everybody asks what is open, the database is asked once, and the incidents' writes need not wait. */
  readonly #lists = new SharedReads<readonly IncidentRow[]>();

  constructor({ store, running, runbooks, accounts, clock }: LookParts) {
    this.#store = store;
    this.#running = running;
    this.#runbooks = runbooks;
    this.#accounts = accounts;
    this.#clock = clock;
  }

  /** Incidents, newest first; `channel` null lists those of every channel. What was read `agedMs` ago will do as well. */
  async list({
    open,
    channel,
    agedMs = 0,
  }: {
    readonly open: boolean;
    readonly channel: string | null;
    readonly agedMs?: number;
  }): Promise<readonly IncidentRow[]> {
    const filter = { open, limit: LISTED, ...(channel === null ? {} : { channel }) };
    return this.#lists.read(JSON.stringify(filter), () => this.#store.list(filter), agedMs);
  }

  async find(incident: string): Promise<IncidentRow | null> {
    return this.#store.find(incident);
  }

  /** From memory where this process runs it, otherwise from the log; null when there is none. */
  async read(incident: string): Promise<Incident | null> {
    const running = this.#running(incident);
    return running ?? incidentIn(incident, await this.#store.load(incident));
  }

  async account(incident: string): Promise<Account | null> {
    return this.#accounts.of(incident);
  }

  async count(since: Date): Promise<readonly Counted[]> {
    return this.#store.count(since);
  }

  async verify(incident: string): Promise<ChainVerdict> {
    return this.#store.verify(incident);
  }

  async rows(incident: string): Promise<readonly LogRow[]> {
    return this.#store.rows(incident);
  }

  async kept(hash: string): Promise<string | null> {
    return this.#store.kept(hash);
  }

  runbooks(): readonly Runbook[] {
    return this.#runbooks;
  }

  now(): Date {
    return this.#clock.now();
  }
}
