import type { Answer } from '../../commands/command.js';
import type { Wish } from '../engine/ports.js';
import type { InboxItem } from '../engine/store.js';
import { UserError } from '../errors.js';
import { note, type Message } from '../view/message.js';
import type { Speaker } from './speaker.js';
import { within } from './within.js';

/** How long a person waits for their wish to be recorded before they are told that it was not, in ms. */
const RECORD_MS = 1_500;
/** How long they wait while it is looked up what they mean, in ms. With the time to record it, Slack's 3 s suffice. */
const LOOK_MS = 1_200;
/** Slack's 3 s from the press to the acknowledgement, and what the way takes, in ms. */
const ACKNOWLEDGED_MS = 2_800;

/** Puts what somebody wishes into the inbox. */
export type Submit = (item: InboxItem) => Promise<'received' | 'repeated'>;

/** A change somebody asks for. */
export type Wished = Extract<Answer, { readonly wish: unknown }>;

/** Records a wish, and returns what only this person reads: that nothing was recorded; null for nothing. `since`: when they spoke, by `performance.now`. */
export async function give(wished: Wished, speaker: Speaker, submit: Submit, since: number): Promise<Message | null> {
  if (wished.wish.command.do === 'open' && speaker.channel.startsWith('D')) {
    return note(
      'Incidents live in channels, where others can help. Nothing was started; send this in a channel the bot is in.',
    );
  }
  return (await record(wished, speaker, submit, since)) ? null : notRecorded();
}

/** True when the wish is in the inbox. */
export async function record(wished: Wished, speaker: Speaker, submit: Submit, since: number): Promise<boolean> {
  const { channel, user, atCard, trigger } = speaker;
  const wish: Wish = { ...wished.wish, replyTo: { channel, user, atCard } };
  const patience = Math.min(RECORD_MS, ACKNOWLEDGED_MS - (performance.now() - since));
  const item = { key: `slack:${trigger}`, incident: wished.incident, command: wish };
  return recorded(submit(item), patience);
}

/** A write that is still under way when patience ends may yet arrive; its key keeps a second sending harmless only for Slack's own repeats. */
async function recorded(submitting: Promise<unknown>, patience: number): Promise<boolean> {
  const done = submitting.then(
    () => true,
    (error: unknown) => {
      if (error instanceof UserError) return false;
      throw error;
    },
  );
  return (await within(patience, done)) ?? false;
}

/** Rejects when the database takes too long to be read. */
export async function looked<T>(looking: Promise<T>): Promise<T> {
  const found = await within(
    LOOK_MS,
    looking.then((value) => ({ value })),
  );
  if (found === null) throw new UserError('store_unavailable', `The database did not answer within ${LOOK_MS} ms.`);
  return found.value;
}

/** The database did not answer while somebody waited. */
export function notRecorded(): Message {
  return note("Not recorded, nothing started: the bot's database is silent. Send it again in a minute.");
}
