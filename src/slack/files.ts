import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { File } from '../view/wanted.js';
import { failureOf, type CallFailure, type Posted } from './api.js';

/** Attaches texts to threads. Failures are values; nothing throws but the store. */
export class SlackFiles {
  readonly #client: webApi.WebClient;
  readonly #kept: (hash: string) => Promise<string | null>;
  readonly #log: Logger;

  /** `kept` gives a text by its SHA-256; null when it was pruned. */
  constructor(client: webApi.WebClient, kept: (hash: string) => Promise<string | null>, log: Logger) {
    this.#client = client;
    this.#kept = kept;
    this.#log = log;
  }

  /** Uploads a text into a thread, with `comment` (escaped) above it. Slack tells no time stamp: the file's id stands for it. */
  async upload(channel: string, threadTs: string, { name, title, hash }: File, comment: string): Promise<Posted> {
    const body = await this.#kept(hash);
    if (body === null) {
      this.#log.error({ hash, name }, 'a text that was to be attached is not kept');
      return { failed: 'refused', reason: 'its text is not kept' };
    }
    try {
      const uploaded = await this.#client.filesUploadV2({
        channel_id: channel,
        thread_ts: threadTs,
        filename: name,
        title,
        // Slack takes no empty file.
        content: body === '' ? '\n' : body,
        initial_comment: comment,
      });
      return { ts: uploaded.files[0]?.files?.[0]?.id ?? name };
    } catch (error) {
      return failureOf(error);
    }
  }

  /** Looks for a file of ours in a thread; null when it is not there. */
  async find(
    channel: string,
    threadTs: string,
    name: string,
    since: string,
  ): Promise<{ readonly ts: string | null } | CallFailure> {
    const oldest = String(Math.floor(Date.parse(since) / 1_000) - 60);
    try {
      const { messages } = await this.#client.conversations.replies({ channel, ts: threadTs, oldest, limit: 200 });
      const ours = (messages ?? []).filter(({ bot_id }) => bot_id !== undefined).flatMap(({ files }) => files ?? []);
      return { ts: ours.find((file) => file.name === name)?.id ?? null };
    } catch (error) {
      return failureOf(error);
    }
  }
}
