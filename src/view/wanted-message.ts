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

/** A text that a remedy brought back. */
export interface File {
  /** A file name, unique within its incident. */
  readonly name: string;
  readonly title: string;
  /** SHA-256 of the text as the store keeps it. */
  readonly hash: string;
}
