import { dueRound, isSpent, offersNow, underWay, watching } from '../src/incident/due.js';
import type { Offer, Request } from '../src/incident/remedy.js';
import { latestRun, type Incident } from '../src/incident/state.js';
import { cutText } from '../src/text/clean.js';
import { nearest } from '../src/text/nearest.js';
import { join, text, type Text } from '../src/text/text.js';
import { note, type Message } from '../src/view/message.js';
import { attemptOf, whoApproves } from '../src/view/remedy-words.js';
import type { Ask } from './command.js';

/** Words longer than this are nobody's. */
const WORD_MOST = 60;

/** Where somebody reads: in a terminal the program's name stands without the slash. */
export type Reader = Pick<Ask, 'channel' | 'by'>;

/** A remedy's id as a runbook writes it: phones prefer dashes and a capital. */
export function idOf(word: string): string {
  return word.toLowerCase().replaceAll('-', '_');
}

/** What is offered in an incident, each with the words that ask for it; or why nothing is. */
export function offered(incident: Incident, reader: Reader): Message {
  const offers = offersNow(incident);
  const lines = [
    ...(offers.length === 0
      ? [whyNothing(incident, reader)]
      : [text({ bold: `Offered in ${incident.id}:` }), ...offers.map((offer) => offerLine(incident, offer, reader))]),
    ...incident.remedies.impossible.map(({ title, why }) => text(`Cannot be done now: ${title} (${why}).`)),
  ];
  return note(...join(lines, '\n'));
}

/** Nothing was asked for: what the word may have meant, or why nothing of the kind is offered. */
export function notOffered(incident: Incident, word: string, reader: Reader): Message {
  const ids = offersNow(incident).map(({ remedy }) => remedy);
  const impossible = incident.remedies.impossible.find(({ remedy }) => remedy === idOf(word));
  if (impossible !== undefined)
    return note(`Cannot be done now: ${impossible.title} (${impossible.why}). Nothing was asked for.`);
  if (isSpent(incident, idOf(word)))
    return note(`${word} was tried as often as it may be in ${incident.id}. Nothing was asked for.`);
  if (ids.length === 0) return note(...whyNothing(incident, reader), ' Nothing was asked for.');
  const shown = cutText(word, WORD_MOST);
  const meant = word.length > WORD_MOST ? null : nearest(idOf(word.split(' ')[0] ?? ''), ids);
  const right = typed(reader, 'remedy', meant ?? ids[0] ?? '', incident.id);
  return note(
    `${incident.id} offers no `,
    { code: shown },
    meant === null ? '; it offers ' : '; nearest: ',
    { code: meant ?? ids.join(', ') },
    '. Nothing was asked for. Send ',
    { code: right },
    '.',
  );
}

/** A line of `/incident`, as this reader types it. */
export function typed({ channel }: Reader, ...words: readonly string[]): string {
  return [channel === null ? 'incident' : '/incident', ...words].join(' ');
}

function offerLine({ id }: Incident, offer: Offer, reader: Reader): Text {
  const { remedy, plan, policy, attempt } = offer;
  const again = attempt > 0 ? `; ${attemptOf(offer) ?? ''}` : '';
  return text(
    '• ',
    { code: typed(reader, 'remedy', remedy, id) },
    ` ${plan.title}: `,
    plan.does,
    ` (${policy.risk} risk, ${whoApproves(policy, reader.by)}${again})`,
  );
}

function whyNothing(incident: Incident, reader: Reader): Text {
  const { id, closed, remedies } = incident;
  if (closed !== null) return [`${id} is closed; nothing is offered.`];
  const request = underWay(incident);
  if (request !== null) return oneAtATime(incident, request, reader);
  if (latestRun(incident)?.verdict == null) return [`${id} is being diagnosed; remedies follow the verdict.`];
  const watch = watching(incident);
  if (watch !== null) return [`A remedy worked; ${id} is watched until `, { time: watch.until, to: 'minute' }, '.'];
  const round = dueRound(incident);
  if (round === null) return [`Nothing is offered in ${id}; its card says what to do.`];
  if (round.key !== remedies.round) return [`What can be done in ${id} is just being looked at. Send it again.`];
  return [
    remedies.off === null ? `Nothing can be offered in ${id} as things are.` : `Nothing is offered: ${remedies.off}.`,
  ];
}

function oneAtATime({ id }: Incident, { offer, by, approvedAt, lapsesAt, unknown }: Request, reader: Reader): Text {
  const { title } = offer.plan;
  if (unknown !== null) return [`It is not known what became of “${title}”; nothing else is offered before.`];
  if (approvedAt !== null) return [`“${title}” is being done; nothing else is offered meanwhile.`];
  return text(
    { person: by },
    ` asked for “${title}”; it waits for its yes until `,
    { time: lapsesAt, to: 'minute' },
    '. ',
    { code: typed(reader, 'withdraw', id) },
    ' takes it back.',
  );
}
