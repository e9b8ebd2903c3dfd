import type { Request, Watch } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { text, type Part } from '../text/text.js';
import { headed, label, serviceIn } from './headed.js';
import { context, section, type Message } from './message.js';
import { calling, capital, clock } from './remedy-words.js';

type Escalation = Incident['escalations'][number];

/** It broke again after a remedy had worked. */
export function relapse(incident: Incident, request: Request, ended: NonNullable<Watch['ended']>): Message {
  const { plan, run } = request.offer;
  const title = `${serviceIn(incident, run)}: relapse`;
  const worked = text(`It had worked: ${plan.title}, verified `, clock(request.ended?.at ?? request.at), '.');
  return headed(incident, {
    emoji: '❌',
    title,
    blocks: [
      section({ bold: 'Next:' }, ' ', calling(request.by), ', read the new verdict on the card.'),
      section(...worked, '\n', 'Broken again ', clock(ended.at), ': ', ...ended.says),
      context(`${label(incident)} · nothing was run`),
    ],
    plain: text(
      `${incident.id} ${title} after ${plan.title}. Nothing was run. Next: read the new verdict on the card.`,
    ),
  });
}

/** Somebody is called because what was tried did not help. In a drill nobody is notified. */
export function escalated(incident: Incident, { to, because, at }: Escalation): Message {
  const run = incident.runs.findLast(({ startedAt }) => startedAt <= at)?.run ?? 0;
  const title = `${serviceIn(incident, run)}: escalated`;
  const called: Part = incident.drill ? to : { mention: `party:${to}` };
  return headed(incident, {
    emoji: '📣',
    title,
    blocks: [
      section({ bold: 'Next:' }, ' ', called, ', take over.'),
      section(`${capital(because)}.`),
      context(`${label(incident)} · escalated `, { time: at, to: 'minute' }),
    ],
    plain: text(`${incident.id} ${title} to ${to}: ${because}. Next: take over.`),
  });
}
