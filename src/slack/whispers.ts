import type { webApi } from '@slack/bolt';
import { peopleIn, type Message } from '../view/message.js';
import { slackMessage } from './blocks.js';
import type { Reading } from './mrkdwn.js';
import type { Names } from './names.js';
import type { ReadingOf } from './reading.js';
import type { SlackMessage } from './slack-message.js';
import type { Speaker } from './speaker.js';
import { within } from './within.js';

/** An answer does not wait longer for names: Slack gives three seconds for all of it, ms. */
const NAMES_MS = 400;

/** Answers to one person, rendered. */
export class Whispers {
  readonly #names: Names;
  readonly #readingOf: ReadingOf;
  /** A message that is given to many at once (help, in an outage) is rendered once. */
  readonly #known = new WeakMap<Message, SlackMessage>();

  constructor(names: Names, readingOf: ReadingOf) {
    this.#names = names;
    this.#readingOf = readingOf;
  }

  /** What rendering needs today. */
  today(): Reading {
    return this.#readingOf(new Date().toISOString());
  }

  async render(message: Message): Promise<SlackMessage> {
    const known = this.#known.get(message);
    if (known !== undefined) return known;
    await this.learn(message);
    const rendered = slackMessage(message, this.today());
    this.#known.set(message, rendered);
    return rendered;
  }

  /** The names a message shows, as far as Slack tells them at once. */
  async learn(message: Message): Promise<void> {
    await within(NAMES_MS, this.#names.learn(peopleIn(message)));
  }

  /** Shows a message to the speaker alone, where they spoke. Rejects when Slack does not take it. */
  async whisper(client: webApi.WebClient, { channel, user }: Speaker, message: Message): Promise<void> {
    const rendered = await this.render(message);
    await client.chat.postEphemeral({ channel, user, ...rendered, parse: 'none', link_names: false });
  }
}
