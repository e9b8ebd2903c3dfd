import type { Logger } from 'pino';
import type { Screen, ScreenListener } from '../engine/ports.js';
import type { Incident } from '../incident/state.js';
import { peopleIn } from '../view/message.js';
import { newsOf, wanted } from '../view/wanted.js';
import type { SlackApi } from './api.js';
import type { Budget } from './budget.js';
import type { Direct } from './direct.js';
import { newEntry, type Entry } from './entry.js';
import type { SlackFiles } from './files.js';
import type { Names } from './names.js';
import type { Placed } from './placed.js';
import type { ReadingOf } from './reading.js';
import { Slots } from './slots.js';

export interface ReconcilerParts {
  readonly api: SlackApi;
  readonly files: SlackFiles;
  readonly direct: Direct;
  readonly names: Names;
  readonly readingOf: ReadingOf;
  /** Calls of chat.update, for all incidents together. */
  readonly updates: Budget;
  readonly log: Logger;
  /** Least time between two progress edits of one message, ms. */
  readonly progressGapMs: number;
  /** How long to wait after the first failure that says nothing, ms; twice as long after each further one, half a minute at most. */
  readonly retryMs: number;
}

/** Makes Slack show what the view says: posts what is missing, edits what differs, newest state only. */
export class Reconciler implements Screen {
  readonly #parts: ReconcilerParts;
  readonly #slots: Slots;
  readonly #entries = new Map<string, Entry>();

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
    this.#slots = new Slots({ ...parts, owed: () => this.#owed() });
  }

  adopt(incident: Incident): void {
    const entry = this.#entry(incident);
    entry.asked.clear();
    for (const [slot, { ts }] of Object.entries(incident.slots)) if (ts === null) entry.ambiguous.add(slot);
  }

  show(incident: Incident, listener: ScreenListener): void {
    const entry = this.#entry(incident);
    entry.incident = incident;
    entry.listener = listener;
    void this.#work(entry);
  }

  /** Ends waiting for another try; what is not shown yet is shown by whoever runs the incident next. */
  stop(): void {
    for (const { timer } of this.#entries.values()) if (timer !== null) clearTimeout(timer);
    this.#entries.clear();
  }

  #entry(incident: Incident): Entry {
    const known = this.#entries.get(incident.id);
    if (known !== undefined) return known;
    const entry = newEntry(incident);
    this.#entries.set(incident.id, entry);
    return entry;
  }

  async #work(entry: Entry): Promise<void> {
    entry.again = true;
    if (entry.working) return;
    entry.working = true;
    try {
      while (entry.again) {
        entry.again = false;
        await this.#pass(entry);
      }
    } catch (error) {
      this.#parts.log.error({ err: error, incident: entry.incident.id }, 'showing an incident failed');
      this.#later(entry, 5_000);
    } finally {
      entry.working = false;
    }
  }

  async #pass(entry: Entry): Promise<void> {
    const { incident, listener } = entry;
    const quiet = entry.quietUntil - Date.now();
    if (quiet > 0) {
      this.#later(entry, quiet);
      return;
    }
    const { places, complete } = this.#places(entry, incident);
    await this.#parts.names.learn(places.flatMap(({ want }) => peopleIn(want.message)));
    let settled = complete;
    for (const placed of places) {
      const step = await this.#slots.step(entry, incident, placed);
      if (typeof step === 'object') this.#later(entry, step.againMs);
      if (step === 'right') continue;
      settled = false;
      const putOff = typeof step === 'object' && step.own === true;
      // An edit that was put off holds up nobody; all else goes on in its order.
      if (placed.want.under === null && !putOff) break;
    }
    if (!settled || entry.again) return;
    entry.retries = 0;
    if (incident.closed !== null) this.#entries.delete(incident.id);
    listener.shown(incident);
  }

  /** All messages and where they go; incomplete while it is looked up who else is written to. */
  #places(entry: Entry, incident: Incident): { readonly places: readonly Placed[]; readonly complete: boolean } {
    const own = wanted(incident).map((want): Placed => ({ want, channel: incident.home ?? '', direct: false }));
    const others = this.#parts.direct.places(incident, own, entry.approvers, () => {
      if (this.#entries.get(incident.id) === entry) void this.#work(entry);
    });
    return { places: [...own, ...others.places], complete: others.complete };
  }

  /** How many verdicts are on their way. */
  #owed(): number {
    return [...this.#entries.values()].filter(({ incident }) => newsOf(incident) === null).length;
  }

  #later(entry: Entry, ms: number): void {
    if (this.#entries.get(entry.incident.id) !== entry) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void this.#work(entry), Math.max(10, ms));
  }
}
