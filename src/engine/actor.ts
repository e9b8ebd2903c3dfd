import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { CARD, type Command, type Refusal } from '../incident/command.js';
import { EVENT_VERSIONS } from '../incident/events.js';
import { newHolds } from '../incident/due.js';
import { pending, wakeAt } from '../incident/pending.js';
import { project } from '../incident/projection.js';
import type { Incident } from '../incident/state.js';
import type { Runbook } from '../runbook/runbook.js';
import { maskWithin } from '../text/mask-within.js';
import { decideAll, joins, withoutStart, type Draft, type Item } from './batch.js';
import { dropped, Mailbox } from './mailbox.js';
import type { ActorOwner, ActorParts } from './actor-parts.js';
import { Performer } from './performer.js';
import type { Wish } from './ports.js';
import { incidentIn } from './read-log.js';
import type { Refused } from './store.js';

/** The one place where an incident lives while this process runs it: one mailbox, the state in memory, results appended in batches. */
export class IncidentActor {
  readonly id: string;
  readonly #parts: ActorParts;
  readonly #owner: ActorOwner;
  readonly #epoch: number;
  readonly #abort = new AbortController();
  readonly #performer: Performer;
  readonly #versions = new Map<string, Runbook | null>();
  readonly #log: Logger;
  readonly #mailbox = new Mailbox();
  #state: Incident | null = null;
  #seq = 0;
  #working = false;
  #shown = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(id: string, epoch: number, parts: ActorParts, owner: ActorOwner) {
    this.id = id;
    this.#epoch = epoch;
    this.#parts = parts;
    this.#owner = owner;
    this.#log = parts.log.child({ incident: id });
    this.#performer = new Performer({
      ...parts,
      log: this.#log,
      life: { executor: randomUUID(), epoch },
      post: (command) => this.post(command),
      record: (command) => this.#record(command),
      signal: this.#abort.signal,
    });
  }

  get state(): Incident | null {
    return this.#state;
  }

  /** Reads the incident from the log and takes up what is left to do; commands posted meanwhile wait. */
  async resume(): Promise<void> {
    this.#working = true;
    try {
      await this.#load();
    } finally {
      this.#working = false;
    }
    if (this.#state !== null) this.#parts.screen.adopt(this.#state);
    if (!this.#mailbox.isEmpty) void this.#work();
    else if (this.#state !== null) this.#carryOn();
  }

  /** Puts a command into the mailbox; a wish comes with its inbox key. */
  post(command: Command, key: string | null = null, wish: Wish | null = null): void {
    if (this.#abort.signal.aborted) return;
    this.#mailbox.put({ command: maskWithin(command, this.#parts.mask), key, wish });
    void this.#work();
  }

  /** Puts a command into the mailbox; the state once it changed something and that is on record, null where it never will. */
  async #record(command: Command): Promise<Incident | null> {
    if (this.#abort.signal.aborted) return null;
    const changed = await new Promise<boolean>((recorded) => {
      this.#mailbox.put({ command: maskWithin(command, this.#parts.mask), key: null, wish: null, recorded });
      void this.#work();
    });
    return changed ? this.#state : null;
  }

  /** Begins nothing new, and waits for what changes the world just now, `limitMs` at most. */
  async finish(limitMs: number): Promise<void> {
    const until = performance.now() + limitMs;
    await this.#performer.finish(limitMs);
    while ((this.#working || !this.#mailbox.isEmpty) && performance.now() < until) await pause(10);
  }

  /** Ends everything this actor has under way; nothing is lost, since nothing but the log counts. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#abort.abort();
    this.#mailbox.close();
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    try {
      while (!this.#mailbox.isEmpty && !this.#abort.signal.aborted) await this.#handle(this.#mailbox.take());
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#working = false;
    }
    this.#carryOn();
  }

  async #handle(batch: readonly Item[]): Promise<void> {
    const { clock } = this.#parts;
    const draft = decideAll(this.id, this.#state, batch, {
      ...this.#parts,
      now: clock.now(),
      versions: this.#versions,
    });
    const keys = batch.flatMap(({ key }) => (key === null || draft.refusals.has(key) ? [] : [key]));
    if (draft.events.length > 0 || keys.length > 0) {
      const refused = await this.#append(draft, keys).catch((error: unknown) => {
        dropped(batch);
        throw error;
      });
      if (refused !== null) return this.#refused(refused, batch);
    }
    const opened = this.#seq === 0;
    this.#state = draft.state;
    this.#seq += draft.events.length;
    for (const item of batch) item.recorded?.(draft.effective.has(item));
    await this.#loadVersions();
    await this.#answer(batch, draft.refusals, opened);
  }

  async #append(draft: Draft, handled: readonly string[]): Promise<Refused | null> {
    if (draft.state === null) return null;
    const result = await this.#parts.store.append({
      incident: this.id,
      seen: this.#seq,
      events: draft.events.map((event) => ({ ...event, version: EVENT_VERSIONS[event.type] })),
      projection: project(draft.state),
      holds: newHolds(this.#state, draft.state),
      epoch: this.#epoch,
      handled,
    });
    return 'refused' in result ? result : null;
  }

  /** Somebody else was first. Wishes go back to the inbox, whose rows know best; our own results are decided again. */
  async #refused(refused: Refused, batch: readonly Item[]): Promise<void> {
    this.#log.info({ refused }, 'append refused');
    if (refused.refused === 'target_busy') {
      this.#mailbox.putBack(batch.map((item) => withoutStart(item, refused)));
      return;
    }
    const busy = 'incident' in refused ? refused.incident : null;
    for (const { key, wish } of batch)
      if (key !== null && wish !== null) this.#owner.returned(key, joins(wish) ? busy : null);
    if (refused.refused === 'lease_lost' || busy !== null) {
      dropped(batch);
      this.stop();
      this.#owner.stopped(this.id);
      return;
    }
    await this.#load();
    this.#mailbox.putBack(batch.filter(({ key }) => key === null));
  }

  async #answer(batch: readonly Item[], refusals: ReadonlyMap<string, Refusal>, opened: boolean): Promise<void> {
    const first = batch.find(({ wish }) => wish !== null)?.wish;
    for (const { key, wish } of batch) {
      if (key === null || wish === null) continue;
      const refusal = refusals.get(key) ?? null;
      if (refusal !== null && !(await this.#parts.store.dismiss(key))) continue;
      this.#owner.answered(key, wish, {
        incident: this.id,
        refusal,
        opened: opened && wish === first,
        card: this.#state?.slots[CARD] ?? null,
      });
    }
  }

  /** Starts what the state asks for, shows it, and sleeps until the next deadline. */
  #carryOn(): void {
    const state = this.#state;
    if (this.#abort.signal.aborted) return;
    if (state === null) {
      this.#owner.idle(this.id);
      return;
    }
    this.#performer.perform(pending(state), state, this.#versions);
    this.#sleep(state);
    const seq = this.#seq;
    this.#parts.screen.show(state, {
      tell: (command) => this.post(command),
      shown: () => {
        this.#shown = Math.max(this.#shown, seq);
        void this.#rest();
      },
    });
  }

  #sleep(state: Incident): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const deadline = wakeAt(state);
    if (deadline === null) return;
    const wait = Math.max(0, Date.parse(deadline) - this.#parts.clock.now().getTime());
    this.#timer = setTimeout(() => this.post({ do: 'wake' }), Math.min(wait + 1, 2 ** 31 - 1));
  }

  async #rest(): Promise<void> {
    if (!this.#mayRest()) return;
    await this.#parts.store
      .settled(this.id, this.#seq)
      .catch((error: unknown) => this.#log.warn({ err: error }, 'could not settle'));
    // Commands may have come while the database was told.
    if (this.#mayRest()) this.#owner.idle(this.id);
  }

  /** Everything is on show, and neither a command nor a check (late ones too) nor the clock is waited for. */
  #mayRest(): boolean {
    const state = this.#state;
    const busy = this.#working || !this.#mailbox.isEmpty || this.#performer.busy;
    if (state === null || busy || this.#abort.signal.aborted) return false;
    return this.#shown >= this.#seq && pending(state).length === 0 && wakeAt(state) === null;
  }

  async #load(): Promise<void> {
    const events = await this.#parts.store.load(this.id);
    this.#state = incidentIn(this.id, events);
    this.#seq = events.at(-1)?.seq ?? 0;
    await this.#loadVersions();
  }

  /** Every run keeps the version of its runbook that it was started with. */
  async #loadVersions(): Promise<void> {
    for (const { runbook, hash } of this.#state?.runs ?? [])
      if (!this.#versions.has(hash)) this.#versions.set(hash, await this.#parts.runbooks.version(runbook, hash));
  }

  /** A database that went away, or a bug: let go of the incident; whoever finds it next goes on from the log. */
  #fail(error: unknown): void {
    this.#log.error({ err: error }, 'letting go of the incident');
    this.stop();
    this.#owner.stopped(this.id);
  }
}
