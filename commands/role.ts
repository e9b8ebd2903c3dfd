import { ROLES, type Role } from '../src/incident/roles.js';
import { cutText } from '../src/text/clean.js';
import { nearest } from '../src/text/nearest.js';
import type { Reading } from './command.js';
import { typed, type Reader } from './offers.js';
import { refused } from './target.js';

/** Words longer than this are nobody's. */
const WORD_MOST = 60;
/** Words that only tie a person to a role: `kim as scribe`. */
const TIES: ReadonlySet<string> = new Set(['as', 'is', 'to', 'the']);

/** The role these words name; the commander where they name none; null for a word that is no role. */
export function roleIn(words: readonly string[]): Role | null {
  const [word, ...more] = words.map((one) => one.toLowerCase()).filter((one) => !TIES.has(one));
  if (word === undefined) return 'commander';
  return more.length === 0 ? (ROLES.find((role) => role === word) ?? null) : null;
}

/** What to say of a word that is no role: the nearest one, and what to send instead. `before`: the words that stood before it. */
export function notARole(reader: Reader, said: string, before: readonly string[]): Reading {
  const meant = said.length > WORD_MOST ? null : nearest(said, ROLES);
  return refused(
    'No role is called ',
    { code: cutText(said, WORD_MOST) },
    meant === null ? `; there are ${ROLES.join(', ')}` : '; nearest: ',
    ...(meant === null ? [] : [{ code: meant }]),
    '. Nothing was changed. Send ',
    { code: typed(reader, ...before, meant ?? ROLES[0]) },
    '.',
  );
}
