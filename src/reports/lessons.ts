import { differenceInMilliseconds } from 'date-fns/differenceInMilliseconds';
import type { Account } from '../engine/reporter.js';
import { formatDuration } from '../text/units.js';
import { hasLasted, wasBegun, type Facts, type Tried } from './facts.js';
import { markdown } from './markdown.js';
import { NOT_RECORDED } from './not-recorded.js';

/** A phase of the way from the opening to the moment when it was well again. */
export interface Phase {
  readonly name: 'finding the cause' | 'deciding what to do' | 'waiting for a yes' | 'doing and verifying it';
  readonly ms: number;
}

/** How the time went until it was well again, or until it was closed; phases that come again are added up. */
export function phasesOf({ opened, diagnosed, mitigated, closed, tried }: Facts): readonly Phase[] {
  const end = mitigated?.at ?? closed?.at ?? null;
  if (end === null) return [];
  const marks: { readonly at: string; readonly before: Phase['name'] }[] = [];
  if (diagnosed !== null) marks.push({ at: diagnosed.at, before: 'finding the cause' });
  for (const { request } of tried.filter(wasBegun)) {
    marks.push({ at: request.at, before: 'deciding what to do' });
    if (request.approvedAt !== null) marks.push({ at: request.approvedAt, before: 'waiting for a yes' });
    if (request.ended !== null) marks.push({ at: request.ended.at, before: 'doing and verifying it' });
  }
  marks.push({ at: end, before: diagnosed === null ? 'finding the cause' : 'deciding what to do' });
  const sums = new Map<Phase['name'], number>();
  let from = opened.at;
  for (const { at, before } of marks) {
    const to = at < end ? at : end;
    if (to <= from) continue;
    sums.set(before, (sums.get(before) ?? 0) + differenceInMilliseconds(to, from));
    from = to;
  }
  return [...sums].map(([name, ms]) => ({ name, ms }));
}

/** The longest phase and its share: what to shorten first. */
export function longestPart(facts: Facts): string {
  const phases = phasesOf(facts);
  const whole = phases.reduce((sum, { ms }) => sum + ms, 0);
  const longest = phases.reduce<Phase | null>((most, one) => (most === null || one.ms > most.ms ? one : most), null);
  if (longest === null) return NOT_RECORDED;
  const share = `${Math.round((longest.ms / whole) * 100)} %`;
  const took = `${formatDuration(longest.ms)} of ${formatDuration(whole)} (${share})`;
  return `the longest phase was ${longest.name}, ${took}. Shorten it first.`;
}

/** What went well by chance, as far as the record shows it. */
export function luckIn(facts: Facts, names: Account['names']): readonly string[] {
  const lines = [...facts.tried.flatMap((one) => luckOf(one, facts)), ...healed(facts)];
  return lines.length === 0 ? [NOT_RECORDED] : lines.map((line) => markdown([line], names));
}

function luckOf(one: Tried, { incident, diagnoses }: Facts): readonly string[] {
  const { request, watch } = one;
  const { offer, settled } = request;
  const title = offer.plan.title;
  const lines: string[] = [];
  if (hasLasted(one)) {
    if (offer.attempts > 1 && offer.attempt + 1 >= offer.attempts)
      lines.push(`The last attempt (${offer.attempt + 1} of ${offer.attempts}) worked: ${title}.`);
    const last = offer.then === null && incident.remedies.requests.some(({ ended }) => ended?.how === 'did_not_help');
    if (last) lines.push(`The last remedy the runbook has worked: ${title}.`);
    const verdict = diagnoses.find(({ run }) => run === offer.run)?.verdict;
    if (verdict !== undefined && verdict.named.length === 0)
      lines.push(`It worked although no cause was found: ${title}.`);
    if (watch?.ended?.how === 'not_seen')
      lines.push(`At the end of the watch the bot could not look; nobody knows whether it held by itself.`);
  }
  if (settled?.happened === true) lines.push(`The bot lost sight of it, and it had happened: ${title}.`);
  return lines;
}

/** It became well, and nothing that was done explains it. */
function healed({ diagnoses, mitigated, tried }: Facts): readonly string[] {
  const first = diagnoses[0]?.verdict.state;
  if (mitigated === null || first === undefined || first === 'up' || tried.some(wasBegun)) return [];
  return ['It was well again without anything that the bot did.'];
}
