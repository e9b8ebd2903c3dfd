import type { Request } from '../incident/remedy.js';
import { authored, text, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { yesesMissing } from '../view/card-under-way.js';
import { capital, clock, notRun, outcomeOf } from '../view/remedy-words.js';

/** A line about a request. The key stays the same as long as the line says the same. */
export interface Line {
  readonly key: string;
  readonly says: Text;
}

/** What happened to a request so far, in order, a line each. Pure. */
export function progress(incident: string, request: Request): readonly Line[] {
  const { unknown, settled } = request;
  const fate = notRun(request);
  return [
    ...waiting(request),
    ...decided(request),
    ...doing(request),
    ...(unknown === null ? [] : outcomeUnknown(incident, unknown)),
    ...(settled === null ? [] : [line('settled', capitalText(outcomeOf(request)), '.')]),
    ...verifying(request),
    ...(fate === null ? [] : [line('ended', fate)]),
  ];
}

function waiting(request: Request): Line[] {
  const { offer, approvedAt, lapsesAt, ended } = request;
  if (approvedAt !== null || ended !== null) return [];
  const { plan, policy } = offer;
  return [
    line('asked', { bold: 'Asked for:' }, ` ${plan.title}: `, plan.does, '.'),
    line(
      `waits ${request.yeses.length}`,
      `${capital(policy.risk)} risk: ${yesesMissing(request)} from ${policy.from} before `,
      { time: lapsesAt, to: 'minute' },
      '.',
    ),
  ];
}

function decided({ yeses, brokenGlass }: Request): Line[] {
  const said = yeses.map(({ by, at }, index) => line(`yes ${index}`, { person: by }, ' said yes ', clock(at), '.'));
  if (brokenGlass === null) return said;
  return [...said, line('glass', 'Approval skipped by ', { person: brokenGlass.by }, `: ${brokenGlass.reason}.`)];
}

function doing({ approvedAt, started, steps, acted, ended, offer }: Request): Line[] {
  if (approvedAt === null || (started === null && ended !== null)) return [];
  const { title, does, longest } = offer.plan;
  const most = `, ${formatDuration(longest)} at most: ${title}: `;
  return [
    line('prepares', 'Looking whether it is still needed.'),
    ...(started === null ? [] : [line('started', { bold: 'Started' }, ' ', clock(started.at), most, does, '.')]),
    ...steps.map(({ says, at }, index) => line(`step ${index}`, clock(at), ' ', says, '.')),
    ...(acted === null
      ? []
      : [line('acted', { bold: acted.result === 'done' ? 'Done:' : 'Failed:' }, ' ', acted.says, '.')]),
  ];
}

function outcomeUnknown(incident: string, { why, find }: NonNullable<Request['unknown']>): Line[] {
  const happened = { code: `incident happened yes ${incident}` };
  const not = { code: `incident happened no ${incident}` };
  return [
    line('unknown', 'It is not known whether it happened: ', why, '. It is never run again by itself.'),
    find === null
      ? line('finds out', 'The bot is finding out.')
      : line('find', authored(capital(find)), '. Then send ', happened, ' or ', not, '.'),
  ];
}

function verifying({ acted, settled, offer }: Request): Line[] {
  if (acted?.result !== 'done' && settled?.happened !== true) return [];
  const { says, within } = offer.verify;
  return [line('verifies', { bold: 'Then:' }, ` ${says}, twice in a row within ${formatDuration(within)}.`)];
}

function line(key: string, ...says: Parameters<typeof text>): Line {
  return { key, says: text(...says) };
}

function capitalText(says: Text): Text {
  const [first, ...rest] = says;
  return typeof first === 'string' ? [capital(first), ...rest] : says;
}
