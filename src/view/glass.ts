import type { Request } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { join, text } from '../text/text.js';
import { headed, label, serviceIn } from './headed.js';
import { context, section, type Message } from './message.js';
import { particulars } from './request.js';
import { callingParty } from './whom.js';

/** Somebody went around the approval: said aloud, to those whose yes it was. */
export function glassBroken(
  incident: Incident,
  request: Request,
  { by, reason }: NonNullable<Request['brokenGlass']>,
): Message {
  const { plan, policy, run } = request.offer;
  const title = `${serviceIn(incident, run)}: approval skipped`;
  return headed(incident, {
    emoji: '⚠️',
    title,
    blocks: [
      section(
        { bold: 'Next:' },
        ' ',
        callingParty(incident, policy.from),
        ', look at it now: it goes on without your yes.',
      ),
      section(
        ...join(
          [text({ person: by }, ` skipped the approval: ${reason}`), ...particulars(incident, request, '')],
          '\n',
        ),
      ),
      context(`${label(incident)} · `, { time: request.approvedAt ?? request.at, to: 'minute' }),
    ],
    plain: text(
      `${incident.id} ${title} by `,
      { person: by },
      `: ${plan.title}, ${policy.risk} risk. Reason: ${reason}`,
    ),
  });
}
