import type { Ended, Request } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import type { ServiceState } from '../runbook/runbook.js';
import { authored, join, text, type Text } from '../text/text.js';
import { stateAfter } from './card-afterwards.js';
import { compared } from './compared.js';
import { headed, label, serviceIn } from './headed.js';
import { context, section, type Message } from './message.js';
import { capital, leaveOf, leftToDo, lowered, outcomeOf } from './remedy-words.js';
import { calling } from './whom.js';

interface Wording {
  readonly emoji: string;
  readonly status: string;
  /** What the verification saw; absent where the verdict still holds. */
  readonly seen?: ServiceState;
}

const WORDINGS: Partial<Readonly<Record<Ended['how'], Wording>>> = {
  verified: { emoji: '✅', status: 'remedy verified', seen: 'up' },
  did_not_help: { emoji: '❌', status: 'remedy did not help' },
  not_verified: { emoji: '❔', status: 'remedy not verified', seen: 'unchecked' },
  failed: { emoji: '❌', status: 'remedy failed' },
};

/** How a remedy that was begun came out, once and for good; null where nothing was done. */
export function result(incident: Incident, request: Request): Message | null {
  const { offer, ended } = request;
  const wording = ended === null ? undefined : WORDINGS[ended.how];
  if (ended === null || wording === undefined) return null;
  const title = `${serviceIn(incident, offer.run, wording.seen)}: ${wording.status}`;
  const well = ended.how === 'verified';
  const lines = [...ended.compared.map(compared), ...(well ? [] : [stateAfter(request)])];
  const next = well ? afterSuccess(incident, request) : ['choose the next step on the card.'];
  return headed(incident, {
    emoji: wording.emoji,
    title,
    blocks: [
      section({ bold: 'Next:' }, ' ', ...(well ? [] : [calling(incident, request.by), ', ']), ...next),
      ...(lines.length === 0 ? [] : [section(...join(lines, '\n'))]),
      foot(incident, request),
    ],
    plain: text(`${incident.id} ${title}, ${offer.plan.title}. Next: `, next),
  });
}

function afterSuccess({ watches }: Incident, { offer, request: number }: Request): Text {
  const left = leftToDo(offer.plan);
  if (left !== null) return text(left, '.');
  const watched = watches.some(({ request }) => request === number);
  return watched ? ['nothing yet; the bot watches and says how it stays.'] : ['resolve it on the card.'];
}

/** People must find out whether it happened; afterwards it says what they found. */
export function outcomeUnknownNews(incident: Incident, request: Request): Message {
  const { offer, unknown, by } = request;
  const { title } = offer.plan;
  const found = unknown === null ? foundOut(request) : null;
  const head = `${serviceIn(incident, offer.run)}: outcome ${found === null ? 'unknown' : 'known by now'}`;
  const why = text(`${capital(title)}: `, unknown?.why ?? [], '. It is never run again by itself.');
  const find = unknown?.find ?? null;
  return headed(incident, {
    emoji: '⚠️',
    title: head,
    blocks: [
      section(
        { bold: 'Next:' },
        ' ',
        ...(found === null
          ? [calling(incident, by), ', find out whether it happened, then record it on the card.']
          : ['nothing here; the card shows how it goes on.']),
      ),
      section(...(found ?? join([why, ...(find === null ? [] : [authored(capital(find))])], '\n'))),
      foot(incident, request),
    ],
    plain: text(
      `${incident.id} ${head}`,
      found === null ? `, ${title}. ` : '. ',
      found ?? ['Next: find out whether it happened, then record it on the card.'],
    ),
  });
}

function foundOut(request: Request): Text {
  return text(`${capital(request.offer.plan.title)}: `, outcomeOf(request), '.');
}

function foot(incident: Incident, request: Request) {
  const leave = leaveOf(request);
  return context(
    `${label(incident)} · asked by `,
    { person: request.by },
    ...(leave === null ? [] : [', ', ...lowered(leave)]),
  );
}
