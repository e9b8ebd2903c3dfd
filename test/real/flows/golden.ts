import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';

const FOLDER = join(import.meta.dirname, 'cards');
/** Between the ways one card may read: what a check sees first may depend on the moment. */
const OR = '\n~~~ or ~~~\n';

/** What differs from run to run, in the order it is replaced. */
const CHANGING: readonly (readonly [RegExp, string])[] = [
  [/\bflow-[a-z]+\d*-\d+/g, 'demo'],
  [/\b172\.\d+\.\d+\.\d+/g, '172.#'],
  [/\/\S*\/(?=docker\.sock)/g, '…/'],
  [/\b\d{2}:\d{2}:\d{2}\b/g, 'hh:mm:ss'],
  [/\b\d{2}:\d{2}\b/g, 'hh:mm'],
  [/\b\d+(\.\d+)? of (\d+(\.\d+)? )?(KiB|MiB|GiB)/g, '# of $2$4'],
  [/\b\d+(\.\d+)? (ms|KiB|MiB|%)/g, '# $2'],
  [/\b\d+ (min|s) \d+ (s|ms)\b/g, '# $1'],
  [/\b\d+(\.\d+)? s\b/g, '# s'],
  [/\bINC-\d+/g, 'INC-#'],
  // Ids of images and commits, and the demo's tags made of what they are built from.
  [/\b[0-9a-f]{12}\b/g, 'id'],
  [/\b(to|from|at) [0-9a-f]{7}\b/g, '$1 commit'],
  [/\/\S*\/runbook-bot-demo-\w+/g, '/srv/demo'],
  [/\bprocess \d+/g, 'process #'],
  [/\b(port|pid) \d{2,}/g, '$1 #'],
  [/:\d{4,5}\b/g, ':#'],
  [/\bpublished on \d+/g, 'published on #'],
  [/\b\d+ (lines read|failed probes?|times|connections|idle)/g, '# $1'],
  [/ and \d+ more\b/g, ' and # more'],
  // Whoever is called for an unknown cause may be called a moment before or after this.
  [/\blevel \d\b/g, 'level #'],
];

/** The words of a message without what differs from run to run. */
export function steady(words: string): string {
  return CHANGING.reduce((text, [pattern, put]) => text.replace(pattern, put), words).trimEnd() + '\n';
}

/** Whether the card of this name shows something to press in the end; null where nobody wrote it down yet. */
export function endsWithButtons(name: string): boolean | null {
  const file = join(FOLDER, `${name}.txt`);
  return existsSync(file) ? /^\[ /m.test(readFileSync(file, 'utf8')) : null;
}

/**
 * What was seen first, and so what could be ruled out, depends on the moment, and so do the people and clocks of the last line, which
 * the view's own scenes hold; the rest of a card does not.
 */
const OF_THE_MOMENT = /^(•|Ruled out:|Unknown:|Could be:|INC-#)/;

function lasting(card: string): string {
  return card
    .split('\n')
    .filter((line) => !OF_THE_MOMENT.test(line))
    .join('\n');
}

function evidence(card: string): string[] {
  return card.split('\n').filter((line) => line.startsWith('•'));
}

/**
 * Holds a card against the file that a reviewer has read: word for word but for what depends on the moment, and with a piece of
 * the evidence that stands there. `UPDATE_CARDS=1` adds what it reads like now, to be read in the diff.
 */
export function expectGolden(name: string, words: string): void {
  const file = join(FOLDER, `${name}.txt`);
  const known = existsSync(file) ? readFileSync(file, 'utf8').split(OR) : [];
  const now = steady(words);
  if (process.env['UPDATE_CARDS'] === '1' && !known.includes(now)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, [...known, now].join(OR));
    return;
  }
  if (known.length === 0) throw new Error(`${file} is not there: run with UPDATE_CARDS=1`);
  if (!known.map(lasting).includes(lasting(now))) expect(now).toBe(known[0]);
  const read = known.flatMap(evidence);
  if (!evidence(now).some((line) => read.includes(line))) expect(now).toBe(known[0]);
}
