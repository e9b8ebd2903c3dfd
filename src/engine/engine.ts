import type { Logger } from 'pino';
import type { Incident } from '../incident/state.js';
import { maskWithin } from '../text/mask-within.js';
import { IncidentActor } from './actor.js';
import type { ActorParts } from './actor-parts.js';
import type { FollowingClock } from './clock.js';
import type { Tell, Wish, WishOutcome } from './ports.js';
import { Roster } from './roster.js';
import type { InboxItem } from './store.js';

export interface EngineParts extends ActorParts {
  readonly clock: FollowingClock;
  /** This process, as leases name it. Unique among processes and lives. */
  readonly owner: string;
  readonly tell: Tell;
  /** Parses a wish from the inbox; null when it is not one of this release's. */
  readonly wishOf: (command: object) => Wish | null;
  readonly log: Logger;
}

/** A wish is recorded within this, ms, or not at all: a little before people are told that it was not. */
const RECEIVE_MS = 1_400;

export interface EngineOptions {
  /** How long a lease lives without being renewed, in ms. */
  readonly leaseMs: number;
  /** How often the inbox and abandoned incidents are looked for, in ms. Hints make it quicker. */
  readonly pollMs: number;
  /** What a remedy that is being done has to come to its end when the process stops, in ms: less than what Docker gives a container. */
  readonly finishMs: number;
  /** False for a program that only carries its own wishes and leaves everybody else's to the bot. */
  readonly serve: boolean;
}

export const ENGINE_DEFAULTS: EngineOptions = { leaseMs: 6_000, pollMs: 1_000, finishMs: 8_000, serve: true };

