import { note } from '../src/view/message.js';
import type { Subcommand } from './command.js';
import { reasonOf } from './reason.js';
import { findTarget } from './target.js';

/** Stops a run or closes a mistake. */
export const cancel: Subcommand = {
  word: 'cancel',
  usage: 'cancel reason',
  says: 'stop, or close a mistake',
  answer: async (ask) => {
    const target = await findTarget(ask, 'cancel');
    if ('unclear' in target) return { message: target.unclear };
    const { incident } = target.row;
    const reason = reasonOf(target.rest);
    if (reason === '')
      return {
        message: note(
          'Why? The record needs a reason; nothing was cancelled. Send ',
          { code: `/incident cancel ${incident} opened by mistake` },
          '.',
        ),
      };
    return { wish: { command: { do: 'close', by: ask.by, how: 'cancelled', reason }, runbook: null }, incident };
  },
};
