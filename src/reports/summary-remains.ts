import type { FollowUp, SummaryLine } from '../incident/record.js';
import { cutText } from '../text/clean.js';
import { authored, text } from '../text/text.js';
import { hasLasted, type Facts } from './facts.js';

/** More would not be read; the document has them all. */
const MOST = 5;
const LONGEST = 120;

/** What is left to do, as far as it was recorded. */
export function remainsIn({ tried, closed, opened, incident }: Facts): readonly SummaryLine[] {
  const lines: SummaryLine[] = [];
  const worked = tried.findLast(hasLasted);
  const afterwards = worked?.request.offer.plan.afterwards ?? null;
  // Who was asked for follow-ups has seen it among them.
  if (worked !== undefined && afterwards !== null && (closed?.payload.told ?? null) === null)
    lines.push({ part: 'remains', says: text('Still to do: ', authored(afterwards), '.'), from: worked.from });
  for (const { request, from } of tried)
    if (request.unknown !== null)
      lines.push({ part: 'remains', says: [`Not known whether it happened: ${request.offer.plan.title}.`], from });
  const followUps = closed?.payload.told?.followUps ?? [];
  const { seq } = closed ?? opened;
  if (followUps.length > 0) {
    const more = followUps.length > MOST ? '; and others, in the document' : '';
    const said = followUps.slice(0, MOST).map(followUpWords).join('; ');
    lines.push({ part: 'remains', says: [`Follow-ups: ${said}${more}.`], from: [seq] });
  } else if (incident.closed?.how === 'resolved')
    lines.push({ part: 'remains', says: ['Follow-ups: not recorded.'], from: [seq] });
  return lines;
}

/** `bug for the leak (sam, due 2025-12-10)`. */
function followUpWords({ what, owner, due }: FollowUp): string {
  const details = [owner, due === null ? null : `due ${due}`].filter((one) => one !== null).join(', ');
  return `${cutText(what.replace(/\s+/g, ' '), LONGEST)}${details === '' ? '' : ` (${details})`}`;
}
