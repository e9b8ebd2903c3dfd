import type { Account } from '../../engine/reporter.js';
import type { Actor } from '../../incident/actor.js';
import { nameOf } from '../people.js';
import { cleanText, cutText } from '../../text/clean.js';
import { maskSecrets } from '../../text/mask.js';
import type { Text } from '../../text/text.js';
import { utcClock } from '../../text/clock.js';
import { canDraw, fitting, widthOf, type Face } from './fonts.js';

/** Stands where the fonts have no shape: an emoji, another script. */
const NO_SHAPE = '\u25a1';
const LONGEST = 2_000;
const LONGEST_NAME = 24;

/** Any words made fit for one line of a picture: masked, cleaned, without line ends, only what the fonts can draw. */
export function oneLine(words: string): string {
  const clean = cutText(maskSecrets(cleanText(words)), LONGEST)
    .replace(/\s+/g, ' ')
    .trim();
  return Array.from(clean, (one) => (canDraw(one) ? one : NO_SHAPE)).join('');
}

/** A name as it stands in a picture: a long one is cut, or it would take the place of what was done. */
export function shortName(actor: Actor, names: Account['names']): string {
  return cutText(oneLine(nameOf(actor, names)), LONGEST_NAME);
}

/** A text as it stands in a picture; times in UTC, with their date where it is not that day's. */
export function flat(text: Text, day: string): string {
  const parts = text.map((part) => {
    if (typeof part === 'string') return part;
    if ('bold' in part) return part.bold;
    if ('code' in part) return part.code;
    if ('time' in part) return utcClock(part.time, part.to, day);
    if ('link' in part) return part.link;
    return 'person' in part ? 'a person' : part.mention.replace(/^party:/, '');
  });
  return oneLine(parts.join(''));
}

/** The words, cut with an ellipsis where they are wider than `width`. */
export function fit(words: string, width: number, face: Face): string {
  if (widthOf(words, face) <= width) return words;
  const letters = Array.from(words);
  const most = fitting(letters, width - widthOf('…', face), face);
  return `${letters.slice(0, most).join('').trimEnd()}…`;
}

/** The words in at most `most` lines of that width; the last is cut where they are more. */
export function wrap(words: string, width: number, face: Face, most: number): readonly string[] {
  const lines: string[] = [];
  let rest = words;
  while (rest !== '' && lines.length < most - 1) {
    const line = firstLine(rest, width, face);
    lines.push(line);
    rest = rest.slice(line.length).trimStart();
  }
  return rest === '' ? lines : [...lines, fit(rest, width, face)];
}

function firstLine(words: string, width: number, face: Face): string {
  const letters = Array.from(words);
  // A line holds one character at least, or there would be no end of it.
  const head = letters.slice(0, Math.max(1, fitting(letters, width, face))).join('');
  if (head.length === words.length || words[head.length] === ' ') return head;
  // A word longer than a line is broken where the line ends.
  const space = head.lastIndexOf(' ');
  return space > 0 ? head.slice(0, space) : head;
}
