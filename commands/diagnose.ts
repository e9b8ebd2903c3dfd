import type { Subcommand } from './command.js';
import { findTarget } from './target.js';

/** Asks every question of the newest run again. */
export const diagnose: Subcommand = {
  word: 'diagnose',
  group: 'find',
  usage: 'diagnose',
  says: 'ask everything again',
  answer: async (ask) => {
    const target = await findTarget(ask, 'diagnose');
    if ('unclear' in target) return target.unclear;
    const { incident, runbook } = target.row;
    return { wish: { command: { do: 'diagnose', by: ask.by }, runbook }, incident };
  },
};
