import type { Form } from '../view/forms.js';
import { note, type Message } from '../view/message.js';

/** What was not done, by what was to be done. */
const UNDONE: Readonly<Record<Form['action'], string>> = {
  deny_remedy: 'that asks for your reason. Nothing was denied',
  break_glass: 'that asks for your reason. Nothing was run',
  resolve_incident: 'that asks for impact and cause. Nothing was closed',
  reopen_incident: 'that asks for your reason. Nothing was reopened',
  add_note: 'for your note. Nothing was recorded',
  escalate: 'that asks for your reason. Nobody was called',
  pin_message: 'for your words. Nothing was recorded',
};

/** Slack gives 3 s from the press to the window; after that it opens none. `again`: what to do then. */
export function unopened({ action }: Form, again: string): Message {
  return note(`Slack did not open the window ${UNDONE[action]}; ${again}.`);
}
