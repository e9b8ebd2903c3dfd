import type { IncidentRow } from '../src/engine/store.js';
import type { Runbook } from '../src/runbook/runbook.js';
import { text, join, type Part, type Text } from '../src/text/text.js';
import { someOf } from '../src/view/lists.js';
import { note, type Message } from '../src/view/message.js';
import type { Answer, Ask, Group, Subcommand } from './command.js';
import { typed } from './offers.js';

/** Help decides nothing: however many ask for it, the database is asked four times a second at most. */
const AGED_MS = 250;

/** The headings of help, in their order. */
const HEADINGS: readonly (readonly [Group, string])[] = [
  ['find', 'Find out'],
  ['act', 'Act'],
  ['record', 'Record'],
  ['end', 'End'],
];

/** What one can say. The list of subcommands is passed in, since it contains this one. */
export function helpCommand(subcommands: () => readonly Subcommand[]): Subcommand {
  // Who shares a reading of what is open shares the words made of it.
  const made = new WeakMap<readonly IncidentRow[], Message>();
  const answer = async ({ look, channel }: Ask): Promise<Answer> => {
    const open = await look.list({ open: true, channel, agedMs: AGED_MS });
    if (channel === null) return { message: atLength(look.runbooks(), open, subcommands()) };
    const message = made.get(open) ?? short(look.runbooks(), open, subcommands());
    made.set(open, message);
    return { message };
  };
  return { word: 'help', group: null, usage: 'help', says: 'this', answer };
}

/** A line each for what one wants to do: it is read on a phone. */
function short(
  runbooks: readonly Runbook[],
  open: readonly IncidentRow[],
  subcommands: readonly Subcommand[],
): Message {
  const lines = HEADINGS.map(([group, heading]) => {
    const words = subcommands.filter((one) => one.group === group).map(({ usage }): Part => ({ code: usage }));
    return text({ bold: `${heading}:` }, ' ', ...before(group, runbooks), ...commas(words), ...after(group));
  });
  return note(...join([...lines, here(runbooks, open)], '\n'));
}

/** A line each word: a terminal has the room. */
function atLength(
  runbooks: readonly Runbook[],
  open: readonly IncidentRow[],
  subcommands: readonly Subcommand[],
): Message {
  const reader = { channel: null, by: '' };
  const run = text({ code: typed(reader, runbooks[0]?.id ?? 'runbook') }, ' find out what is broken (', DRILL, ')');
  const words = subcommands
    .filter(({ group }) => group !== null)
    .map(({ usage, says }) => text({ code: typed(reader, usage) }, ` ${says}`));
  return note(...join([run, ...words, here(runbooks, open)], '\n'));
}

const DRILL: Text[number] = { code: '--drill' };

function before(group: Group, runbooks: readonly Runbook[]): Text {
  if (group === 'find') return [{ code: `/incident ${runbooks[0]?.id ?? 'runbook'}` }, ' (', DRILL, ' to practise), '];
  return group === 'act' ? ['card buttons; '] : [];
}

function after(group: Group): Text {
  return group === 'record' ? [', or a 📌 on a message'] : [];
}

function commas(words: readonly Part[]): Text {
  return words.flatMap((word, at) => (at === 0 ? [word] : [', ', word]));
}

function here(runbooks: readonly Runbook[], open: readonly IncidentRow[]): Text {
  const ids = runbooks.map(({ id }) => id);
  const names = open.map(({ incident }) => incident);
  return [{ bold: 'Here:' }, ` ${someOf(ids, 10) || 'no runbooks'}. Open: ${someOf(names, 5) || 'nothing'}.`];
}
