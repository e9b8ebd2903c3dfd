import type { Logger } from 'pino';
import type { Screen, ScreenListener } from '../engine/ports.js';
import type { Incident, Slot } from '../incident/state.js';
import { peopleIn } from '../view/message.js';
import { newsOf, wanted, type Wanted } from '../view/wanted.js';
import type { CallFailure, SlackApi } from './api.js';
import { slackMessage } from './blocks.js';
import { continued, simplified, type SlackMessage } from './slack-message.js';
import type { Budget } from './budget.js';
import { newEntry, type Entry } from './entry.js';
import type { Names } from './names.js';

export interface ReconcilerParts {
  readonly api: SlackApi;
  readonly names: Names;
  /** Calls of chat.update, for all incidents together. */
  readonly updates: Budget;
  readonly log: Logger;
  /** Least time between two progress edits of one message, ms. */
  readonly progressGapMs: number;
  /** How long to wait after the first failure that says nothing, ms; twice as long after each further one, half a minute at most. */
  readonly retryMs: number;
}

/** What to do after one slot was looked at: it is right, it waits for the log, or it wants another try. */
type Step = 'right' | 'waits' | { readonly againMs: number };

/** Makes Slack show what the view says: posts what is missing, edits what differs, newest state only. */
export class Reconciler implements Screen {
  readonly #parts: ReconcilerParts;
  readonly #entries = new Map<string, Entry>();

  constructor(parts: ReconcilerParts) {
    this.#parts = parts;
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
    const messages = wanted(incident);
    await this.#parts.names.learn(people(messages));
    let settled = true;
    for (const want of messages) {
      const step = await this.#step(entry, incident, want);
      if (typeof step === 'object') this.#later(entry, step.againMs);
      if (step !== 'right') settled = false;
      if (step !== 'right' && want.under === null) break;
    }
    if (!settled || entry.again) return;
    entry.retries = 0;
    if (incident.closed !== null) this.#entries.delete(incident.id);
    listener.shown(incident);
  }

