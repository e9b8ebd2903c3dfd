import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { MadeFile } from '../engine/reporter.js';
import type { File } from '../view/wanted.js';
import { failureOf, type CallFailure, type Posted } from './api.js';
import { cutPlain } from './cut.js';

/** Sending the bytes of one file ends within this, ms. */
const SEND_MS = 10_000;
/** Characters that Slack takes of what a picture shows. */
const LONGEST_ALT = 1_000;

const announced = z.object({ upload_url: z.string(), file_id: z.string() });

/** Attaches texts and pictures. Failures are values; nothing throws but the store. */
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

  /** Uploads what the store keeps into a thread, with `comment` (escaped) above it. Slack tells no time stamp: the file's id stands for it. */
  async upload(channel: string, threadTs: string, file: File, comment: string): Promise<Posted> {
    const { name, title, hash, encoding, alt } = file;
    const kept = await this.#kept(hash);
    if (kept === null) {
      this.#log.error({ hash, name }, 'a file that was to be attached is not kept');
      return { failed: 'refused', reason: 'it is not kept' };
    }
    const body = encoding === 'base64' ? Buffer.from(kept, 'base64') : kept;
    return this.share(channel, threadTs, { name, title, body, alt }, comment);
  }

  /**
   * Uploads a file into a channel, or into a thread of it. In three calls of our own: the client's `filesUploadV2` sends what a
   * picture shows under a name that Slack does not know.
   */
  async share(
    channel: string,
    threadTs: string | null,
    { name, title, body, alt }: MadeFile,
    comment: string,
  ): Promise<Posted> {
    // Slack takes no empty file.
    const bytes = Buffer.from(body.length === 0 ? '\n' : body);
    try {
      const { upload_url, file_id } = announced.parse(
        await this.#client.apiCall('files.getUploadURLExternal', {
          ...{ filename: name, length: bytes.length },
          ...(alt === null ? {} : { alt_txt: cutPlain(alt, LONGEST_ALT) }),
        }),
      );
      const sent = await fetch(upload_url, { method: 'POST', body: bytes, signal: AbortSignal.timeout(SEND_MS) });
      if (!sent.ok)
        return sent.status < 500 ? { failed: 'refused', reason: `HTTP ${sent.status}` } : { failed: 'ambiguous' };
      await this.#client.files.completeUploadExternal({
        files: [{ id: file_id, title }],
        ...(threadTs === null ? { channel_id: channel } : { channel_id: channel, thread_ts: threadTs }),
        initial_comment: comment,
      });
      return { ts: file_id };
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
