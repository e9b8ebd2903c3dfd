import type { Logger } from 'pino';
import type { Incident } from '../incident/state.js';
import type { CallFailure, SlackApi } from './api.js';
import type { Entry } from './entry.js';
import type { Placed } from './placed.js';

/** What to do after one slot was looked at: it is right, it waits for the log, or it wants another try. `own`: an edit we put off ourselves. */
export type Step = 'right' | 'waits' | { readonly againMs: number; readonly own?: true };

export interface SlotTroubleParts {
  readonly api: SlackApi;
  readonly log: Logger;
  readonly retryMs: number;
}

/** What becomes of a message that could not be shown. */
export class SlotTrouble {
  readonly #parts: SlotTroubleParts;
  constructor(parts: SlotTroubleParts) {
    this.#parts = parts;
  }

  async failed(entry: Entry, placed: Placed, failure: CallFailure): Promise<Step> {
    const { log, retryMs } = this.#parts;
    const { slot } = placed.want;
    log.warn({ incident: entry.incident.id, slot, failure }, 'a message could not be shown');
    entry.retries += 1;
    if (failure.failed === 'later') {
      entry.quietUntil = Date.now() + failure.retryMs;
      return { againMs: failure.retryMs };
    }
    if (failure.failed === 'gone' && !placed.aside) return this.#lost(entry, slot, failure);
    if (failure.failed === 'refused' && !entry.simple.has(slot)) {
      entry.simple.add(slot);
      return { againMs: 10 };
    }
    // A place beside that cannot be written to does not move the incident, nor hold it up.
    if (failure.failed !== 'ambiguous' && placed.aside) {
      entry.givenUp.add(slot);
      return 'right';
    }
    if (failure.failed === 'ambiguous') entry.ambiguous.add(slot);
    return { againMs: Math.min(30_000, retryMs * 2 ** Math.min(entry.retries - 1, 6)) };
  }

  /** The message is gone: the incident goes on in the same channel, or, where that is gone too, where it was opened, or in a DM to who opened it. Once. */
  async #lost(
    entry: Entry,
    slot: string,
    { reason, channelGone }: Extract<CallFailure, { failed: 'gone' }>,
  ): Promise<Step> {
    const { incident } = entry;
    const asked = `lost ${slot} ${incident.slots[slot]?.losses ?? 0} ${incident.home ?? ''}`;
    if (entry.asked.has(asked)) return 'waits';
    entry.asked.add(asked);
    const home = channelGone ? await this.#elsewhere(incident) : incident.home;
    entry.listener.tell({
      do: 'message_lost',
      slot,
      reason: lossWords[reason] ?? 'its first message is gone',
      home,
    });
    return 'waits';
  }

  async #elsewhere({ openedBy, home, origin }: Incident): Promise<string | null> {
    if (origin !== null && origin !== home) return origin;
    const [via, user] = openedBy.split(':');
    const direct = via === 'slack' && user !== undefined ? await this.#parts.api.directMessage(user) : null;
    return direct === home ? null : direct;
  }
}

const lossWords: Readonly<Record<string, string>> = {
  message_not_found: 'its first message was deleted',
  is_archived: 'its channel was archived',
  is_inactive: 'its channel was archived',
  not_in_channel: 'the bot was removed from its channel',
  channel_not_found: 'its channel is not visible to the bot any more',
};
