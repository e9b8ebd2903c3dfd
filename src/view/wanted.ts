import { CARD } from '../incident/command.js';
import type { Incident } from '../incident/state.js';
import { card } from './card.js';
import { evidence } from './evidence.js';
import type { Message } from './message.js';

/** A message an incident should have in Slack now. */
export interface Wanted {
  readonly slot: string;
  /** The slot whose thread it belongs to; null for the channel itself. */
  readonly under: string | null;
  readonly message: Message;
  /** Progress may wait for its turn; news may not. */
  readonly urgency: 'news' | 'progress';
}

/** All messages of an incident as its state wants them, in posting order. Pure: the reconciler makes Slack show just this. */
export function wanted(incident: Incident): readonly Wanted[] {
  if (incident.home === null) return [];
  const latest = incident.runs.at(-1);
  const diagnosing = incident.closed === null && latest !== undefined && latest.verdict === null;
  const runs = incident.runs.filter((run) => run.completedAt !== null);
  return [
    { slot: CARD, under: null, message: card(incident), urgency: diagnosing ? 'progress' : 'news' },
    ...runs.map((run): Wanted => ({
      slot: `evidence-${run.run}`,
      under: CARD,
      message: evidence(incident, run),
      urgency: 'news',
    })),
  ];
}
