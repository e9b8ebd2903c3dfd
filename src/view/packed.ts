import type { Part, Text } from '../text/text.js';
import { section, type Block } from './message.js';

/** What a block of text holds at most, and a line of it, counted as `weigh` does. A little below Slack's own limits. */
const BLOCK_MOST = 2_700;
const LINE_MOST = 2_600;

/** A line break takes as much of a phone as so many characters. */
const BREAK = 30;
const WEIGHTS: Readonly<Record<string, number>> = { '&': 5, '<': 4, '>': 4, '\n': BREAK };
const TIME = 60;
const NAME = 40;

/** Lines as few blocks as Slack's limits allow, in order. */
export function packed(lines: readonly Text[]): readonly Block[] {
  const blocks: Text[] = [];
  let room = 0;
  for (const line of lines.map((one) => cutTo(one, LINE_MOST))) {
    const weight = weigh(line) + 1;
    const last = blocks.at(-1);
    if (last === undefined || weight > room) {
      blocks.push(line);
      room = BLOCK_MOST - weight;
    } else {
      blocks[blocks.length - 1] = [...last, '\n', ...line];
      room -= weight;
    }
  }
  return blocks.map((says) => section(...says));
}

/** A text that weighs at most so much; what is left out is marked by `…`. */
export function cutTo(says: Text, most: number): Text {
  const kept: Part[] = [];
  let room = most;
  for (const part of says) {
    const weight = weighPart(part);
    if (weight > room) return [...kept, ...(typeof part === 'string' ? [cutWords(part, room)] : []), '…'];
    kept.push(part);
    room -= weight;
  }
  return kept;
}

/** How much of Slack's room a text takes, escaped, in characters; never too little. */
function weigh(says: Text): number {
  return says.reduce((sum, part) => sum + weighPart(part), 0);
}

function weighPart(part: Part): number {
  if (typeof part === 'string') return weighWords(part);
  if ('bold' in part) return weighWords(part.bold) + 2;
  if ('code' in part) return weighWords(part.code) + 2;
  if ('time' in part) return TIME;
  if ('link' in part) return weighWords(part.link) + weighWords(part.url) + 3;
  return NAME;
}

function weighWords(words: string): number {
  let sum = 0;
  for (const unit of words.split('')) sum += WEIGHTS[unit] ?? 1;
  return sum;
}

function cutWords(words: string, most: number): string {
  let room = most;
  let end = 0;
  for (const character of words) {
    room -= weighWords(character);
    if (room < 0) break;
    end += character.length;
  }
  return words.slice(0, end).trimEnd();
}
