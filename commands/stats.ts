import { addMilliseconds } from 'date-fns/addMilliseconds';
import { isBefore } from 'date-fns/isBefore';
import { parseISO } from 'date-fns/parseISO';
import { subDays } from 'date-fns/subDays';
import type { Counted } from '../src/engine/store.js';
import { statsPicture } from '../src/reports/pictures/stats.js';
import { cutText } from '../src/text/clean.js';
import { nearest } from '../src/text/nearest.js';
import type { Message } from '../src/view/message.js';
import { statsMessage } from '../src/view/stats.js';
import type { Answer, Ask, Look, Subcommand } from './command.js';
import { typed } from './offers.js';
import { refused } from './target.js';

/** So far back where nobody says how far. */
const USUAL_DAYS = 90;
const MOST_DAYS = 3_660;
const PICTURE = '--svg';

/** What figures are about. */
export interface StatsAsked {
  readonly days: number;
  /** Null for all runbooks. */
  readonly runbook: string | null;
}

/** What past incidents come to. */
export const stats: Subcommand = {
  word: 'stats',
  group: 'find',
  usage: 'stats [runbook]',
  says: 'what past incidents come to',
  answer: async (ask) => {
    const words = ask.words.map((word) => word.toLowerCase().replace(/^[–—]/u, '--'));
    const asked = understood(
      words.filter((word) => word !== PICTURE),
      ask.look,
    );
    if ('unknown' in asked) return notUnderstood(ask, asked.unknown);
    const { counted, message } = await statsFor(ask.look, asked);
    if (!words.includes(PICTURE)) return { message };
    if (ask.channel !== null) return refused('The picture comes with “Post with picture”. Nothing was posted.');
    return { output: statsPicture(counted, ask.look.now()).svg };
  },
};

/** The figures, and as a message with a button to post them with their picture. */
export async function statsFor(
  look: Look,
  { days, runbook }: StatsAsked,
): Promise<{ readonly counted: readonly Counted[]; readonly message: Message }> {
  const now = look.now();
  const all = await look.count(subDays(now, days));
  const counted = runbook === null ? all : all.filter((one) => one.runbook === runbook);
  const overdue = look
    .runbooks()
    .filter(({ id }) => runbook === null || id === runbook)
    .filter(({ reviewed, reviewEvery }) => isBefore(addMilliseconds(parseISO(reviewed), reviewEvery), now))
    .map(({ id }) => id);
  return { counted, message: statsMessage({ days, runbook, figures: counted, overdue }) };
}

/** What the button of the figures carries: `90`, or `90:api-down`; null for anything else. */
export function statsAsked(value: string): StatsAsked | null {
  const [, days = '', runbook = null] = /^(\d{1,4})(?::([\w-]{1,100}))?$/.exec(value) ?? [];
  return days === '' ? null : { days: Number(days), runbook };
}

/** A runbook, a time (`30d`, `12w`), both or neither; the first word that is none of them otherwise. */
function understood(words: readonly string[], look: Look): StatsAsked | { readonly unknown: string } {
  let asked: StatsAsked = { days: USUAL_DAYS, runbook: null };
  for (const word of words) {
    const days = daysIn(word);
    if (days !== null) asked = { ...asked, days };
    else if (look.runbooks().some(({ id }) => id === word)) asked = { ...asked, runbook: word };
    else return { unknown: word };
  }
  return asked;
}

function daysIn(word: string): number | null {
  const [, number = '', unit = ''] = /^(\d{1,4})(d|w)$/.exec(word) ?? [];
  const days = Number(number) * (unit === 'w' ? 7 : 1);
  return days >= 1 && days <= MOST_DAYS ? days : null;
}

function notUnderstood(ask: Ask, word: string): Answer {
  const ids = ask.look.runbooks().map(({ id }) => id);
  const meant = word.length > 60 ? null : nearest(word, ids);
  const right = typed(ask, 'stats', meant ?? ids[0] ?? 'runbook', '30d');
  return refused(
    { code: cutText(word, 60) },
    ' is neither a runbook nor a time',
    ...(meant === null ? [] : ['; nearest: ', { code: meant }]),
    '. Send ',
    { code: right },
    '.',
  );
}
