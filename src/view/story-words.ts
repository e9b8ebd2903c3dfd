import { underWay } from '../incident/due.js';
import type { Request } from '../incident/remedy.js';
import { standingOf } from '../incident/standing.js';
import type { Incident } from '../incident/state.js';
import { text, type Text } from '../text/text.js';
import { resultDue, yesesMissing } from './card-under-way.js';
import { capital } from './remedy-words.js';

/** What is being done or waited for, and until when: `Restart api waits for one yes from api-approvers until 03:16`. */
export function underWayIn(incident: Incident): Text {
  const request = underWay(incident);
  const standing = standingOf(incident);
  if (request !== null) {
    const title = capital(request.offer.plan.title);
    if (request.unknown !== null) return [`${title}: it is not known whether it happened`];
    if (request.approvedAt === null)
      return text(`${title} waits for ${yesesMissing(request)} from ${request.offer.policy.from} until `, {
        time: request.lapsesAt,
        to: 'minute',
      });
    return text(`${title} is being done, result by `, { time: resultDue(request).toISOString(), to: 'second' });
  }
  if (standing.as === 'watching') return text('It is watched until ', { time: standing.watch.until, to: 'minute' });
  if (standing.as === 'diagnosing')
    return text('It is being diagnosed, verdict by ', { time: standing.run.deadline, to: 'second' });
  return ['Nothing is under way'];
}

/** How a remedy that was begun ended, in words; without an end nobody knows. */
export function endedAs(how: NonNullable<Request['ended']>['how'] | undefined): string {
  switch (how) {
    case undefined:
      return 'outcome unknown';
    case 'verified':
      return 'verified';
    case 'did_not_help':
      return 'did not help';
    case 'not_verified':
      return 'not verified';
    case 'did_not_happen':
      return 'did not happen';
    default:
      return 'failed';
  }
}
