import type { LogRow } from '../src/engine/store.js';
import type { Report } from '../src/incident/record.js';
import { cutText } from '../src/text/clean.js';
import type { Text } from '../src/text/text.js';
import { note } from '../src/view/message.js';
import type { Answer, Ask, Reading, Subcommand } from './command.js';
import { typed } from './offers.js';
import { findTarget, refused } from './target.js';

/** A hash, or how it begins; as it is posted with a summary. */
const HASH = /^[0-9a-f]{8,64}$/;
/** So much of a hash is shown. */
const SHOWN = 8;

/** Proves that nobody changed the record of an incident, or says where somebody did. */
export const verify: Subcommand = {
  word: 'verify',
  group: 'record',
  usage: 'verify',
  says: 'whether nobody changed the record',
  answer: async (ask) => {
    const target = await findTarget(ask, 'verify');
    if ('unclear' in target) return target.unclear;
    const { incident } = target.row;
    const said = target.rest
      .join(' ')
      .toLowerCase()
      .replace(/…$|\.{3}$/, '');
    if (said === '' || HASH.test(said)) return verified(ask, incident, said);
    const right = typed(ask, 'verify', incident, '9f3c07e1');
    return refused({ code: cutText(said, 70) }, ' is no hash; 8 digits of it are enough, like ', { code: right }, '.');
  },
};

async function verified({ look }: Ask, id: string, given: string): Promise<Answer> {
  const verdict = await look.verify(id);
  if (!verdict.intact)
    return broken(
      `The record of ${id} is broken at event ${verdict.seq}: ${verdict.why}. Do not rely on it from there on.`,
    );
  const { events, pruned, head } = verdict;
  const rows = await look.rows(id);
  const reports = (await look.read(id))?.reports ?? [];
  const posted = reports.at(-1);
  if (posted !== undefined && !isAsPosted(rows, posted)) return unlikePosted(id, posted);
  const found = given === '' ? null : rows.findLast(({ hash }) => hash.startsWith(given));
  if (found === undefined)
    return broken(
      `No event of ${id} has a hash that begins with ${short(given)}: this is not the record it was taken from.`,
    );
  const says: Text = [
    `The record of ${id} is unbroken: ${counted(events)}, head `,
    { code: short(head) },
    '.',
    ...(posted === undefined
      ? []
      : [` Up to event ${posted.upTo} it is as posted with its summary, `, { code: short(posted.head) }, '.']),
    ...(found === null ? [] : [` Your hash is that of event ${found.seq}.`]),
    ...(pruned === 0 ? [] : [` Details of ${counted(pruned)} were removed by age; their hashes still fit.`]),
  ];
  return { message: note(...says) };
}

/** What was posted with a summary proves the log up to there: that event must still have that hash. */
function isAsPosted(rows: readonly LogRow[], { upTo, head }: Report): boolean {
  return rows.find(({ seq }) => seq === upTo)?.hash === head;
}

function unlikePosted(id: string, { upTo, head }: Report): Reading {
  return broken(
    `The record of ${id} was changed: event ${upTo} is not the one posted with its summary, ${short(head)}.`,
  );
}

function broken(says: string): Reading {
  return { message: note(says), exit: 'problem' };
}

function short(hash: string): string {
  return hash.slice(0, SHOWN);
}

function counted(events: number): string {
  return `${events} ${events === 1 ? 'event' : 'events'}`;
}
