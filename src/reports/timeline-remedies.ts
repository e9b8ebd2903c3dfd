import type { Event } from '../incident/events.js';
import { yesesNeeded } from '../incident/remedy.js';
import { text, type Text } from '../text/text.js';
import type { Told } from './timeline-words.js';
import { ENDINGS } from './words.js';

/** What people read of an event about a remedy; null for what they do not read in a timeline. Never names who did it. */
export function remedyWords(event: Event, { remedies }: Told): Text | null {
  const title = (request: number): string => remedies.get(request) ?? `remedy ${request}`;
  switch (event.type) {
    case 'remedy.requested': {
      const { plan, policy } = event.payload.offer;
      const needed = yesesNeeded(policy, event.actor);
      return [`asked for: ${plan.title} (${policy.risk} risk${needed === 0 ? ', no approval needed' : ''})`];
    }
    case 'remedy.approved':
      return [`approved: ${title(event.payload.request)}`];
    case 'remedy.glass_broken':
      return [`went around the approval of: ${title(event.payload.request)}; reason: ${event.payload.reason}`];
    case 'remedy.started':
      return [`started: ${title(event.payload.request)}`];
    case 'remedy.acted':
      // A failure is told once, by its end.
      return event.payload.result === 'failed'
        ? null
        : text(`done: ${title(event.payload.request)}`, because(event.payload.says));
    case 'remedy.unknown':
      return text(`not known whether it happened: ${title(event.payload.request)}`, because(event.payload.why));
    case 'remedy.settled': {
      const { request, happened, says } = event.payload;
      return text(`it ${happened ? 'happened' : 'did not happen'}: ${title(request)}`, because(says));
    }
    case 'remedy.ended': {
      const { request, how, says } = event.payload;
      return text(`${title(request)}: ${ENDINGS[how]}`, because(says));
    }
    case 'attempt.refused': {
      const { what, why } = event.payload;
      return [`tried to ${what}; refused: ${why}`];
    }
    case 'watch.started':
      return ['watches until ', { time: event.payload.until, to: 'minute' }];
    case 'watch.ended':
      return text(WATCHED[event.payload.how], because(event.payload.says));
    default:
      return null;
  }
}

const WATCHED = {
  clean: 'watched to the end, it stayed well',
  relapsed: 'it broke again',
  not_seen: 'could not look at the end of the watch',
} as const;

function because(says: Text): Text {
  return says.length === 0 ? [] : ['; ', ...says];
}
