import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { AskSlack } from '../src/doctor/ask-slack.js';
import { METADATA_TYPE } from '../src/slack/api.js';
import type { SlackReply } from '../src/slack/question.js';

/** Between two looks, ms: Slack allows about 50 a minute. */
const LOOK_MS = 1_500;

const message = z.object({
  ts: z.string(),
  text: z.string().default(''),
  blocks: z.array(z.looseObject({ type: z.string() })).default([]),
  metadata: z.object({ event_type: z.string() }).optional(),
});
const page = z.object({ messages: z.array(message) });
const header = z.object({ text: z.object({ text: z.string() }) });

/** A message of the bot as Slack gives it back. */
export interface ReadMessage {
  readonly ts: string;
  readonly text: string;
  /** The first line of a card; empty for a message without a header. */
  readonly header: string;
}

/** Slack did not let us read. */
export class Unreadable extends Error {}

/** Reads a channel through Slack's own API: what people see, not what the bot believes. */
export class SmokeReader {
  readonly #ask: AskSlack;
  readonly #channel: string;

  constructor(ask: AskSlack, channel: string) {
    this.#ask = ask;
    this.#channel = channel;
  }

  /** The bot's messages in the channel after a time (seconds since 1970), newest first. Throws `Unreadable`. */
  async cards(oldest: number): Promise<ReadMessage[]> {
    const range = { oldest: String(oldest), limit: '50', include_all_metadata: 'true' };
    return this.#read('conversations.history', range);
  }

  /** The bot's messages of a thread: the card, then the replies. Throws `Unreadable`. */
  async thread(ts: string): Promise<ReadMessage[]> {
    return this.#read('conversations.replies', { ts, limit: '50', include_all_metadata: 'true' });
  }

  async #read(method: string, input: Readonly<Record<string, string>>): Promise<ReadMessage[]> {
    const answer = await this.#ask(method, { channel: this.#channel, ...input });
    if (answer.said === 'nothing') throw new Unreadable(answer.reason);
    if (answer.said === 'refused' && answer.error !== 'ratelimited') throw new Unreadable(answer.error);
    return answer.said === 'ok' ? ours(answer) : [];
  }
}

function ours({ body }: SlackReply): ReadMessage[] {
  const { messages } = page.parse(body);
  return messages
    .filter(({ metadata }) => metadata?.event_type === METADATA_TYPE)
    .map(({ ts, text, blocks }) => ({ ts, text, header: headerOf(blocks) }));
}

function headerOf(blocks: readonly { type: string }[]): string {
  const first = blocks.find(({ type }) => type === 'header');
  return header.safeParse(first).data?.text.text ?? '';
}

/** Looks until there is something, or until `waitMs` have passed: then null. */
export async function lookUntil<T>(look: () => Promise<T | undefined>, waitMs: number): Promise<T | null> {
  const deadline = Date.now() + waitMs;
  while (Date.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(LOOK_MS);
  }
  return null;
}
