import { CARD } from '../incident/command.js';
import { headlineOf, headlineText } from '../incident/headline.js';
import { latestRun, type Incident } from '../incident/state.js';
import { card } from './card.js';
import { evidence } from './evidence.js';
import type { Message } from './message.js';

/** A message an incident should have in Slack now. */
export interface Wanted {
  readonly slot: string;
  /** The slot whose thread it belongs to; null for the channel itself. */
  readonly under: string | null;
  readonly message: Message;
  /** What it has to say without delay, in a form to compare; null while it tells of progress. More of the same news may wait. */
  readonly news: string | null;
}

/** All messages of an incident as its state wants them, in posting order. Pure: the reconciler makes Slack show just this. */
export function wanted(incident: Incident): readonly Wanted[] {
  if (incident.home === null) return [];
  const runs = incident.runs.filter((run) => run.completedAt !== null);
  return [
    { slot: CARD, under: null, message: card(incident), news: newsOf(incident) },
    ...runs.map((run): Wanted => ({
      slot: `evidence-${run.run}`,
      under: CARD,
      message: evidence(incident, run),
      news: 'evidence',
    })),
  ];
}

/** What people would act upon: where the incident stands, and what to do next; null while its verdict is on the way. */
export function newsOf(incident: Incident): string | null {
  const run = latestRun(incident);
  if (incident.closed === null && run !== null && run.verdict === null) return null;
  return JSON.stringify([run?.run, headlineText(headlineOf(incident)), run?.verdict?.next]);
}
