import type { webApi } from '@slack/bolt';
import { within } from './within.js';

/** How long a channel's properties are believed, in ms: long enough for a burst, short enough for an invite to work at once. */
const KEPT_MS = 30_000;
/** Asking is part of acknowledging: it may not take long, ms. */
const PATIENCE_MS = 1_000;

export interface ChannelInfo {
  readonly isMember: boolean;
  /** Shared with another organisation. */
  readonly isShared: boolean;
}

/** What the bot knows of a channel, looked up when somebody speaks there. */
export class Channels {
  readonly #client: webApi.WebClient;
  readonly #known = new Map<string, { readonly info: ChannelInfo; readonly at: number }>();
  readonly #asking = new Map<string, Promise<ChannelInfo | null>>();

  constructor(client: webApi.WebClient) {
    this.#client = client;
  }

  /** What was known before where Slack does not tell in time, null where nothing was; a private channel the bot is not in says so. */
  async info(channel: string): Promise<ChannelInfo | null> {
    const known = this.#known.get(channel);
    if (known !== undefined && Date.now() - known.at < KEPT_MS) return known.info;
    const asking = this.#asking.get(channel) ?? this.#ask(channel).finally(() => this.#asking.delete(channel));
    this.#asking.set(channel, asking);
    const told = await within(PATIENCE_MS, asking);
    return told ?? known?.info ?? null;
  }

  async #ask(channel: string): Promise<ChannelInfo | null> {
    try {
      const { channel: found } = await this.#client.conversations.info({ channel });
      const info = { isMember: found?.is_member === true, isShared: found?.is_ext_shared === true };
      if (info.isMember || info.isShared) this.#known.set(channel, { info, at: Date.now() });
      return info;
    } catch (error) {
      const said = (error as { data?: { error?: string } }).data?.error;
      return said === 'channel_not_found' ? { isMember: false, isShared: false } : null;
    }
  }
}
