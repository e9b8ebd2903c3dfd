import { offersNow, underWay } from '../src/incident/due.js';
import { note } from '../src/view/message.js';
import type { Subcommand } from './command.js';
import { idOf, notOffered } from './offers.js';
import { reasonOf } from './reason.js';
import { findIncident } from './target.js';

/** Does what is offered, or asked for, without anybody's yes. Loud and recorded. */
export const breakGlass: Subcommand = {
  word: 'break-glass',
  group: 'act',
  usage: 'break-glass restart reason',
  says: 'do it without a yes; told to all',
  answer: async (ask) => {
    const target = await findIncident(ask, 'break-glass restart');
    if ('unclear' in target) return target.unclear;
    const { incident, rest } = target;
    const [named = '', ...why] = rest;
    const id = idOf(named);
    const waits = underWay(incident);
    const request = waits?.offer.remedy === id ? waits.request : null;
    const offer = offersNow(incident).find((one) => one.remedy === id)?.offer ?? null;
    if (request === null && offer === null) return { message: notOffered(incident, named, ask) };
    const reason = reasonOf(why);
    if (reason === '') {
      const right = `/incident break-glass ${id} ${incident.id} nobody can be reached`;
      return { message: note('Why? The record needs a reason; nothing was run. Send ', { code: right }, '.') };
    }
    const may = await ask.rights.breakGlass();
    const command = { do: 'break_glass', by: ask.by, offer, request, reason, may } as const;
    return { wish: { command, runbook: null }, incident: incident.id };
  },
};
