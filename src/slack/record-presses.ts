import type { Look } from '../../commands/command.js';
import { noteOf } from '../../commands/reason.js';
import type { Actor } from '../incident/events.js';
import type { Incident } from '../incident/state.js';
import { DRAFTED } from '../incident/record.js';
import { note, type Action, type Message } from '../view/message.js';
import { escalateForm, noteForm, reopenForm } from '../view/record-forms.js';
import { toldOf } from '../view/resolve-form.js';
import type { Messages } from './messages.js';
import { reasonIn, unreasoned, wish, type Press, type Pressed, type Wrong } from './press.js';
import { aboutValue } from './press-value.js';
import { looked } from './recording.js';

/** What is pressed about the record, and what its forms ask. Any member of the incident's channel may. */
export type RecordAction = Extract<
  Action,
  | 'close_false_alarm'
  | 'resolve_incident'
  | 'reopen_incident'
  | 'escalate'
  | 'add_note'
  | 'pin_message'
  | 'snooze_update'
  | 'tick_task'
  | 'untick_task'
  | 'check_data'
  | 'draft_task'
>;

export interface RecordPressParts {
  readonly look: Look;
  readonly messages: Messages;
}

/** More than a day is no snooze. */
const SNOOZE_MOST = 24 * 60;
const MESSAGE = /^\d{9,12}\.\d{6}$/;

/** Presses about the record. The button only names the incident and what it is about: whether it is here is looked up now, and decided with the incident's log. */
export class RecordPresses {
  readonly #parts: RecordPressParts;
  constructor(parts: RecordPressParts) {
    this.#parts = parts;
  }

  async press({ action, value, answers, speaker }: Press<RecordAction>): Promise<Pressed> {
    const named = aboutValue(value);
    // Where several are open, the form asks for which one it is.
    const about = named === null ? null : aboutValue(answers?.['incident'] ?? named.incident);
    const row = about === null ? null : await looked(this.#parts.look.find(about.incident));
    if (named === null || row === null || row.channel !== speaker.channel) return foreign();
    const one = { id: row.incident, open: row.open, by: `slack:${speaker.user}`, rest: named.rest, answers, speaker };
    switch (action) {
      case 'close_false_alarm':
        return wish(one.id, { do: 'close', by: one.by, how: 'false_alarm', reason: '' });
      case 'resolve_incident':
        return resolve(one);
      case 'reopen_incident':
        return this.#reopen(one);
      case 'escalate':
        return this.#escalate(one);
      case 'add_note':
        return this.#note(one, row.service);
      case 'pin_message':
        return this.#message(one);
      case 'snooze_update':
        return snooze(one);
      case 'tick_task':
      case 'untick_task':
        return wish(one.id, { do: 'tick', by: one.by, task: one.rest, done: action === 'tick_task' });
      case 'check_data':
        return wish(one.id, { do: 'check_data', by: one.by });
      case 'draft_task':
        return draft(one);
    }
  }

  /** What is open already is told so by the log's own words. */
  async #reopen({ id, open, by, answers }: RecordPress): Promise<Pressed> {
    if (answers === null && !open) return this.#asking(id, reopenForm);
    const reason = answers === null ? '' : reasonIn(answers);
    if (answers !== null && reason === '') return unreasoned;
    return wish(id, { do: 'reopen', by, reason });
  }

  /** What comes back from the form calls the level that it named, or nobody. */
  async #escalate({ id, open, by, rest, answers }: RecordPress): Promise<Pressed> {
    const escalation = (reason: string): Pressed => wish(id, { do: 'escalate', by, reason });
    if (answers !== null && /^[1-9]\d?$/.test(rest))
      return wish(id, { do: 'escalate', by, reason: reasonIn(answers), level: Number(rest) });
    if (answers !== null) return foreign();
    return open ? this.#asking(id, (incident) => escalateForm(incident), escalation('')) : escalation('');
  }

  #note({ id, by, answers }: RecordPress, service: string): Pressed {
    if (answers === null) return { form: noteForm([{ incident: id, service }], '', null), incident: id };
    const words = noteOf(answers['words'] ?? '');
    if ('refused' in words) return wrongWords(words);
    return wish(id, { do: 'note', by, says: words.says, private: answers['private'] === 'yes', source: null });
  }

  /** A message somebody chose an incident for, or whose words they have written anew. */
  async #message({ id, by, rest, answers, speaker }: RecordPress): Promise<Pressed> {
    const words = answers === null ? null : noteOf(answers['words'] ?? '');
    if (words !== null && 'refused' in words) return wrongWords(words);
    if (!MESSAGE.test(rest)) return foreign();
    const said = await this.#parts.messages.said(speaker.channel, rest);
    if (said === null) return words === null ? { message: unread() } : { wrong: 'words', says: UNREAD_IN_FORM };
    const { source } = said;
    return words === null
      ? wish(id, { do: 'pin', by, source, says: said.says })
      : wish(id, { do: 'note', by, says: words.says, private: false, source });
  }

  /** The form about this incident as it is; `otherwise` where there is nothing to ask. */
  async #asking(
    id: string,
    formOf: (incident: Incident) => ReturnType<typeof escalateForm>,
    otherwise: Pressed = foreign(),
  ): Promise<Pressed> {
    const incident = await looked(this.#parts.look.read(id));
    const form = incident === null ? null : formOf(incident);
    return form === null ? otherwise : { form, incident: id };
  }
}

interface RecordPress {
  readonly id: string;
  readonly open: boolean;
  readonly by: Actor;
  /** What stands in the button's value behind the incident. */
  readonly rest: string;
  readonly answers: Press['answers'];
  readonly speaker: Press['speaker'];
}

/** The form that came back; it is opened by the same word as people type. */
function resolve({ id, by, answers }: RecordPress): Pressed {
  const reason = reasonIn(answers ?? {});
  if (reason === '') return unreasoned;
  return wish(id, { do: 'close', by, how: 'resolved', reason, told: toldOf(answers ?? {}) });
}

function snooze({ id, by, rest }: RecordPress): Pressed {
  const minutes = /^[1-9]\d{0,3}$/.test(rest) ? Number(rest) : SNOOZE_MOST + 1;
  return minutes > SNOOZE_MOST ? foreign() : wish(id, { do: 'snooze', by, minutes });
}

function draft({ id, by, rest }: RecordPress): Pressed {
  const task = DRAFTED.find((one) => one === rest);
  return task === undefined ? foreign() : wish(id, { do: 'draft', by, task });
}

function wrongWords({ refused }: Extract<ReturnType<typeof noteOf>, { refused: unknown }>): Wrong {
  return { wrong: 'words', says: refused.map((part) => (typeof part === 'string' ? part : '')).join('') };
}

const UNREAD_IN_FORM = 'Slack did not give the bot that message. Nothing was recorded; send this again.';

/** The message somebody points at is gone, or Slack silent. */
export function unread(): Message {
  return note('Slack did not give the bot that message; it is not in the timeline. Mark it again.');
}

function foreign(): { readonly message: Message } {
  return { message: note('That button belongs to no incident of this channel. Nothing was changed.') };
}
