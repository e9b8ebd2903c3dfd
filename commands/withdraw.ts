import { underWay } from '../src/incident/due.js';
import { note } from '../src/view/message.js';
import type { Subcommand } from './command.js';
import { findIncident } from './target.js';

/** Takes a request back that waits for its yes. */
export const withdraw: Subcommand = {
  word: 'withdraw',
  group: 'act',
  usage: 'withdraw',
  says: 'take your request back',
  answer: async (ask) => {
    const target = await findIncident(ask, 'withdraw');
    if ('unclear' in target) return target.unclear;
    const { id } = target.incident;
    const request = underWay(target.incident)?.request;
    if (request === undefined) return { message: note(`No request waits in ${id}. Nothing was withdrawn.`) };
    return { wish: { command: { do: 'withdraw', by: ask.by, request }, runbook: null }, incident: id };
  },
};