  async #step(entry: Entry, incident: Incident, want: Wanted): Promise<Step> {
    const slot = incident.slots[want.slot];
    if (slot === undefined) return this.#plan(entry, incident, want);
    if (slot.losses > 1 || (slot.ts === null && incident.home === null)) return 'right';
    const message = this.#render(entry, incident, want);
    if (slot.ts === null) return this.#post(entry, incident, want, slot, message);
    const rendered = JSON.stringify(message);
    return entry.shown.get(slot.ts) === rendered
      ? 'right'
      : this.#update(entry, want, slot.channel, slot.ts, message, rendered);
  }

  #render(entry: Entry, incident: Incident, { slot, message }: Wanted): SlackMessage {
    const rendered = slackMessage(message, {
      name: (person) => this.#parts.names.name(person),
      day: incident.openedAt,
    });
    return entry.simple.has(slot) ? simplified(rendered) : rendered;
  }

  /** The intent is recorded first; the post follows when the log has it. */
  #plan(entry: Entry, incident: Incident, { slot }: Wanted): Step {
    const asked = `plan ${slot} ${incident.home ?? ''}`;
    if (!entry.asked.has(asked)) {
      entry.asked.add(asked);
      entry.listener.tell({ do: 'plan_message', slot, channel: incident.home ?? '' });
    }
    return 'waits';
  }

  async #post(entry: Entry, incident: Incident, want: Wanted, slot: Slot, message: SlackMessage): Promise<Step> {
    const asked = `post ${want.slot} ${slot.channel} ${slot.losses}`;
    if (entry.asked.has(asked)) return 'waits';
    const key = { incident: incident.id, slot: want.slot };
    const parent = want.under === null ? undefined : incident.slots[want.under];
    const thread = parent?.ts ?? null;
    // Where the card was given up, its thread is too.
    if (want.under !== null && thread === null) return (parent?.losses ?? 0) > 1 ? 'right' : 'waits';
    const found = entry.ambiguous.has(want.slot)
      ? await this.#parts.api.find(slot.channel, key, incident.openedAt, thread)
      : { ts: null };
    if ('failed' in found && ['later', 'ambiguous'].includes(found.failed)) return this.#failed(entry, want, found);
    const sent = 'failed' in found ? continued(message) : message;
    const standing = 'failed' in found ? null : found.ts;
    const posted = standing === null ? await this.#parts.api.post(slot.channel, sent, key, thread) : { ts: standing };
    if ('failed' in posted) return this.#failed(entry, want, posted);
    entry.ambiguous.delete(want.slot);
    entry.asked.add(asked);
    if (standing === null) entry.shown.set(posted.ts, JSON.stringify(sent));
    entry.told.set(posted.ts, want.news);
    entry.editedAt.set(posted.ts, Date.now());
    entry.listener.tell({ do: 'message_posted', slot: want.slot, channel: slot.channel, ts: posted.ts });
    return 'waits';
  }

  async #update(
    entry: Entry,
    want: Wanted,
    channel: string,
    ts: string,
    message: SlackMessage,
    rendered: string,
  ): Promise<Step> {
    const urgency = want.news === null ? 'progress' : want.news === entry.told.get(ts) ? 'rest' : 'news';
    const gap = (entry.editedAt.get(ts) ?? 0) + this.#parts.progressGapMs - Date.now();
    if (urgency === 'progress' && gap > 0) return { againMs: gap };
    const wait = this.#parts.updates.take(urgency, this.#owed());
    if (wait > 0) return { againMs: wait };
    const updated = await this.#parts.api.update(channel, ts, message);
    if ('failed' in updated) {
      if (updated.failed === 'later') this.#parts.updates.pause(updated.retryMs);
      return this.#failed(entry, want, updated);
    }
    entry.shown.set(ts, rendered);
    entry.told.set(ts, want.news);
    entry.editedAt.set(ts, Date.now());
    return 'right';
  }

  /** How many verdicts are on their way. */
  #owed(): number {
    return [...this.#entries.values()].filter(({ incident }) => newsOf(incident) === null).length;
  }

  async #failed(entry: Entry, want: Wanted, failure: CallFailure): Promise<Step> {
    const { log } = this.#parts;
    const { incident } = entry;
    log.warn({ incident: incident.id, slot: want.slot, failure }, 'a message could not be shown');
    entry.retries += 1;
    if (failure.failed === 'later') {
      entry.quietUntil = Date.now() + failure.retryMs;
      return { againMs: failure.retryMs };
    }
    if (failure.failed === 'gone') return this.#lost(entry, want, failure);
    if (failure.failed === 'refused' && !entry.simple.has(want.slot)) {
      entry.simple.add(want.slot);
      return { againMs: 10 };
    }
    if (failure.failed === 'ambiguous') entry.ambiguous.add(want.slot);
    return { againMs: Math.min(30_000, this.#parts.retryMs * 2 ** Math.min(entry.retries - 1, 6)) };
  }

  /** The message is gone: the incident goes on in the same channel, or, where that is gone too, in a DM to who opened it. Once. */
  async #lost(
    entry: Entry,
    want: Wanted,
    { reason, channelGone }: Extract<CallFailure, { failed: 'gone' }>,
  ): Promise<Step> {
    const { incident } = entry;
    const asked = `lost ${want.slot} ${incident.slots[want.slot]?.losses ?? 0} ${incident.home ?? ''}`;
    if (entry.asked.has(asked)) return 'waits';
    entry.asked.add(asked);
    const home = channelGone ? await this.#elsewhere(incident) : incident.home;
    entry.listener.tell({
      do: 'message_lost',
      slot: want.slot,
      reason: lossWords[reason] ?? 'its first message is gone',
      home,
    });
    return 'waits';
  }

  async #elsewhere({ openedBy, home }: Incident): Promise<string | null> {
    const [via, user] = openedBy.split(':');
    const direct = via === 'slack' && user !== undefined ? await this.#parts.api.directMessage(user) : null;
    return direct === home ? null : direct;
  }

  #later(entry: Entry, ms: number): void {
    if (this.#entries.get(entry.incident.id) !== entry) return;
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void this.#work(entry), Math.max(10, ms));
  }
}

const lossWords: Readonly<Record<string, string>> = {
  message_not_found: 'its first message was deleted',
  is_archived: 'its channel was archived',
  is_inactive: 'its channel was archived',
  not_in_channel: 'the bot was removed from its channel',
  channel_not_found: 'its channel is not visible to the bot any more',
};

function people(messages: readonly Wanted[]): string[] {
  return messages.flatMap(({ message }) => peopleIn(message));
}
