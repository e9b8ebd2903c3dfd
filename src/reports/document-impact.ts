import { differenceInMilliseconds } from 'date-fns/differenceInMilliseconds';
import type { Account } from '../engine/reporter.js';
import { text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import type { Facts } from './facts.js';
import { inert, markdown, utc } from './markdown.js';
import { NOT_RECORDED } from './not-recorded.js';

const DATA = { yes: 'Verified', no: 'Compromised', unknown: 'Could not tell' } as const;

/** What it did to others: as people told it, as the runbook expects it, and whether the data is right. */
export function impactPart(facts: Facts, names: Account['names']): object {
  const { closed, promised } = facts;
  const expected = promised?.payload.response?.impact ?? null;
  const told = inert(closed?.payload.told?.impact ?? '');
  const users = inert(expected?.users ?? '');
  return {
    short: told || (users === '' ? NOT_RECORDED : `${users} (as the runbook expects; what it was: ${NOT_RECORDED})`),
    told: told || NOT_RECORDED,
    expected: users || NOT_RECORDED,
    endpoints: asExpected(expected?.endpoints),
    business: asExpected(expected?.business),
    sla: asExpected(expected?.sla),
    duration: durationOf(facts),
    data: dataOf(facts, names),
  };
}

function asExpected(written: string | null | undefined): string {
  const words = inert(written ?? '');
  return words === '' ? NOT_RECORDED : `${words} (as the runbook expects)`;
}

/** How long it was ill, as far as that was seen. */
function durationOf({ opened, mitigated, closed }: Facts): string {
  const end = mitigated ?? closed;
  if (end === null) return NOT_RECORDED;
  const ms = formatDuration(differenceInMilliseconds(end.at, opened.at));
  return mitigated === null
    ? `${ms}, until it was closed; not seen to be well again`
    : `${ms}, until it was well again`;
}

function dataOf({ incident }: Facts, names: Account['names']): string {
  const checked = incident.data?.checked ?? null;
  if (checked === null) return NOT_RECORDED;
  return markdown(
    text(`${DATA[checked.holds]}, ${utc(checked.at)}`, checked.says.length > 0 && ': ', checked.says),
    names,
  );
}
