import { CARD } from '../incident/command.js';
import { offersNow } from '../incident/due.js';
import { headlineOf, headlineText } from '../incident/headline.js';
import { ROLES } from '../incident/roles.js';
import { standingOf } from '../incident/standing.js';
import { latestRun, type Incident } from '../incident/state.js';
import { isHeldBack } from '../incident/timers.js';
import { card } from './card.js';
import { evidence } from './evidence.js';
import type { Wanted } from './wanted-message.js';
import { wantedRecord } from './wanted-record.js';
import { wantedRemedies } from './wanted-remedies.js';

export type { File, Wanted } from './wanted-message.js';

/** All messages of an incident as its state wants them, in posting order. Pure: the reconciler makes Slack show just this. */
export function wanted(incident: Incident): readonly Wanted[] {
  // What is to have a channel of its own waits for it, an alert's card for its verdict; of what was pruned nothing can be said anew.
  if (incident.home === null || incident.channelWanted !== null || incident.pruned || isHeldBack(incident)) return [];
  const runs = incident.runs.filter((run) => run.completedAt !== null);
  return [
    { slot: CARD, under: null, message: card(incident), news: newsOf(incident), file: null },
    ...runs.map((run): Wanted => ({
      slot: `evidence-${run.run}`,
      under: CARD,
      message: evidence(incident, run),
      news: 'evidence',
      file: null,
    })),
    ...wantedRemedies(incident),
    ...wantedRecord(incident),
  ];
}

/** What people would act upon: where the incident stands, what to do next, and what became of requests; null while its verdict is on the way. Steps are no news. */
export function newsOf(incident: Incident): string | null {
  if (standingOf(incident).as === 'diagnosing') return null;
  const run = latestRun(incident);
  const requests = incident.remedies.requests.map(({ yeses, approvedAt, started, acted, unknown, ended }) => [
    [yeses.length, approvedAt !== null, started !== null, acted !== null],
    [unknown?.find ?? unknown !== null, ended?.how],
  ]);
  const offers = offersNow(incident).map(({ offer }) => offer);
  const { acknowledged, roles, severity, escalations, missed, closed } = incident;
  const people = [acknowledged?.by, ...ROLES.map((role) => roles[role]?.who), severity];
  const course = [escalations.length, missed.length, closed?.at];
  return JSON.stringify([
    ...[run?.run, headlineText(headlineOf(incident)), run?.verdict?.next],
    ...[offers, requests, people, course],
  ]);
}
