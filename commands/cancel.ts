import type { Subcommand } from './command.js';
import { typed } from './offers.js';
import { reasonOf } from './reason.js';
import { findTarget, refused } from './target.js';

/** Stops a run or closes a mistake. */
export const cancel: Subcommand = {
  word: 'cancel',
  group: 'end',
  usage: 'cancel reason',
  says: 'stop, or close a mistake',
  answer: async (ask) => {
    const target = await findTarget(ask, 'cancel');
    if ('unclear' in target) return target.unclear;
    const { incident } = target.row;
    const reason = reasonOf(target.rest);
    if (reason === '') {
      const right = typed(ask, 'cancel', incident, 'opened by mistake');
      return refused('Why? The record needs a reason; nothing was cancelled. Send ', { code: right }, '.');
    }
    return { wish: { command: { do: 'close', by: ask.by, how: 'cancelled', reason }, runbook: null }, incident };
  },
};
