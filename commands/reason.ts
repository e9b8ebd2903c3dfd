import { cutText } from '../src/text/clean.js';
import { maskSecrets } from '../src/text/mask.js';

/** A reason is cut here; Slack's own limit for a message line is not far above. */
const REASON_MOST = 300;

/** What somebody gave as a reason, as the record keeps it: mentions as people read them, secrets masked, not too long. Empty when they gave none. */
export function reasonOf(words: readonly string[]): string {
  return cutText(maskSecrets(spelt(words.join(' '))), REASON_MOST);
}

/** Slack's mentions as people read them: `<@U1|kim>` is @kim. */
function spelt(words: string): string {
  return words.replace(/<([@#])\w+\|([^>|]+)>/g, '$1$2').replace(/<!(\w+)(?:\|[^>]*)?>/g, '@$1');
}
