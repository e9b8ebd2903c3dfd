import type { webApi } from '@slack/bolt';
import { failureOf } from './api.js';

/** Slack said no, in its own word (`no_answer` where it said nothing); `retryMs` where it only said not now. */
export interface NotDone {
  readonly refused: string;
  readonly retryMs: number | null;
}

/** A channel as the bot sees it. */
export interface SeenChannel {
  readonly id: string;
  readonly name: string;
  readonly topic: string;
  readonly isPrivate: boolean;
  /** User id of who made it. */
  readonly creator: string;
  /** ISO 8601. */
  readonly createdAt: string;
}

/** Slack gives fewer than 1,000 channels at once. */
const PAGE = 999;
const PAGES = 5;

/** The calls the bot makes about channels of its own. Failures are values; nothing throws. */
export class ChannelApi {
  readonly #client: webApi.WebClient;
  constructor(client: webApi.WebClient) {
    this.#client = client;
  }

  /** Makes a channel with the bot in it; its id. */
  async create(name: string, isPrivate: boolean): Promise<{ readonly id: string } | NotDone> {
    return attempt(async () => {
      const { channel } = await this.#client.conversations.create({ name, is_private: isPrivate });
      return { id: channel?.id ?? '' };
    });
  }

  /** The channel of this name among those the bot is in; null when there is none. */
  async mine(name: string, isPrivate: boolean): Promise<{ readonly channel: SeenChannel | null } | NotDone> {
    return attempt(async () => {
      const types = isPrivate ? 'private_channel' : 'public_channel';
      for (let cursor = '', page = 0; page === 0 || (cursor !== '' && page < PAGES); page += 1) {
        const told = await this.#client.users.conversations({ types, cursor, limit: PAGE, exclude_archived: true });
        const found = (told.channels ?? []).find((one) => one.name === name);
        if (found !== undefined) return { channel: seen(found) };
        cursor = told.response_metadata?.next_cursor ?? '';
      }
      return { channel: null };
    });
  }

  async info(channel: string): Promise<SeenChannel | NotDone> {
    return attempt(async () => seen((await this.#client.conversations.info({ channel })).channel ?? {}));
  }

  async setTopic(channel: string, topic: string): Promise<NotDone | null> {
    return attempt(async () => this.#client.conversations.setTopic({ channel, topic }).then(() => null));
  }

  /** Lets people in; those who cannot be are left out. */
  async invite(channel: string, users: readonly string[]): Promise<NotDone | null> {
    const failed = await attempt(async () =>
      this.#client.conversations.invite({ channel, users: users.join(','), force: true }).then(() => null),
    );
    return failed?.refused === 'already_in_channel' ? null : failed;
  }

  /** The links at the top of a channel. */
  async bookmarks(channel: string): Promise<readonly string[] | NotDone> {
    return attempt(async () => {
      const { bookmarks } = await this.#client.bookmarks.list({ channel_id: channel });
      return (bookmarks ?? []).flatMap(({ link }) => link ?? []);
    });
  }

  async addBookmark(channel: string, title: string, link: string): Promise<NotDone | null> {
    return attempt(async () =>
      this.#client.bookmarks.add({ channel_id: channel, title, type: 'link', link }).then(() => null),
    );
  }
}

interface Told {
  id?: string;
  name?: string;
  topic?: { value?: string };
  is_private?: boolean;
  creator?: string;
  created?: number;
}

function seen({ id, name, topic, is_private, creator, created }: Told): SeenChannel {
  return {
    ...{ id: id ?? '', name: name ?? '', topic: topic?.value ?? '' },
    ...{ isPrivate: is_private ?? false, creator: creator ?? '' },
    createdAt: new Date((created ?? 0) * 1_000).toISOString(),
  };
}

async function attempt<T>(call: () => Promise<T>): Promise<T | NotDone> {
  try {
    return await call();
  } catch (error) {
    const failure = failureOf(error);
    const said = (error as { data?: { error?: string } }).data?.error;
    return { refused: said ?? 'no_answer', retryMs: failure.failed === 'later' ? failure.retryMs : null };
  }
}
