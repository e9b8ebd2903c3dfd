import { CARD } from '../incident/command.js';
import { offersNow } from '../incident/due.js';
import { headlineOf, headlineText } from '../incident/headline.js';
import { standingOf } from '../incident/standing.js';
import { latestRun, type Incident } from '../incident/state.js';
import { card } from './card.js';
import { evidence } from './evidence.js';
import type { Wanted } from './wanted-message.js';
import { wantedRemedies } from './wanted-remedies.js';

export type { File, Wanted } from './wanted-message.js';

/** All messages of an incident as its state wants them, in posting order. Pure: the reconciler makes Slack show just this. */
export function wanted(incident: Incident): readonly Wanted[] {
  if (incident.home === null) return [];
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
  return JSON.stringify([run?.run, headlineText(headlineOf(incident)), run?.verdict?.next, offers, requests]);
}
