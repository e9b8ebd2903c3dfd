import type { IncidentRow } from '../src/engine/store.js';
import type { Runbook } from '../src/runbook/runbook.js';
import { text, join } from '../src/text/text.js';
import { someOf } from '../src/view/lists.js';
import { note, type Message } from '../src/view/message.js';
import type { Answer, Ask, Subcommand } from './command.js';

/** Help decides nothing: however many ask for it, the database is asked four times a second at most. */
const AGED_MS = 250;

/** What one can say. The list of subcommands is passed in, since it contains this one. */
export function helpCommand(subcommands: () => readonly Subcommand[]): Subcommand {
  // Who shares a reading of what is open shares the words made of it.
  const made = new WeakMap<readonly IncidentRow[], Message>();
  const answer = async ({ look, channel }: Ask): Promise<Answer> => {
    const open = await look.list({ open: true, channel, agedMs: AGED_MS });
    const message = made.get(open) ?? help(look.runbooks(), open, subcommands());
    made.set(open, message);
    return { message };
  };
  return { word: 'help', usage: 'help', says: 'this', answer };
}

function help(runbooks: readonly Runbook[], open: readonly IncidentRow[], subcommands: readonly Subcommand[]): Message {
  const ids = runbooks.map(({ id }) => id);
  const words = subcommands.map(({ usage, says }) => text({ code: `/incident ${usage}` }, ` ${says}`));
  const first = text(
    { code: `/incident ${ids[0] ?? 'runbook'}` },
    ' find out what is broken (',
    { code: '--drill' },
    ' to practise)',
  );
  const here = `Runbooks: ${someOf(ids, 10) || 'none'}. Open here: ${
    someOf(
      open.map(({ incident }) => incident),
      5,
    ) || 'nothing'
  }.`;
  return note(...join([first, ...words, text(here)], '\n'));
}
