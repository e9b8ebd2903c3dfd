import { offersNow } from '../src/incident/due.js';
import type { Subcommand } from './command.js';
import { idOf, notOffered, offered } from './offers.js';
import { findIncident } from './target.js';

/** Asks for an offered remedy by its id, as its button does; alone, shows what is offered. */
export const remedy: Subcommand = {
  word: 'remedy',
  group: 'act',
  usage: 'remedy restart',
  says: 'ask for what is offered; alone, show it',
  answer: async (ask) => {
    const target = await findIncident(ask, 'remedy');
    if ('unclear' in target) return target.unclear;
    const { incident, rest } = target;
    const [word] = rest;
    if (word === undefined) return { message: offered(incident, ask) };
    const offer = offersNow(incident).find((one) => one.remedy === idOf(word));
    if (offer === undefined || rest.length > 1) return { message: notOffered(incident, rest.join(' '), ask) };
    const may = offer.policy.approvals > 0 && (await ask.rights.approve(offer.policy));
    const command = { do: 'request', by: ask.by, offer: offer.offer, may } as const;
    return { wish: { command, runbook: null }, incident: incident.id };
  },
};
