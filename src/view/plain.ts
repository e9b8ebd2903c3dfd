import type { Part, Text } from '../text/text.js';
import { cutWords } from './lists.js';

/** What a notification shows whole, in characters. */
const PLAIN_MOST = 150;

/** As much of a text as a notification holds, or `most` characters, cut at a word. Times count as they are recorded, which is longer than they are shown. */
export function brief(says: Text, most = PLAIN_MOST): Text {
  const kept: Part[] = [];
  // One is kept for the ellipsis.
  let room = most - 1;
  for (const part of says) {
    const { length } = typeof part === 'string' ? part : (Object.values(part)[0] ?? '');
    if (length > room) return [...kept, typeof part === 'string' ? cutWords(part, room + 1) : '…'];
    kept.push(part);
    room -= length;
  }
  return kept;
}
