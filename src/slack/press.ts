import type { Answer } from '../../commands/command.js';
import type { PeopleCommand } from '../incident/command.js';
import { reasonOf } from '../../commands/reason.js';
import { cleanText } from '../text/clean.js';
import { NO_REASON } from '../view/forms.js';
import type { Action } from '../view/message.js';
import type { Answers } from './modal.js';
import type { Wished } from './recording.js';
import type { Speaker } from './speaker.js';

/** A button that was pressed, or the form that it opened as it came back. */
export interface Press<Which extends Action = Action> {
  readonly action: Which;
  readonly value: string;
  /** Null for the press itself. */
  readonly answers: Answers | null;
  readonly speaker: Speaker;
}

/** An answer of a form that cannot be taken: in which field, and what to do. */
export interface Wrong {
  readonly wrong: string;
  readonly says: string;
}

/** What comes of a press: something to record or to read, a form to fill in first, or what is wrong in it. */
export type Pressed = Answer | Wrong;

/** A change of this incident, to be recorded. */
export function wish(incident: string, command: PeopleCommand): Wished {
  return { wish: { command, runbook: null }, incident };
}

/** The reason somebody gave in a form, as the record keeps it; empty where there is none. */
export function reasonIn(answers: Answers, field = 'reason'): string {
  return reasonOf([cleanText(answers[field] ?? '').trim()]);
}

/** The reason is missing. */
export const unreasoned: Wrong = { wrong: 'reason', says: NO_REASON };
