import { underWay } from '../incident/due.js';
import type { Offer, Request } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { authored, text, type Text } from '../text/text.js';
import type { Action, Block } from './message.js';
import { deed } from './remedy-words.js';

/** What is asked in a window of its own. */
export const FORM_ACTIONS = [
  'deny_remedy',
  'break_glass',
  'resolve_incident',
  'reopen_incident',
  'add_note',
  'escalate',
  'pin_message',
] as const satisfies readonly Action[];

/** One question of a form. */
export interface Field {
  /** What its answer is called when it comes back: `reason`. */
  readonly id: string;
  readonly label: string;
  readonly hint: string | null;
  /** What stands in it when it opens. */
  readonly initial: string;
  readonly lines: 'one' | 'many';
  readonly required: boolean;
  /** The longest answer, characters; at most 3,000. */
  readonly most: number;
  /** The answers to choose from; null where it is written. */
  readonly options: readonly { readonly value: string; readonly label: string }[] | null;
}

/** Questions somebody answers in a window of their own before their press counts. */
export interface Form {
  readonly action: (typeof FORM_ACTIONS)[number];
  /** What it is about, as its button says: `INC-12:3`. */
  readonly value: string;
  /** At most 24 characters, as are `submit` and `close`. */
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly fields: readonly Field[];
  readonly submit: string;
  readonly close: string;
}

/** The longest reason a form takes, characters. */
export const REASON_MOST = 300;

/** What a form answers where the reason is missing. */
export const NO_REASON = 'Say why in a few words. Nothing was recorded yet.';

/** Before a request is denied: why. */
export function denyForm(incident: Incident, { request, offer, by }: Request): Form {
  return {
    action: 'deny_remedy',
    value: `${incident.id}:${request}`,
    title: 'Deny the request',
    blocks: [
      { kind: 'section', says: text({ person: by }, ' asks: ', { bold: offer.plan.title }, '. Nothing will be run.') },
      { kind: 'section', says: particulars(offer) },
    ],
    fields: [reasonField('Why not?', 'It stands in the channel and in the record.')],
    submit: 'Deny',
    close: 'Go back',
  };
}

/** Before a remedy runs without anybody's yes: what it does, and why. */
export function breakGlassForm(incident: Incident, offer: Offer): Form {
  const waits = underWay(incident)?.offer.offer === offer.offer;
  return {
    action: 'break_glass',
    value: `${incident.id}:${offer.offer}`,
    title: 'Break glass',
    blocks: [
      { kind: 'header', title: 'This runs at once' },
      { kind: 'section', says: text({ bold: offer.plan.title }, `: nobody approves it${waits ? ' any more' : ''}.`) },
      { kind: 'section', says: particulars(offer) },
      { kind: 'section', says: ['Your name and your reason are posted in the channel and kept in the record.'] },
    ],
    fields: [reasonField('Why now, without a yes?', 'Who could not be reached, and what it would cost to wait.')],
    submit: 'Run it now',
    close: 'Go back',
  };
}

/** The one question of most forms. */
export function reasonField(label: string, hint: string): Field {
  return { id: 'reason', label, hint, initial: '', lines: 'many', required: true, most: REASON_MOST, options: null };
}

function particulars({ plan, policy }: Offer): Text {
  const undo = plan.undo === null ? [] : ['. ', { bold: 'Undo:' }, ' ', ...authored(plan.undo)];
  return text({ bold: 'Does:' }, ' ', deed(plan), '\n', { bold: 'Risk:' }, ` ${policy.risk}`, undo);
}
