import { addMilliseconds } from 'date-fns/addMilliseconds';
import { yesesNeeded, type Request } from '../incident/remedy.js';
import type { Standing } from '../incident/standing.js';
import type { Incident } from '../incident/state.js';
import { authored, join, text, type Part, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { sayHappened, withdrawRequest } from './buttons.js';
import type { Body } from './headed.js';
import { buttons, section } from './message.js';
import { capital, causeOf, clock, count, leaveOf, outcomeOf } from './remedy-words.js';

type When<As extends Standing['as']> = Extract<Standing, { as: As }>;

const STEPS_SHOWN = 3;

/** Somebody asked, and a yes is awaited. */
export function approvalWanted(incident: Incident, { request }: When<'approval'>): Body {
  const { offer, by, at, lapsesAt } = request;
  const until: Part = { time: lapsesAt, to: 'minute' };
  const asked = text({ person: by }, ' asked ', { time: at, to: 'minute' }, `: ${offer.plan.title}.`);
  return {
    blocks: [
      section({ bold: 'Next:' }, ` ${yesesMissing(request)} from ${offer.policy.from} before `, until, '.'),
      section(
        ...join([asked, ...yesesSaid(request), text({ bold: 'Cause:' }, ` ${causeOf(incident, request)}`)], '\n'),
      ),
      ...buttons(withdrawRequest(incident, request)),
    ],
    plain: text(`, ${offer.plan.title}. Next: ${yesesMissing(request)} from ${offer.policy.from} before `, until, '.'),
  };
}

/** `a yes`, `two yeses`, `one more yes`. */
export function yesesMissing(request: Request): string {
  const { yeses, offer, by } = request;
  const missing = Math.max(1, yesesNeeded(offer.policy, by) - yeses.length);
  if (missing > 1) return `${count(missing)} yeses`;
  return yeses.length > 0 ? 'one more yes' : 'one yes';
}

/** Who said yes so far, while more are needed. */
export function yesesSaid({ yeses }: Request): Text[] {
  return yeses.map(({ by, at }) => text({ person: by }, ' said yes ', { time: at, to: 'minute' }));
}

/** Between the last yes and the end of the verification. */
export function running({ request }: When<'running'>): Body {
  const { offer, acted, settled, steps } = request;
  const { says: checked, within } = offer.verify;
  const due: Part = { time: resultDue(request).toISOString(), to: 'second' };
  const check = `${checked}, twice within ${formatDuration(within)}`;
  const changed = acted ?? settled;
  const shown = steps.slice(-STEPS_SHOWN);
  const lines = [
    text({ bold: capital(offer.plan.title) }, '. ', leaveOf(request) ?? [], '.'),
    ...(changed === null ? shown.slice(0, -1).map((step) => text('• ', clock(step.at), ' ', step.says)) : []),
    changed === null
      ? text('• ', { bold: 'Now:' }, ' ', shown.at(-1)?.says ?? ['asking whether it is still needed'])
      : text('• ', { bold: 'Done' }, ' ', clock(changed.at), ': ', outcomeOf(request)),
    text('• ', { bold: changed === null ? 'Then:' : 'Now:' }, ` ${check}`),
  ];
  return {
    blocks: [section({ bold: 'Next:' }, ' nothing to press. Result by ', due, '.'), section(...join(lines, '\n'))],
    plain: text(`, ${offer.plan.title}. Nothing to press, result by `, due, '.'),
  };
}

/** When the verification ends at the latest. */
export function resultDue({ offer, at, approvedAt, started, acted, settled }: Request): Date {
  const { plan, verify } = offer;
  const changed = acted?.at ?? settled?.at;
  if (changed !== undefined) return addMilliseconds(changed, verify.within);
  return addMilliseconds(started?.at ?? approvedAt ?? at, plan.longest + verify.within);
}

/** It may have happened or not; nothing is done about it by itself. */
export function outcomeUnknown(incident: Incident, { request, unknown }: When<'unknown'>): Body {
  const { title } = request.offer.plan;
  const why = text(`${capital(title)}: `, unknown.why, ' ', clock(unknown.at), '. It is never run again by itself.');
  if (unknown.find === null)
    return {
      blocks: [section({ bold: 'Next:' }, ' wait. The bot compares with how it was before.'), section(...why)],
      plain: text(`, ${title}. The bot compares with how it was before.`),
    };
  return {
    blocks: [
      section({ bold: 'Next:' }, ' find out whether it happened, then record it.'),
      section(...join([why, authored(capital(unknown.find))], '\n')),
      ...buttons(sayHappened(incident, request, true), sayHappened(incident, request, false)),
    ],
    plain: text(`, ${title}. Next: find out whether it happened, then record it.`),
  };
}
