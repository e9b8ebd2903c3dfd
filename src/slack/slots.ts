import type { Logger } from 'pino';
import type { Incident, Slot } from '../incident/state.js';
import type { Wanted } from '../view/wanted.js';
import type { CallFailure, Posted, SlackApi } from './api.js';
import { slackMessage } from './blocks.js';
import type { Budget } from './budget.js';
import { digest } from './entries.js';
import type { Entry } from './entry.js';
import type { SlackFiles } from './files.js';
import type { Placed } from './placed.js';
import type { ReadingOf } from './reading.js';
import { continued, simplified, withoutFile, type SlackMessage } from './slack-message.js';
import { SlotTrouble, type Step } from './slot-trouble.js';

export interface SlotsParts {
  readonly api: SlackApi;
  readonly files: SlackFiles;
  readonly readingOf: ReadingOf;
  readonly updates: Budget;
  readonly log: Logger;
  readonly progressGapMs: number;
  readonly retryMs: number;
  /** How many verdicts are on their way. */
  readonly owed: () => number;
}

/** Brings one message of an incident a step closer to what it should be: planned, posted, edited. */
export class Slots {
  readonly #parts: SlotsParts;
  readonly #trouble: SlotTrouble;

  constructor(parts: SlotsParts) {
    this.#parts = parts;
    this.#trouble = new SlotTrouble(parts);
  }

  async step(entry: Entry, incident: Incident, placed: Placed): Promise<Step> {
    const { want } = placed;
    const slot = incident.slots[want.slot];
    if (entry.givenUp.has(want.slot)) return 'right';
    if (slot === undefined) return this.#plan(entry, placed);
    if (slot.losses > 1 || (slot.ts === null && incident.home === null)) return 'right';
    if (slot.ts !== null && want.file !== null) return 'right';
    const message = this.#render(entry, incident, want);
    if (slot.ts === null) return this.#post(entry, incident, placed, slot, message);
    const rendered = digest(JSON.stringify(message));
    return entry.shown.get(slot.ts) === rendered
      ? 'right'
      : this.#update(entry, incident, placed, { channel: slot.channel, ts: slot.ts }, message, rendered);
  }

  #render(entry: Entry, incident: Incident, { slot, message, file }: Wanted): SlackMessage {
    const rendered = slackMessage(message, this.#parts.readingOf(incident.openedAt));
    if (!entry.simple.has(slot)) return rendered;
    return file === null ? simplified(rendered) : withoutFile(rendered);
  }

  /** The intent is recorded first; the post follows when the log has it. */
  #plan(entry: Entry, { want: { slot }, channel }: Placed): Step {
    const asked = `plan ${slot} ${channel}`;
    if (!entry.asked.has(asked)) {
      entry.asked.add(asked);
      entry.listener.tell({ do: 'plan_message', slot, channel });
    }
    return 'waits';
  }

  async #post(entry: Entry, incident: Incident, placed: Placed, slot: Slot, message: SlackMessage): Promise<Step> {
    const { want } = placed;
    const asked = `post ${want.slot} ${slot.channel} ${slot.losses}`;
    if (entry.asked.has(asked)) return 'waits';
    const parent = want.under === null ? undefined : incident.slots[want.under];
    const thread = parent?.ts ?? null;
    // Where the card was given up, its thread is too.
    if (want.under !== null && thread === null) return (parent?.losses ?? 0) > 1 ? 'right' : 'waits';
    const found = entry.ambiguous.has(want.slot) ? await this.#find(incident, want, slot, thread) : { ts: null };
    if ('failed' in found && ['later', 'ambiguous'].includes(found.failed))
      return this.#trouble.failed(entry, placed, found);
    const sent = 'failed' in found ? continued(message) : message;
    const standing = 'failed' in found ? null : found.ts;
    const posted = standing === null ? await this.#send(entry, incident, want, slot, sent, thread) : { ts: standing };
    if ('failed' in posted) return this.#trouble.failed(entry, placed, posted);
    entry.ambiguous.delete(want.slot);
    entry.asked.add(asked);
    if (standing === null) entry.shown.set(posted.ts, digest(JSON.stringify(sent)));
    entry.told.set(posted.ts, want.news);
    entry.editedAt.set(posted.ts, Date.now());
    entry.listener.tell({ do: 'message_posted', slot: want.slot, channel: slot.channel, ts: posted.ts });
    return 'waits';
  }

  async #find(
    { id, openedAt }: Incident,
    { slot, file }: Wanted,
    { channel }: Slot,
    thread: string | null,
  ): Promise<{ readonly ts: string | null } | CallFailure> {
    const { api, files } = this.#parts;
    if (file !== null && thread !== null) return files.find(channel, thread, file.name, openedAt);
    return api.find(channel, { incident: id, slot }, openedAt, thread);
  }

  async #send(
    entry: Entry,
    { id }: Incident,
    { slot, file }: Wanted,
    { channel }: Slot,
    message: SlackMessage,
    thread: string | null,
  ): Promise<Posted> {
    const { api, files } = this.#parts;
    if (file !== null && thread !== null && !entry.simple.has(slot))
      return files.upload(channel, thread, file, message.text);
    return api.post(channel, message, { incident: id, slot }, thread);
  }

  async #update(
    entry: Entry,
    { closed }: Incident,
    placed: Placed,
    { channel, ts }: { readonly channel: string; readonly ts: string },
    message: SlackMessage,
    rendered: string,
  ): Promise<Step> {
    const { news } = placed.want;
    const { updates, api, progressGapMs, owed } = this.#parts;
    // Of a closed incident that was read again nobody knows what its messages show: they are brought up to date, and wait for others.
    const told = entry.told.get(ts) === news || (closed !== null && !entry.told.has(ts));
    const urgency = news === null ? 'progress' : told ? 'rest' : 'news';
    const gap = (entry.editedAt.get(ts) ?? 0) + progressGapMs - Date.now();
    if (urgency === 'progress' && gap > 0) return { againMs: gap, own: true };
    const wait = updates.take(urgency, owed());
    if (wait > 0) return { againMs: wait, own: true };
    const updated = await api.update(channel, ts, message);
    if ('failed' in updated) {
      if (updated.failed === 'later') updates.pause(updated.retryMs);
      return this.#trouble.failed(entry, placed, updated);
    }
    entry.shown.set(ts, rendered);
    entry.told.set(ts, news);
    entry.editedAt.set(ts, Date.now());
    return 'right';
  }
}
