import { note, type Message } from '../view/message.js';
import type { Channels } from './channels.js';
import type { Speaker } from './speaker.js';

export interface GuardParts {
  readonly channels: Channels;
  /** The workspace the bot is installed in. */
  readonly team: string;
  readonly sharedChannels: readonly string[];
  /** The bot's name as people invite it: `@runbook`. */
  readonly botName: string;
}

/** Whom the bot listens to, and where. */
export class Guard {
  readonly #parts: GuardParts;
  constructor(parts: GuardParts) {
    this.#parts = parts;
  }

  /** Why this person is not listened to here; null when they are. */
  async refuses({ team, grid, channel }: Speaker): Promise<Message | null> {
    if (grid)
      return note(
        'This bot does not serve an Enterprise Grid organisation as a whole. Nothing was started; install it in one workspace.',
      );
    if (team !== this.#parts.team)
      return note('Only members of the workspace this bot is installed in can use it. Nothing was started.');
    if (channel.startsWith('D')) return null;
    const info = await this.#parts.channels.info(channel);
    if (info === null) return null;
    if (info.isShared && !this.#parts.sharedChannels.includes(channel)) {
      return note(
        'This channel is shared with another organisation, so the bot says nothing here. Nothing was started; use an internal channel.',
      );
    }
    if (info.isMember) return null;
    return note(
      'The bot is not in this channel; nothing started. Send ',
      { code: `/invite ${this.#parts.botName}` },
      ', then send your command again.',
    );
  }
}
