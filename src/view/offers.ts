import { dueRound, offersNow, speaksFor } from '../incident/due.js';
import type { Impossible, Offer } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { text, type Text } from '../text/text.js';
import { breakGlass, requestRemedy } from './buttons.js';
import type { Button } from './message.js';
import { attemptOf, capital, riskAndLeave, whoApproves } from './remedy-words.js';

/** Why remedies cannot be done: at most so many on a card. */
const REASONS_SHOWN = 2;

/** What an incident offers now, in the pieces that cards are made of; null where it offers nothing. */
export interface Offered {
  /** Follows `Next:`. */
  readonly next: Text;
  /** The same for a notification, without the risk's name. */
  readonly plain: string;
  /** What the recommended one would do exactly; the other one's confirm says the same of it. */
  readonly deed: Text;
  readonly buttons: readonly Button[];
  /** Ways around the approval, for the menu. */
  readonly menu: readonly Button[];
}

/** The offers that stand now, the recommended one first. */
export function offered(incident: Incident): Offered | null {
  if (noLongerNeeded(incident)) return null;
  const [first, second] = offersNow(incident);
  if (first === undefined) return null;
  const both = second === undefined ? [first] : [first, second];
  const guarded = both.filter(({ policy }) => policy.approvals > 0 && policy.breakGlass !== null);
  return {
    next: text(
      `${first.plan.title}. ${riskAndLeave(first.policy)}`,
      second !== undefined && ` Or ${second.plan.title}. ${riskAndLeave(second.policy)}`,
    ),
    plain: `${first.plan.title}${second === undefined ? '' : `, or ${second.plan.title}`}; ${whoApproves(first.policy)}.`,
    deed: deedOf(first),
    buttons: both.map((offer) => requestRemedy(incident, offer, offer === first)),
    menu: guarded.map((offer) => breakGlass(incident, offer, guarded.length > 1)),
  };
}

function deedOf(offer: Offer): Text {
  const attempt = attemptOf(offer);
  return text(
    { bold: `${capital(offer.plan.title)}:` },
    ' ',
    offer.plan.does,
    '.',
    offer.attempt > 0 && attempt !== null && ` ${capital(attempt)}.`,
  );
}

/** Its last remedy was not needed any more when it was to begin: what the verdict says is out of date. */
export function noLongerNeeded({ remedies, runs }: Incident): boolean {
  const [last, run] = [remedies.requests.at(-1), runs.at(-1)];
  return last?.ended?.how === 'not_needed' && run !== undefined && speaksFor(last, run);
}

/** What to do is still being worked out: buttons that would change places under a thumb wait for it. */
export function planning(incident: Incident): boolean {
  const due = dueRound(incident);
  return due !== null && due.key !== incident.remedies.round;
}

/** Why a remedy that is due, or any, is not offered: one line, or none. */
export function notOffered(incident: Incident): Text[] {
  const { remedies } = incident;
  if (dueRound(incident)?.key !== remedies.round) return [];
  if (remedies.off !== null) return [text({ bold: 'No remedies:' }, ` ${remedies.off}.`)];
  if (remedies.impossible.length === 0) return [];
  const more = remedies.impossible.length - REASONS_SHOWN;
  const reasons = remedies.impossible.slice(0, REASONS_SHOWN).map(reason).join('; ');
  return [text({ bold: 'Not offered:' }, ` ${reasons}${more > 0 ? ` and ${more} more` : ''}.`)];
}

function reason({ title, why }: Impossible): string {
  return `${title} (${why})`;
}
