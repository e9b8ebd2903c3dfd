import type { Request } from '../incident/remedy.js';
import type { ClosedHow } from '../incident/events.js';
import type { Incident } from '../incident/state.js';
import { join, text, type Text } from '../text/text.js';
import { section, type Block } from './message.js';
import { capital, leaveOf, leftToDo, lowered } from './remedy-words.js';

type Closed = NonNullable<Incident['closed']>;

const HOW: Readonly<Record<ClosedHow, string>> = {
  cancelled: 'Cancelled',
  false_alarm: 'Closed as a false alarm',
  resolved: 'Resolved',
};

/** The body of a closed incident's card: who closed it, and what was done to the world meanwhile. */
export function closedBody(incident: Incident, closed: Closed): Block[] {
  const reason = closed.reason === '' ? '' : `: ${closed.reason}`;
  const how = text(`${HOW[closed.how]} by `, { person: closed.by }, ' ', { time: closed.at, to: 'minute' }, reason);
  const begun = begunIn(incident);
  if (begun.length === 0)
    return [section({ bold: 'Next:' }, ' nothing. The bot changed nothing in this incident.'), section(...how)];
  return [
    section({ bold: 'Next:' }, ' ', ...(leftOver(begun) ?? ['nothing.'])),
    section(...join([how, ...begun.map(done)], '\n')),
  ];
}

/** The same for a notification. */
export function closedPlain(incident: Incident): string {
  const begun = begunIn(incident);
  if (begun.length === 0) return 'Nothing was changed by the bot.';
  const [first, ...more] = begun.map(({ offer, ended }) => `${offer.plan.title}, ${resultWords(ended?.how)}`);
  return `Done: ${first ?? ''}${more.length === 0 ? '' : `, and ${more.length} more`}.`;
}

function begunIn({ remedies }: Incident): readonly Request[] {
  return remedies.requests.filter(({ started }) => started !== null);
}

function leftOver(begun: readonly Request[]): Text | null {
  const last = begun.findLast(({ ended }) => ended?.how === 'verified');
  const left = last === undefined ? null : leftToDo(last.offer.plan);
  return left === null ? null : text(left, '.');
}

/** One remedy with who asked, who let it happen and how it ended. */
function done(request: Request): Text {
  const { offer, by, ended } = request;
  const leave = leaveOf(request);
  return text(
    { bold: `${capital(offer.plan.title)}:` },
    ` ${resultWords(ended?.how)}`,
    ended !== null && [' ', { time: ended.at, to: 'second' }],
    '; asked by ',
    { person: by },
    leave !== null && [', ', lowered(leave)].flat(),
    '.',
  );
}

/** How a remedy that was begun ended, in words; without an end nobody knows. */
function resultWords(how: NonNullable<Request['ended']>['how'] | undefined): string {
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
