import type { Request, Watch } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { text } from '../text/text.js';
import { headed, label, serviceIn } from './headed.js';
import { context, section, type Message } from './message.js';
import { clock } from './remedy-words.js';
import { calling, inChargeAt } from './whom.js';

/** It broke again after a remedy had worked. */
export function relapse(incident: Incident, request: Request, ended: NonNullable<Watch['ended']>): Message {
  const { plan, run } = request.offer;
  const title = `${serviceIn(incident, run)}: relapse`;
  const worked = text(`It had worked: ${plan.title}, verified `, clock(request.ended?.at ?? request.at), '.');
  return headed(incident, {
    emoji: '❌',
    title,
    blocks: [
      section(
        { bold: 'Next:' },
        ' ',
        calling(incident, inChargeAt(incident, ended.at) ?? request.by),
        ', read the new verdict on the card.',
      ),
      section(...worked, '\n', 'Broken again ', clock(ended.at), ': ', ...ended.says),
      context(`${label(incident)} · nothing was run`),
    ],
    plain: text(
      `${incident.id} ${title} after ${plan.title}. Nothing was run. Next: read the new verdict on the card.`,
    ),
  });
}
