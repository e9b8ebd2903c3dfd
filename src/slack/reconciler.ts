import type { Logger } from 'pino';
import type { Screen, ScreenListener } from '../engine/ports.js';
import type { Incident } from '../incident/state.js';
import { peopleIn } from '../view/message.js';
import { newsOf, wanted } from '../view/wanted.js';
import type { SlackApi } from './api.js';
import type { Budget } from './budget.js';
import type { Direct } from './direct.js';
import { Entries } from './entries.js';
import type { Entry } from './entry.js';
import type { SlackFiles } from './files.js';
import type { Furnisher } from './furnish.js';
import type { Names } from './names.js';
import type { OwnChannel } from './own-channel.js';
import type { Placed } from './placed.js';
import { pointerPlaces } from './pointers.js';
import type { ReadingOf } from './reading.js';
import { Slots } from './slots.js';
import { summaryPlaces } from './summaries.js';

export interface ReconcilerParts {
  readonly api: SlackApi;
  readonly files: SlackFiles;
  readonly direct: Direct;
  readonly ownChannel: OwnChannel;
  readonly furnisher: Furnisher;
  /** Slack channels that get every summary. */
  readonly summaryChannels: readonly string[];
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
  readonly #entries = new Entries();

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
    this.#slots = new Slots({ ...parts, owed: () => this.#owed() });
  }

  adopt(incident: Incident): void {
    const entry = this.#entries.adopted(incident);
    entry.asked.clear();
    for (const [slot, { ts }] of Object.entries(incident.slots)) if (ts === null) entry.ambiguous.add(slot);
  }

  show(incident: Incident, listener: ScreenListener): void {
    const entry = this.#entries.of(incident);
    entry.incident = incident;
    entry.listener = listener;
    void this.#work(entry);
  }

  /** Ends waiting for another try; what is not shown yet is shown by whoever runs the incident next. */
  stop(): void {
    for (const { timer } of this.#entries.all) if (timer !== null) clearTimeout(timer);
    this.#entries.clear();
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
    if (incident.channelWanted !== null) {
      this.#makeChannel(entry);
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
    if (!this.#isFurnished(entry) || !settled || entry.again) return;
    entry.retries = 0;
    if (incident.closed !== null) this.#entries.rest(entry);
    listener.shown(incident);
  }

  /** All messages and where they go; incomplete while it is looked up who else is written to. */
  #places(entry: Entry, incident: Incident): { readonly places: readonly Placed[]; readonly complete: boolean } {
    const own = wanted(incident).map((want): Placed => ({ want, channel: incident.home ?? '', aside: false }));
    const others = this.#parts.direct.places(incident, own, entry.approvers, () => this.#goOn(entry));
    const summaries = summaryPlaces(incident, own, this.#parts.summaryChannels);
    return {
      places: [...own, ...pointerPlaces(incident, entry.furnished), ...summaries, ...others.places],
      complete: others.complete,
    };
  }

  /** Nothing is shown before it is known where. */
  #makeChannel(entry: Entry): void {
    if (entry.asked.has('channel')) return;
    entry.asked.add('channel');
    void this.#parts.ownChannel.make(entry.incident).then((fate) => entry.listener.tell(fate));
  }

  /** What is left to do for its own channel is done beside: no verdict waits for a topic. */
  #isFurnished(entry: Entry): boolean {
    const next = entry.furnishing ? null : this.#parts.furnisher.next(entry, entry.incident);
    if (next === null) return !entry.furnishing;
    entry.furnishing = true;
    void next(entry)
      .catch((error: unknown) => {
        this.#parts.log.error({ err: error, incident: entry.incident.id }, 'keeping a channel failed');
        return 60_000;
      })
      .then((waitMs) => {
        entry.furnishing = false;
        if (waitMs > 0) this.#later(entry, waitMs);
        else this.#goOn(entry);
      });
    return false;
  }

  #goOn(entry: Entry): void {
    if (this.#entries.has(entry)) void this.#work(entry);
  }

  /** How many verdicts are on their way. */
  #owed(): number {
    return this.#entries.all.filter(({ incident }) => newsOf(incident) === null).length;
  }

  /** The soonest of several moments counts: what is not due by then asks again. */
  #later(entry: Entry, ms: number): void {
    const at = Date.now() + Math.max(10, ms);
    if (!this.#entries.has(entry) || (entry.timer !== null && entry.wakesAt <= at)) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.wakesAt = at;
    entry.timer = setTimeout(() => {
      entry.timer = null;
      void this.#work(entry);
    }, at - Date.now());
  }
}
