import { note } from '../src/view/message.js';
import type { Subcommand } from './command.js';
import { reasonOf } from './reason.js';
import { findTarget } from './target.js';

/** Closes an incident that is over. */
export const resolve: Subcommand = {
  word: 'resolve',
  usage: 'resolve what-fixed-it',
  says: 'close what is over',
  answer: async (ask) => {
    const target = await findTarget(ask, 'resolve');
    if ('unclear' in target) return { message: target.unclear };
    const { incident } = target.row;
    const reason = reasonOf(target.rest);
    if (reason === '')
      return {
        message: note(
          'What fixed it? The record needs it; nothing was closed. Send ',
          { code: `/incident resolve ${incident} restarted by hand` },
          '.',
        ),
      };
    return { wish: { command: { do: 'close', by: ask.by, how: 'resolved', reason }, runbook: null }, incident };
  },
};
