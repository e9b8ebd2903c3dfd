import type { Request } from '../incident/remedy.js';
import type { ClosedHow } from '../incident/events.js';
import type { Incident } from '../incident/state.js';
import { join, text, type Text } from '../text/text.js';
import { cutWords } from './lists.js';
import { section, type Block } from './message.js';
import { capital, leaveOf, leftToDo, lowered } from './remedy-words.js';
import { endedAs } from './story-words.js';

type Closed = NonNullable<Incident['closed']>;

const HOW: Readonly<Record<ClosedHow, string>> = {
  cancelled: 'Cancelled',
  false_alarm: 'Closed as a false alarm',
  resolved: 'Resolved',
};

/** A line a remedy takes; the report has those before. */
const REMEDIES_SHOWN = 4;
const FOLLOW_UPS_SHOWN = 3;
const FOLLOW_UP_MOST = 60;

/** The body of a closed incident's card: what remains, who closed it, and what was done to the world meanwhile. */
export function closedBody(incident: Incident, closed: Closed): Block[] {
  const reason = closed.reason === '' ? '' : `: ${closed.reason}`;
  const how = text(`${HOW[closed.how]} by `, { person: closed.by }, ' ', { time: closed.at, to: 'minute' }, reason);
  const next = followUps(incident, closed) ?? leftOver(begunIn(incident)) ?? ['nothing.'];
  return [section({ bold: 'Next:' }, ' ', ...next), section(...join([how, ...doneIn(incident)], '\n'))];
}

/** What was done to the world, remedy by remedy; or that nothing was. */
export function doneIn(incident: Incident): readonly Text[] {
  const begun = begunIn(incident);
  if (begun.length === 0) return [text('The bot changed nothing in this incident.')];
  return begun.slice(-REMEDIES_SHOWN).map(done);
}

/** `2 follow-ups: file a bug for the leak; set mem_limit`: those that nobody did yet. */
function followUps({ ticked }: Incident, { told }: Closed): Text | null {
  const all = told?.followUps ?? [];
  const open = all.filter((_, at) => ticked[`follow_up_${at + 1}`] === undefined);
  if (all.length === 0) return null;
  if (open.length === 0) return ['nothing; every follow-up is done.'];
  const names = open.map(({ what }) => cutWords(what, FOLLOW_UP_MOST));
  const more = open.length > FOLLOW_UPS_SHOWN ? `; and ${open.length - FOLLOW_UPS_SHOWN} more` : '';
  const count = `${open.length} ${open.length === 1 ? 'follow-up' : 'follow-ups'}`;
  return [`${count}: ${names.slice(0, FOLLOW_UPS_SHOWN).join('; ')}${more}.`];
}

/** The same for a notification. */
export function closedPlain(incident: Incident): string {
  const begun = begunIn(incident);
  if (begun.length === 0) return 'Nothing was changed by the bot.';
  const [first, ...more] = begun.map(({ offer, ended }) => `${offer.plan.title}, ${endedAs(ended?.how)}`);
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
    ` ${endedAs(ended?.how)}`,
    ended !== null && [' ', { time: ended.at, to: 'second' }],
    '; asked by ',
    { person: by },
    leave !== null && [', ', lowered(leave)].flat(),
    '.',
  );
}
