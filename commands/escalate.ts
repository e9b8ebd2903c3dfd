import type { Subcommand } from './command.js';
import { reasonOf } from './reason.js';
import { findTarget } from './target.js';

/** Calls the next people of the runbook's list; the reason stands in what they are sent. */
export const escalate: Subcommand = {
  word: 'escalate',
  group: 'act',
  usage: 'escalate [reason]',
  says: 'call the next people',
  answer: async (ask) => {
    const target = await findTarget(ask, 'escalate');
    if ('unclear' in target) return target.unclear;
    const command = { do: 'escalate', by: ask.by, reason: reasonOf(target.rest) } as const;
    return { wish: { command, runbook: null }, incident: target.row.incident };
  },
};
