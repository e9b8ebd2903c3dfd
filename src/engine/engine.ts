import type { Logger } from 'pino';
import type { Incident } from '../incident/state.js';
import { IncidentActor, type ActorOwner, type ActorParts } from './actor.js';
import type { FollowingClock } from './clock.js';
import type { Tell, Wish, WishOutcome } from './ports.js';
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

export interface EngineOptions {
  /** How long a lease lives without being renewed, in ms. */
  readonly leaseMs: number;
  /** How often the inbox and abandoned incidents are looked for, in ms. Hints make it quicker. */
  readonly pollMs: number;
  /** False for a program that only carries its own wishes and leaves everybody else's to the bot. */
  readonly serve: boolean;
}

export const ENGINE_DEFAULTS: EngineOptions = { leaseMs: 6_000, pollMs: 1_000, serve: true };

/** Runs incidents: takes wishes from the inbox to the incident's one mailbox, takes over what has no runner, keeps the leases. */
export class Engine {
  readonly #parts: EngineParts;
  readonly #options: EngineOptions;
  readonly #actors = new Map<string, IncidentActor>();
  readonly #starting = new Map<string, Promise<IncidentActor | null>>();
  /** Wishes being answered here, by key, with the incident that has them. */
  readonly #busy = new Map<string, string | null>();
  readonly #waiters = new Map<string, (outcome: WishOutcome) => void>();
  readonly #watchers = new Set<(incident: Incident) => void>();
  readonly #owner: ActorOwner;
  /** Leases on their way back: the incident may be leased anew only after that. */
  readonly #leaving = new Map<string, Promise<void>>();
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
    this.#owner = {
      answered: (key, wish, outcome) => this.#answered(key, wish, outcome),
      returned: (key, busy) => void this.#returned(key, busy),
      idle: (id) => void this.#letGo(id),
      stopped: (id) => void this.#letGo(id),
    };
  }

  /** Begins to look for work. Rejects when the database cannot be reached. */
  async start(): Promise<void> {
    await this.#parts.clock.sync();
    this.#every(this.#options.leaseMs / 3, () => this.#renew());
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
    for (const timer of this.#timers) clearInterval(timer);
    await this.#looking?.catch(() => undefined);
    await Promise.allSettled([...this.#actors.keys()].map((id) => this.#letGo(id)));
  }

  /** The incident as this process runs it, or null when it does not. */
  running(id: string): Incident | null {
    return this.#actors.get(id)?.state ?? null;
  }

  /** Calls back with every new state of the incidents this process runs; returns how to end that. */
  watch(watcher: (incident: Incident) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /**
   * Records a wish; it is answered even after a crash. Resolves when it is recorded: `repeated` when it was before.
   * `onOutcome` hears what became of it, if this process is the one to answer it.
   */
  async submit(item: InboxItem, onOutcome?: (outcome: WishOutcome) => void): Promise<'received' | 'repeated'> {
    if (onOutcome !== undefined) this.#waiters.set(item.key, onOutcome);
    const received = await this.#parts.store.receive(item);
    if (received === 'repeated') this.#waiters.delete(item.key);
    else void this.#dispatch(item).catch((error: unknown) => this.#failed(item.key, error));
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
    const { store, owner, log } = this.#parts;
    for (const item of await store.waiting(owner, 50)) {
      if (!this.#busy.has(item.key))
        await this.#dispatch(item).catch((error: unknown) => this.#failed(item.key, error));
    }
    for (const id of await store.orphans(10)) {
      if ((await this.#actor(id, true)) !== null) log.info({ incident: id }, 'took over the incident');
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
    const actor = await this.#actor(id, item.incident !== null);
    if (actor !== null) {
      actor.post(wish.command, item.key, wish);
      return;
    }
    this.#busy.delete(item.key);
    await this.#parts.store.route(item.key, id);
  }

  /** An open incident of the service takes the run in; otherwise a new one is begun. */
  async #incidentFor(wish: Wish): Promise<string> {
    const { store, runbooks } = this.#parts;
    const service = wish.runbook === null ? undefined : runbooks.current(wish.runbook)?.runbook.service;
    if (service === undefined || wish.command.do !== 'open')
      throw new Error('a wish without an incident must open one');
    const { drill } = wish.command;
    const open = (await store.list({ open: true, service, limit: 10 })).find((row) => row.drill === drill);
    return open?.incident ?? (await store.nextIncident());
  }

  /** The actor of an incident, if this process runs it or may; null while another process does. */
  async #actor(id: string, exists: boolean): Promise<IncidentActor | null> {
    const running = this.#actors.get(id) ?? (await this.#starting.get(id)) ?? null;
    if (running !== null) return running;
    const starting = this.#begin(id, exists).finally(() => this.#starting.delete(id));
    this.#starting.set(id, starting);
    return starting;
  }

  async #begin(id: string, exists: boolean): Promise<IncidentActor | null> {
    const { store, owner } = this.#parts;
    await this.#leaving.get(id);
    const epoch = await store.lease(id, owner, this.#options.leaseMs);
    if (epoch === null) return null;
    const actor = new IncidentActor(id, epoch, this.#parts, this.#owner);
    this.#actors.set(id, actor);
    if (exists || (await store.find(id)) !== null) await this.#resume(actor);
    return actor;
  }

  async #resume(actor: IncidentActor): Promise<void> {
    try {
      await actor.resume();
    } catch (error) {
      this.#actors.delete(actor.id);
      actor.stop();
      throw error;
    }
  }

  async #renew(): Promise<void> {
    const { store, owner } = this.#parts;
    if (this.#actors.size === 0) return;
    const held = new Set(await store.renew(owner, this.#options.leaseMs));
    for (const id of this.#actors.keys()) if (!held.has(id)) void this.#letGo(id);
    for (const id of held) if (!this.#actors.has(id) && !this.#starting.has(id)) await store.release(id, owner);
  }

  async #letGo(id: string): Promise<void> {
    this.#actors.get(id)?.stop();
    this.#actors.delete(id);
    for (const [key, incident] of this.#busy) if (incident === id) this.#busy.delete(key);
    const { store, owner } = this.#parts;
    const leaving = (this.#leaving.get(id) ?? Promise.resolve())
      .then(() => store.release(id, owner))
      .catch((error: unknown) => this.#parts.log.warn({ err: error, incident: id }, 'the lease lapses by itself'))
      .finally(() => this.#leaving.delete(id));
    this.#leaving.set(id, leaving);
    await leaving;
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
