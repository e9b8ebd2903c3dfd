import { alertNameOf, type Actor } from '../incident/actor.js';
import type { Incident } from '../incident/state.js';
import { text, type Part, type Text } from '../text/text.js';

/** Who looked after an incident at a moment: its commander, otherwise whoever acknowledged it; null where nobody did. */
export function inChargeAt({ handovers, acknowledged }: Incident, at: string): Actor | null {
  const commander = handovers.findLast((one) => one.at <= at);
  if (commander !== undefined) return commander.to;
  return acknowledged !== null && acknowledged.at <= at ? acknowledged.by : null;
}

/** A party that must act. In a drill nobody is notified. */
export function callingParty({ drill }: Incident, party: string): Part {
  return drill ? party : { mention: `party:${party}` };
}

/** Someone who must act: notified where they are in Slack, named otherwise, and in a drill. */
export function calling({ drill }: Incident, actor: Actor): Part {
  return actor.startsWith('slack:') && !drill ? { mention: actor } : { person: actor };
}

/** Somebody's name; an alert is said to be one. */
export function named(actor: Actor): Text {
  return text(alertNameOf(actor) !== null && 'alert ', { person: actor });
}
