import { cutText } from '../text/clean.js';

/** `a, b and 3 more`: at most `most` names. */
export function someOf(names: readonly string[], most: number): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}

/** Cuts at a word, with an ellipsis, so that the whole stays within `most` characters. */
export function cutWords(words: string, most: number): string {
  if (words.length <= most) return words;
  const cut = cutText(words, most);
  return cut.includes(' ') ? `${cut.replace(/\s+\S*$/, '')}…` : cut;
}
