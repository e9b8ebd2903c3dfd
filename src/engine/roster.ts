import type { Logger } from 'pino';
import { UnknownEvent } from '../incident/events.js';
import type { Incident } from '../incident/state.js';
import type { IncidentActor } from './actor.js';
import type { Store } from './store.js';

export interface RosterParts {
  readonly store: Store;
  /** This process, as leases name it. */
  readonly owner: string;
  /** How long a lease lives without being renewed, in ms. */
  readonly leaseMs: number;
  /** Makes the actor of an incident that was leased under this epoch. */
  readonly employ: (id: string, epoch: number) => IncidentActor;
  /** This process does not run the incident any longer. */
  readonly left: (id: string) => void;
  readonly log: Logger;
}

/** The incidents this process runs: each leased, each with one actor. */
export class Roster {
  readonly #parts: RosterParts;
  readonly #actors = new Map<string, IncidentActor>();
  readonly #starting = new Map<string, Promise<IncidentActor | null>>();
  /** Leases on their way back: the incident may be leased anew only after that. */
  readonly #leaving = new Map<string, Promise<void>>();
  /** Incidents of a newer release, with events this one cannot read. */
  readonly #foreign = new Set<string>();
  #stopped = false;

  constructor(parts: RosterParts) {
    this.#parts = parts;
  }

  /** The incident as this process runs it, or null when it does not. */
  running(id: string): Incident | null {
    return this.#actors.get(id)?.state ?? null;
  }

  /** True for an incident that is left to processes of a newer release. */
  isForeign(id: string): boolean {
    return this.#foreign.has(id);
  }

  /**
   * The actor of an incident, if this process runs it or may; null while another process does. `exists`: it has been
   * opened, for certain. Throws `UnknownEvent` when this release cannot read it, once; then it is foreign.
   */
  async actor(id: string, exists: boolean): Promise<IncidentActor | null> {
    const running = this.#actors.get(id) ?? this.#starting.get(id);
    if (running !== undefined) return running;
    if (this.#foreign.has(id) || this.#stopped) return null;
    const starting = this.#begin(id, exists).finally(() => this.#starting.delete(id));
    this.#starting.set(id, starting);
    return starting;
  }

  async #begin(id: string, exists: boolean): Promise<IncidentActor | null> {
    const { store, owner, leaseMs, employ } = this.#parts;
    await this.#leaving.get(id);
    const epoch = await store.lease(id, owner, leaseMs);
    if (epoch === null) return null;
    try {
      const opened = exists || (await store.find(id)) !== null;
      const actor = employ(id, epoch);
      this.#actors.set(id, actor);
      if (opened) await actor.resume();
      return actor;
    } catch (error) {
      if (error instanceof UnknownEvent) this.#foreign.add(id);
      await this.letGo(id);
      throw error;
    }
  }

  /** Stops the incident's actor and gives its lease back. */
  async letGo(id: string): Promise<void> {
    this.#actors.get(id)?.stop();
    this.#actors.delete(id);
    const { store, owner, log, left } = this.#parts;
    left(id);
    const leaving = (this.#leaving.get(id) ?? Promise.resolve())
      .then(() => store.release(id, owner))
      .catch((error: unknown) => log.warn({ err: error, incident: id }, 'the lease lapses by itself'))
      .finally(() => this.#leaving.delete(id));
    this.#leaving.set(id, leaving);
    await leaving;
  }

  /** Prolongs all leases; lets go of the incidents that are another's by now. */
  async renew(): Promise<void> {
    const { store, owner, leaseMs } = this.#parts;
    const before = [...this.#actors.keys()];
    if (before.length === 0) return;
    const held = new Set(await store.renew(owner, leaseMs));
    for (const id of before) if (!held.has(id)) void this.letGo(id);
    for (const id of held) if (!this.#actors.has(id) && !this.#starting.has(id)) await store.release(id, owner);
  }

  /** Lets go of everything, also of what is just being taken on; what changes the world right now has `finishMs` to come to its end. */
  async stop(finishMs: number): Promise<void> {
    this.#stopped = true;
    await Promise.allSettled(this.#starting.values());
    await Promise.allSettled([...this.#actors.values()].map((actor) => actor.finish(finishMs)));
    await Promise.allSettled([...this.#actors.keys()].map((id) => this.letGo(id)));
  }
}
