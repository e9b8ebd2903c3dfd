import type { Subcommand } from './command.js';
import { roleIn, notARole } from './role.js';
import { findTarget } from './target.js';

/** Gives oneself the command, or another role. */
export const take: Subcommand = {
  word: 'take',
  group: 'act',
  usage: 'take [role]',
  says: 'you take command, or that role',
  answer: async (ask) => {
    const target = await findTarget(ask, 'take');
    if ('unclear' in target) return target.unclear;
    const { incident } = target.row;
    const role = roleIn(target.rest);
    if (role === null) return notARole(ask, target.rest.join(' '), ['take', incident]);
    return { wish: { command: { do: 'give_role', by: ask.by, role, to: ask.by }, runbook: null }, incident };
  },
};