/** Runs incidents: takes wishes from the inbox to the incident's one mailbox, takes over what has no runner, keeps the leases. */
export class Engine {
  readonly #parts: EngineParts;
  readonly #options: EngineOptions;
  readonly #roster: Roster;
  /** Wishes being answered here, by key, with the incident that has them. */
  readonly #busy = new Map<string, string | null>();
  readonly #waiters = new Map<string, (outcome: WishOutcome) => void>();
  readonly #watchers = new Set<(incident: Incident) => void>();
  #timers: NodeJS.Timeout[] = [];
  #looking: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  constructor(parts: EngineParts, options: EngineOptions = ENGINE_DEFAULTS) {
    const { screen } = parts;
    this.#parts = {
      ...parts,
      screen: {
        adopt: (incident) => screen.adopt(incident),
        show: (incident, listener) => {
          for (const watcher of this.#watchers) watcher(incident);
          screen.show(incident, listener);
        },
      },
    };
    this.#options = options;
    this.#roster = new Roster({
      ...{ store: parts.store, owner: parts.owner, leaseMs: options.leaseMs, log: parts.log },
      employ: (id, epoch) => this.#employ(id, epoch),
      left: (id) => this.#forget(id),
    });
  }

  /** Begins to look for work. Rejects when the database cannot be reached. */
  async start(): Promise<void> {
    await this.#parts.clock.sync();
    this.#every(this.#options.leaseMs / 3, () => this.#roster.renew());
    this.#every(60_000, async () => {
      await this.#parts.clock.sync();
    });
    if (!this.#options.serve) return;
    this.#parts.store.onHint(() => this.look());
    this.#every(this.#options.pollMs, () => this.#lookOnce());
    this.look();
  }

  /** Stops the actors and gives their leases back, so that another process need not wait for them to lapse. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#looking?.catch(() => undefined);
    // Until then the leases are renewed: a remedy cut off in the middle leaves the world half done.
    await this.#roster.stop(this.#options.finishMs);
    for (const timer of this.#timers) clearInterval(timer);
  }

  /** The incident as this process runs it, or null when it does not. */
  running(id: string): Incident | null {
    return this.#roster.running(id);
  }

  /** Leaves an incident to another process; what is under way here ends. Until it is wished for here again. */
  async leave(id: string): Promise<void> {
    await this.#roster.letGo(id);
  }

  /** Calls back with every new state of the incidents this process runs; returns how to end that. */
  watch(watcher: (incident: Incident) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /**
   * Records a wish; it is answered even after a crash. Resolves when it is recorded: `repeated` when it was before.
   * `onOutcome` hears what became of it, if this process is the one to answer it. Secrets in it are masked before.
   */
  async submit(given: InboxItem, onOutcome?: (outcome: WishOutcome) => void): Promise<'received' | 'repeated'> {
    const item = { ...given, command: maskWithin(given.command, this.#parts.mask) };
    const waits = onOutcome !== undefined && !this.#waiters.has(item.key);
    // It may be answered before `receive` returns, so whoever waits is known before.
    if (waits) this.#waiters.set(item.key, onOutcome);
    const { store, clock } = this.#parts;
    const notAfter = new Date(clock.now().getTime() + RECEIVE_MS);
    const received = await store.receive(item, notAfter).catch((error: unknown) => {
      if (waits) this.#waiters.delete(item.key);
      throw error;
    });
    if (received === 'repeated' && waits) this.#waiters.delete(item.key);
    if (received === 'received') void this.#dispatch(item).catch((error: unknown) => this.#failed(item.key, error));
    return received;
  }

  /** Looks for work now. */
  look(): void {
    void this.#lookOnce().catch((error: unknown) => this.#parts.log.warn({ err: error }, 'looking for work failed'));
  }

  async #lookOnce(): Promise<void> {
    if (this.#looking !== null) {
      this.#again = true;
      return this.#looking;
    }
    this.#looking = this.#findWork().finally(() => (this.#looking = null));
    await this.#looking;
    if (this.#again && !this.#stopped) {
      this.#again = false;
      await this.#lookOnce();
    }
  }

  async #findWork(): Promise<void> {
    if (this.#stopped) return;
    const { store, owner } = this.#parts;
    for (const item of await store.waiting(owner, 50)) {
      if (!this.#mayAnswer(item)) continue;
      await this.#dispatch(item).catch((error: unknown) => this.#failed(item.key, error));
    }
    if (!this.#options.serve) return;
    const orphans = await store.orphans(10);
    for (const id of orphans.filter((one) => !this.#roster.isForeign(one))) await this.#takeOver(id);
  }

  /** A program that does not serve answers its own wishes; nobody answers for an incident it cannot read. */
  #mayAnswer({ key, incident }: InboxItem): boolean {
    if (this.#busy.has(key) || (incident !== null && this.#roster.isForeign(incident))) return false;
    return this.#options.serve || this.#waiters.has(key);
  }

  /** One incident that cannot be taken over does not keep the others waiting. */
  async #takeOver(id: string): Promise<void> {
    const log = this.#parts.log.child({ incident: id });
    try {
      if ((await this.#roster.actor(id, true)) !== null) log.info('took over the incident');
    } catch (error) {
      log.error({ err: error }, 'could not take over the incident');
    }
  }

  async #dispatch(item: InboxItem): Promise<void> {
    if (this.#busy.has(item.key) || this.#stopped) return;
    this.#busy.set(item.key, item.incident);
    const wish = this.#parts.wishOf(item.command);
    if (wish === null) {
      this.#parts.log.error({ key: item.key }, 'a wish of another release waits in the inbox');
      return;
    }
    const id = item.incident ?? (await this.#incidentFor(wish));
    this.#busy.set(item.key, id);
    const actor = await this.#roster.actor(id, item.incident !== null);
    if (actor !== null) {
      actor.post(wish.command, item.key, wish);
      return;
    }
    this.#busy.delete(item.key);
    await this.#parts.store.route(item.key, id);
  }

  /** An open incident of the service takes the run in; otherwise a new one is begun. */
  async #incidentFor({ runbook, command }: Wish): Promise<string> {
    const { store, runbooks } = this.#parts;
    const service = runbook === null ? undefined : runbooks.current(runbook)?.runbook.service;
    if (service === undefined || (command.do !== 'open' && command.do !== 'alert')) return store.nextIncident();
    const practice = command.do === 'open' && command.drill;
    const rows = await store.list({ open: true, service, limit: 10 });
    return rows.find(({ drill }) => drill === practice)?.incident ?? store.nextIncident();
  }

  #employ(id: string, epoch: number): IncidentActor {
    return new IncidentActor(id, epoch, this.#parts, {
      answered: (key, wish, outcome) => this.#answered(key, wish, outcome),
      returned: (key, busy) => void this.#returned(key, busy),
      idle: () => void this.#roster.letGo(id),
      stopped: () => void this.#roster.letGo(id),
    });
  }

  /** Wishes in the mailbox of an actor that left stand in the inbox still. */
  #forget(id: string): void {
    for (const [key, incident] of this.#busy) if (incident === id) this.#busy.delete(key);
  }

  #answered(key: string, wish: Wish, outcome: WishOutcome): void {
    this.#busy.delete(key);
    const waiter = this.#waiters.get(key);
    this.#waiters.delete(key);
    if (waiter !== undefined) waiter(outcome);
    else this.#parts.tell(wish, outcome);
  }

  async #returned(key: string, busy: string | null): Promise<void> {
    this.#busy.delete(key);
    if (busy !== null) await this.#parts.store.route(key, busy).catch((error: unknown) => this.#failed(key, error));
    this.look();
  }

  #failed(key: string, error: unknown): void {
    this.#busy.delete(key);
    this.#parts.log.error({ err: error, key }, 'a wish could not be carried on; it stays in the inbox');
  }

  #every(ms: number, work: () => Promise<void>): void {
    const jitter = 0.9 + Math.random() * 0.2;
    this.#timers.push(
      setInterval(() => {
        work().catch((error: unknown) => this.#parts.log.warn({ err: error }, 'regular work failed'));
      }, ms * jitter),
    );
  }
}
