import type { webApi } from '@slack/bolt';
import type { Logger } from 'pino';
import type { Source } from '../incident/record.js';
import { cleanText, cutText } from '../text/clean.js';
import { maskSecrets } from '../text/mask.js';
import { authorOf, mentionedIn, messageSchema, wordsOf, type ReadMessage } from './message-words.js';
import type { Names } from './names.js';
import { within } from './within.js';

/** Reading a message is part of acknowledging: it may not take longer in all, ms. */
const PATIENCE_MS = 1_200;
/** What is longer is cut: it stands in Slack in full. */
const SAYS_MOST = 10_000;

/** A message of people as it is now, its words cleaned and masked. */
export interface Said {
  readonly source: Source;
  readonly says: string;
}

/** Reads messages that people point at. */
export class Messages {
  readonly #client: webApi.WebClient;
  readonly #names: Names;
  readonly #log: Logger;

  constructor(client: webApi.WebClient, names: Names, log: Logger) {
    this.#client = client;
    this.#names = names;
    this.#log = log;
  }

  /** A message at the top level or in a thread; null where Slack does not give it in time. */
  async said(channel: string, ts: string): Promise<Said | null> {
    return within(
      PATIENCE_MS,
      this.#said(channel, ts).catch((error: unknown) => {
        this.#log.warn({ err: error, channel, ts }, 'a message that somebody pointed at could not be read');
        return null;
      }),
    );
  }

  /** The words of a message that Slack sent along, and who wrote it. */
  async words(given: unknown): Promise<{ readonly says: string; readonly author: string }> {
    const message = messageSchema.parse(given);
    const author = authorOf(message);
    await this.#names.learn([author, ...mentionedIn(message)]);
    return { says: this.#masked(message), author };
  }

  async #said(channel: string, ts: string): Promise<Said | null> {
    const [message, link] = await Promise.all([this.#read(channel, ts), this.#link(channel, ts)]);
    if (message === null) return null;
    const { says, author } = await this.words(message);
    const at = new Date(Number(ts) * 1_000).toISOString();
    return { source: { channel, ts, author, at, link }, says };
  }

  /** The history of a channel leaves out what was said in threads. */
  async #read(channel: string, ts: string): Promise<ReadMessage | null> {
    const range = { channel, oldest: ts, latest: ts, inclusive: true, limit: 5 };
    const { messages: top } = await this.#client.conversations.history(range);
    const found = one(top, ts);
    if (found !== null) return found;
    const { messages: replies } = await this.#client.conversations.replies({ ...range, ts });
    return one(replies, ts);
  }

  async #link(channel: string, ts: string): Promise<string | null> {
    const found = await this.#client.chat.getPermalink({ channel, message_ts: ts }).catch(() => null);
    return found?.permalink ?? null;
  }

  #masked(message: ReadMessage): string {
    const words = wordsOf(message, (actor) => this.#names.name(actor));
    return cutText(maskSecrets(cleanText(words).trim()), SAYS_MOST);
  }
}

function one(messages: readonly unknown[] | undefined, ts: string): ReadMessage | null {
  const read = (messages ?? []).flatMap((given) => messageSchema.safeParse(given).data ?? []);
  return read.find((message) => message.ts === ts) ?? null;
}
