import { text, join } from '../src/text/text.js';
import { someOf } from '../src/view/lists.js';
import { note, type Message } from '../src/view/message.js';
import type { Ask, Subcommand } from './command.js';

/** What one can say. The list of subcommands is passed in, since it contains this one. */
export function helpCommand(subcommands: () => readonly Subcommand[]): Subcommand {
  return {
    word: 'help',
    usage: 'help',
    says: 'this',
    answer: async (ask) => ({ message: await help(ask, subcommands()) }),
  };
}

async function help({ look, channel }: Ask, subcommands: readonly Subcommand[]): Promise<Message> {
  const ids = look.runbooks().map(({ id }) => id);
  const open = await look.list({ open: true, channel });
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
