import type { IncidentRow } from '../src/engine/store.js';
import { join, text, type Text } from '../src/text/text.js';
import { note, type Message } from '../src/view/message.js';
import type { Subcommand } from './command.js';
import { movedFrom, movedWords } from './moved.js';

const MOST = 10;

/** What is open here. */
export const list: Subcommand = {
  word: 'list',
  group: 'find',
  usage: 'list',
  says: 'what is open here',
  answer: async (ask) => {
    const rows = await ask.look.list({ open: true, channel: ask.channel });
    const moved = rows.length === 0 ? movedWords(await movedFrom(ask)) : '';
    return { message: moved === '' ? openHere(rows) : note(`Nothing is open here. ${moved}`) };
  },
};

/** Open incidents as lines, newest first. */
export function openHere(rows: readonly IncidentRow[]): Message {
  if (rows.length === 0) return note('Nothing is open here.');
  const more = rows.length > MOST ? [text(`and ${rows.length - MOST} more`)] : [];
  return note(...join([text({ bold: 'Open here:' }), ...rows.slice(0, MOST).map(line), ...more], '\n'));
}

function line({ incident, headline, openedAt, drill }: IncidentRow): Text {
  return text(`${incident} `, drill && 'drill, ', headline, ', since ', { time: openedAt, to: 'minute' });
}
