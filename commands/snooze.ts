import { cutText } from '../src/text/clean.js';
import type { Subcommand } from './command.js';
import { typed } from './offers.js';
import { findIncident, refused } from './target.js';

/** So long where nobody says how long, minutes. */
const USUAL = 20;
const LONGEST = 240;

/** Asks for the next update later. */
export const snooze: Subcommand = {
  word: 'snooze',
  group: 'act',
  usage: 'snooze [minutes]',
  says: 'be asked for an update later',
  answer: async (ask) => {
    const target = await findIncident(ask, 'snooze');
    if ('unclear' in target) return target.unclear;
    const { incident, rest } = target;
    const said = rest.join(' ');
    const minutes = said === '' ? USUAL : minutesIn(said);
    if (minutes === null) {
      const right = typed(ask, 'snooze', incident.id, String(USUAL));
      const wrong = cutText(said, 60);
      return refused(
        { code: wrong },
        ` is not a time from 1 to ${LONGEST} minutes. Nothing was changed. Send `,
        { code: right },
        '.',
      );
    }
    return { wish: { command: { do: 'snooze', by: ask.by, minutes }, runbook: null }, incident: incident.id };
  },
};

/** `30`, `30m`, `30 min`, `1h`; null for anything else, and for what is out of bounds. */
function minutesIn(said: string): number | null {
  const [, number = '', unit = ''] = /^(\d{1,4}) ?(m|min|minutes?|h|hours?|)$/i.exec(said) ?? [];
  const minutes = Number(number) * (unit.toLowerCase().startsWith('h') ? 60 : 1);
  return minutes >= 1 && minutes <= LONGEST ? minutes : null;
}
