import { currentReport, reportDue } from '../src/incident/after-end.js';
import type { Incident } from '../src/incident/state.js';
import { documentOf } from '../src/reports/document.js';
import { context, note } from '../src/view/message.js';
import type { Answer, Ask, Subcommand } from './command.js';
import { summaryNow } from './summary.js';
import { findIncident, refused } from './target.js';

/** Where the document is; in a terminal the document itself. */
export const report: Subcommand = {
  word: 'report',
  group: 'end',
  usage: 'report',
  says: 'the post-incident document',
  answer: async (ask) => {
    const target = await findIncident(ask, 'report');
    if ('unclear' in target) return target.unclear;
    return ask.channel === null ? printed(ask, target.incident) : where(ask, target.incident);
  },
};

/** The document as it was recorded; of one that is not resolved, as it would be now. */
async function printed({ look }: Ask, incident: Incident): Promise<Answer> {
  const { id } = incident;
  const recorded = currentReport(incident)?.document ?? null;
  const body = recorded === null ? null : await look.kept(recorded.hash);
  if (body !== null) return { output: body };
  const account = await look.account(id);
  if (account === null) return refused(`${id} could not be read. Nothing was printed.`);
  return { output: documentOf(account, null).body };
}

async function where(ask: Ask, incident: Incident): Promise<Answer> {
  const { id, closed, pruned } = incident;
  if (closed === null) return soFar(ask, incident);
  const newest = currentReport(incident);
  if (newest?.document != null)
    return {
      message: note(
        `The document of ${id} is in the thread of its card: `,
        { code: newest.document.name },
        ...(newest.trouble === null ? ['.'] : [`. ${newest.trouble}`]),
      ),
    };
  if (reportDue(incident) && !pruned)
    return { message: note(`The document of ${id} is being written; it comes in the thread of its card.`) };
  const how =
    closed.how === 'resolved' ? 'has none' : `was closed as ${closed.how.replace('_', ' ')}, so there is none`;
  return { message: note(`A document is written when an incident is resolved; ${id} ${how}.`) };
}

async function soFar(ask: Ask, incident: Incident): Promise<Answer> {
  const message = await summaryNow(ask, incident);
  if (message === null) return refused(`${incident.id} could not be read.`);
  const later = 'The document is written when it is resolved; it comes in the thread of its card.';
  return { message: { ...message, blocks: [...message.blocks, context(later)] } };
}
