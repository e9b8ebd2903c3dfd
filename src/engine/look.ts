import { fromLog } from '../incident/events.js';
import { fold, type Incident } from '../incident/state.js';
import type { Runbook } from '../runbook/runbook.js';
import type { Clock } from './clock.js';
import { SharedReads } from './shared-reads.js';
import type { IncidentRow, Store } from './store.js';

/** How many incidents a list shows at most. */
const LISTED = 50;

/** What commands see of the incidents: the lists, and one incident in full. */
export class Look {
  readonly #store: Store;
  readonly #running: (id: string) => Incident | null;
  readonly #runbooks: readonly Runbook[];
  readonly #clock: Clock;
  /** When everybody asks what is open, the database is asked once, and the incidents' writes need not wait. */
  readonly #lists = new SharedReads<readonly IncidentRow[]>();

  constructor(store: Store, running: (id: string) => Incident | null, runbooks: readonly Runbook[], clock: Clock) {
    this.#store = store;
    this.#running = running;
    this.#runbooks = runbooks;
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
    return running ?? fold(incident, (await this.#store.load(incident)).map(fromLog));
  }

  runbooks(): readonly Runbook[] {
    return this.#runbooks;
  }

  now(): Date {
    return this.#clock.now();
  }
}
