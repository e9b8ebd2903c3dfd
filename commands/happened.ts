import { underWay } from '../src/incident/due.js';
import { note } from '../src/view/message.js';
import type { Subcommand } from './command.js';
import { findIncident } from './target.js';

const ANSWERS: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['no', false],
]);

/** Says what became of a remedy whose outcome is not known. */
export const happened: Subcommand = {
  word: 'happened',
  group: 'act',
  usage: 'happened yes|no',
  says: 'say what became of a remedy',
  answer: async (ask) => {
    const target = await findIncident(ask, 'happened yes');
    if ('unclear' in target) return target.unclear;
    const { incident, rest } = target;
    const request = underWay(incident);
    if (request === null || request.unknown === null)
      return { message: note(`No outcome is unknown in ${incident.id}. Nothing was recorded.`) };
    const said = ANSWERS.get(rest.join(' ').toLowerCase());
    if (said === undefined) {
      const { title } = request.offer.plan;
      const [yes, no] = ['yes', 'no'].map((word) => ({ code: `/incident happened ${word} ${incident.id}` }));
      return {
        message: note(`Did it happen: ${title}? Nothing was recorded. Send `, yes ?? '', ' or ', no ?? '', '.'),
      };
    }
    const command = { do: 'settle', by: ask.by, request: request.request, happened: said } as const;
    return { wish: { command, runbook: null }, incident: incident.id };
  },
};
