import { card } from '../src/view/card.js';
import { note } from '../src/view/message.js';
import type { Subcommand } from './command.js';
import { findTarget } from './target.js';

/** The card again, for one reader, where they are now. */
export const status: Subcommand = {
  word: 'status',
  group: 'find',
  usage: 'status',
  says: 'the card, here, for you',
  answer: async (ask) => {
    const target = await findTarget(ask, 'status');
    if ('unclear' in target) return { message: target.unclear.message };
    const incident = await ask.look.read(target.row.incident);
    if (incident === null) return { message: note(`${target.row.incident} could not be read.`) };
    const { blocks, plain } = card(incident);
    return { message: { blocks: blocks.filter(({ kind }) => kind !== 'buttons'), plain } };
  },
};
