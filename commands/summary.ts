import { currentReport } from '../src/incident/after-end.js';
import type { Incident } from '../src/incident/state.js';
import { summaryOf } from '../src/reports/summary.js';
import type { Message } from '../src/view/message.js';
import { summaryMessage } from '../src/view/summary.js';
import type { Ask, Subcommand } from './command.js';
import { findIncident, refused } from './target.js';

/** The summary as it was recorded, or of what happened so far. */
export const summary: Subcommand = {
  word: 'summary',
  group: 'record',
  usage: 'summary',
  says: 'what it comes to so far',
  answer: async (ask) => {
    const target = await findIncident(ask, 'summary');
    if ('unclear' in target) return target.unclear;
    const message = await summaryNow(ask, target.incident);
    return message === null ? refused(`${target.incident.id} could not be read.`) : { message };
  },
};

/** The recorded summary where it was resolved and not reopened; otherwise one made now. Null where it cannot be read. */
export async function summaryNow({ look }: Pick<Ask, 'look'>, incident: Incident): Promise<Message | null> {
  const { id } = incident;
  const recorded = currentReport(incident);
  if (recorded !== null) return summaryMessage(id, recorded.summary, recorded.at);
  const account = await look.account(id);
  return account === null ? null : summaryMessage(id, summaryOf(account), null);
}
