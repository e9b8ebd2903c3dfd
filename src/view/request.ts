import { yesesNeeded, type Request } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { authored, join, text, type Part, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { approve, deny } from './buttons.js';
import { yesesMissing, yesesSaid } from './card-under-way.js';
import { HEADER_MOST, headed, label, practice, serviceIn } from './headed.js';
import { buttons, context, section, type Message } from './message.js';
import { attemptOf, capital, causeOf, count, deed, leaveOf, notRun } from './remedy-words.js';
import { callingParty } from './whom.js';

/** Somebody's yes is needed beside the asker's own press. */
export function needsAsking({ offer, approvedAt, at, by, yeses }: Request): boolean {
  const own = approvedAt === at && yeses.every((yes) => yes.by === by);
  return offer.policy.approvals > 0 && !own;
}

/** Asks the approvers for their yes; afterwards it says who decided what, and when. */
export function approvalRequest(incident: Incident, request: Request): Message {
  const { offer, by } = request;
  const fate = fateOf(incident, request);
  const title = titleOf(incident, request, fate);
  const attempt = attemptOf(offer);
  return headed(incident, {
    emoji: '✋',
    title,
    blocks: [
      section({ bold: 'Next:' }, ' ', ...nextOf(incident, request, fate)),
      section(...join(particulars(incident, request, title).slice(0, fate === null ? undefined : 2), '\n')),
      ...(fate === null ? buttons(approve(incident, request), deny(incident, request)) : []),
      ...(fate === null ? yesesSaid(request) : [fate]).map((says) => context(...says)),
      context(`${label(incident)} · asked by `, { person: by }, attempt === null ? '' : ` · ${attempt}`),
    ],
    plain: plainOf(incident, request, fate),
  });
}

/** What an approver must know, so that nothing else need be opened. What `title` says already is not repeated. */
export function particulars(incident: Incident, request: Request, title: string): Text[] {
  const { plan, policy, verify } = request.offer;
  const said = title.toLowerCase().includes(plan.title.toLowerCase());
  return [
    text({ bold: 'Does:' }, ' ', !said && `${plan.title}: `, deed(plan)),
    text({ bold: 'Why:' }, ` ${causeOf(incident, request)}`),
    text(
      { bold: 'Risk:' },
      ` ${policy.risk}.`,
      plan.undo !== null && [' ', { bold: 'Undo:' }, ' ', ...authored(plan.undo)],
    ),
    text({ bold: 'Check after:' }, ` ${verify.says}, twice within ${formatDuration(verify.within)}`),
  ];
}

/** What was decided; null while it waits. */
function fateOf({ closed }: Incident, request: Request): Text | null {
  if (request.approvedAt !== null) {
    const after = notRun(request);
    return text(leaveOf(request) ?? [], after !== null && ['. ', ...after]);
  }
  if (request.ended !== null) return notRun(request);
  return closed === null ? null : ['The incident was closed. Nothing was run.'];
}

function titleOf(incident: Incident, { offer, ended, approvedAt, brokenGlass }: Request, fate: Text | null): string {
  const words = incident.drill ? offer.plan.title : capital(offer.plan.title);
  if (fate === null) return short(incident, words, '?');
  if (brokenGlass !== null) return short(incident, words, ': skipped');
  if (approvedAt !== null) return short(incident, words, ': approved');
  return short(incident, words, ended === null ? ': closed' : `: ${ended.how}`);
}

/** What is asked, whole or cut, and what stands behind it, always whole. */
function short(incident: Incident, words: string, end: string): string {
  const room = HEADER_MOST - practice(incident).length - end.length;
  return `${words.length <= room ? words : `${words.slice(0, room - 1).trimEnd()}…`}${end}`;
}

function nextOf(incident: Incident, request: Request, fate: Text | null): Text {
  const { offer, by, lapsesAt } = request;
  const from = callingParty(incident, offer.policy.from);
  if (fate !== null) return ['nothing here; the card shows how it goes on.'];
  const until: Part = { time: lapsesAt, to: 'minute' };
  return text(
    from,
    `, ${yesesMissing(request)} before `,
    until,
    '.',
    offer.policy.others && [' ', { person: by }, ' asks, so cannot approve.'],
  );
}

function plainOf(incident: Incident, request: Request, fate: Text | null): Text {
  const { offer, by, lapsesAt } = request;
  const { plan, policy } = offer;
  const where = `${incident.id}, ${serviceIn(incident, offer.run)}`;
  if (fate !== null) return text(`${where}: ${plan.title}. `, fate);
  const needed = yesesNeeded(policy, by);
  const yeses = needed > 1 ? ` by ${count(needed)}` : '';
  return text(
    `Approve${yeses}? `,
    { person: by },
    ` asks to ${plan.title}, ${policy.risk} risk. ${where}. Lapses `,
    { time: lapsesAt, to: 'minute' },
    '.',
  );
}
