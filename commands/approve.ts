import { underWay } from '../src/incident/due.js';
import { note } from '../src/view/message.js';
import type { Subcommand } from './command.js';
import { findIncident } from './target.js';

/** A yes or a no is pressed on the request, never typed: says so. */
export function pressedOnly(word: 'approve' | 'deny'): Subcommand {
  const label = word === 'approve' ? 'Approve' : 'Deny with reason';
  const done = word === 'approve' ? 'approved' : 'denied';
  return {
    word,
    group: null,
    usage: word,
    says: 'where that is pressed',
    answer: async (ask) => {
      const target = await findIncident(ask, word);
      if ('unclear' in target) return target.unclear;
      const { incident } = target;
      const request = underWay(incident);
      if (request === null || request.approvedAt !== null)
        return { message: note(`No request waits in ${incident.id}. Nothing was ${done}.`) };
      const where =
        ask.channel === null ? 'in Slack, where it is certain who presses' : 'on the request in this channel';
      return { message: note(`Press “${label}” ${where}. Nothing was ${done}: ${request.offer.plan.title}.`) };
    },
  };
}
