import { cleanText, cutText } from '../src/text/clean.js';
import { maskSecrets } from '../src/text/mask.js';
import type { Text } from '../src/text/text.js';

/** A reason is cut here; Slack's own limit for a message line is not far above. */
const REASON_MOST = 300;
/** The longest note, characters. */
export const NOTE_MOST = 10_000;

/** What somebody gave as a reason, as the record keeps it: mentions as people read them, secrets masked, not too long. Empty when they gave none. */
export function reasonOf(words: readonly string[]): string {
  return cutText(maskSecrets(spelt(words.join(' '))), REASON_MOST);
}

/** What somebody told, as the record keeps it, whole; or why it is not taken. */
export function noteOf(written: string): { readonly says: string } | { readonly refused: Text } {
  const says = kept(written);
  if (says === '') return { refused: ['There is nothing to note. Nothing was recorded.'] };
  return says.length > NOTE_MOST
    ? { refused: [...tooLong(says), ' Nothing was recorded; send it in parts.'] }
    : { says };
}

/** Words of any length as the record keeps them: cleaned, mentions as people read them, secrets masked. */
export function kept(written: string): string {
  return maskSecrets(spelt(cleanText(written).trim()));
}

/** How long it was, and how long it may be. */
export function tooLong(words: string): Text {
  return [`That is ${grouped(words.length)} characters; ${grouped(NOTE_MOST)} can be taken.`];
}

/** Slack's mentions and links as people read them: `<@U1|kim>` is @kim. */
function spelt(words: string): string {
  return words
    .replace(/<([@#])\w+\|([^>|]+)>/g, '$1$2')
    .replace(/<([@#]\w+)\|?>/g, '$1')
    .replace(/<(https?:\/\/[^\s<>|]+)(?:\|[^<>]*)?>/g, '$1')
    .replace(/<!subteam\^\w+\|@?([^>|]+)>/g, '@$1')
    .replace(/<!(\w+)(?:\|[^>]*)?>/g, '@$1');
}

/** `12,345` */
function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
