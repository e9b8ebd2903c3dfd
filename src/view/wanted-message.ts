import { CARD } from '../incident/command.js';
import type { KeptFile } from '../incident/record.js';
import type { Message } from './message.js';

/** A message an incident should have in Slack now. */
export interface Wanted {
  readonly slot: string;
  /** The slot whose thread it belongs to; null for the channel itself. */
  readonly under: string | null;
  readonly message: Message;
  /** What it has to say without delay, in a form to compare; null while it tells of progress. More of the same news may wait. */
  readonly news: string | null;
  /** What is uploaded in the message's place, with the message as its comment; null for a message alone. */
  readonly file: File | null;
}

/** A text or a picture, as the store keeps it. */
export type File = KeptFile;

/** A message of the channel: what it says is news. */
export function inChannel(slot: string, message: Message): Wanted {
  return { slot, under: null, message, news: JSON.stringify(message.plain), file: null };
}

/** A reply in the thread of the card. */
export function inThread(slot: string, message: Message, file: File | null = null): Wanted {
  return { slot, under: CARD, message, news: JSON.stringify(message.plain), file };
}
