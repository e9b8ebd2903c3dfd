import type { Names } from './names.js';
import { partyNamed, type Parties } from './parties.js';
import type { Reading } from './mrkdwn.js';

/** What rendering needs for a day: the names known by now, and config.yml's parties. */
export type ReadingOf = (day: string) => Reading;

/** Ties names and parties together. */
export function readingFrom(names: Names, parties: Parties): ReadingOf {
  return (day) => ({
    name: (person) => names.name(person),
    party: (name) => partyNamed(parties, name),
    day,
  });
}
