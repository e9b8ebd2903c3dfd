import type { Actor } from '../incident/actor.js';
import type { Incident } from '../incident/state.js';
import { nextLevel } from '../incident/timers.js';
import { cutText } from '../text/clean.js';
import { text } from '../text/text.js';
import { REASON_MOST, reasonField, type Field, type Form } from './forms.js';
import { section } from './message.js';
import { named } from './whom.js';

/** An incident something may be written down about. */
export interface About {
  readonly incident: string;
  readonly service: string;
}

/** A message somebody wants to write down: where it stands, and whose it is. */
export interface Marked {
  readonly ts: string;
  readonly author: Actor;
}

/** The longest note a form takes, characters; a longer message is cut. */
const NOTE_MOST = 3_000;
const OPTION_MOST = 75;

/** Words for the timeline; where several incidents may be meant, one is to be chosen. With `source` it is a message whose words may be edited. */
export function noteForm(about: readonly [About, ...About[]], initial: string, source: Marked | null): Form {
  const [first, ...others] = about;
  const words: Field = {
    id: 'words',
    label: 'What happened?',
    hint: source === null ? null : 'The message itself stays as it is.',
    initial: cutText(initial, NOTE_MOST),
    ...{ lines: 'many', required: true, most: NOTE_MOST, options: null },
  };
  return {
    action: source === null ? 'add_note' : 'pin_message',
    value: source === null ? first.incident : `${first.incident}:${source.ts}`,
    title: source === null ? 'Add a note' : 'Add to the timeline',
    blocks: source === null ? [] : [section('A message of ', ...named(source.author), '.')],
    fields: [...(others.length === 0 ? [] : [whichIncident(about)]), words, ...(source === null ? [whoReadsIt()] : [])],
    submit: 'Add',
    close: 'Go back',
  };
}

/** Before the next level is called; null where everybody was called. */
export function escalateForm(incident: Incident): Form | null {
  const next = nextLevel(incident);
  if (next === null) return null;
  const says = incident.drill ? ' In this drill nobody is notified.' : ' They are notified at once.';
  return {
    action: 'escalate',
    value: `${incident.id}:${next.level}`,
    title: `Escalate to level ${next.level}`,
    blocks: [section('This calls ', { bold: next.to }, `.${says}`)],
    fields: [{ ...reasonField('Why now?', 'They read it first. It may stay empty.'), required: false }],
    submit: 'Escalate',
    close: 'Go back',
  };
}

/** Before an end is taken back. */
export function reopenForm(incident: Incident): Form {
  return {
    action: 'reopen_incident',
    value: incident.id,
    title: `Reopen ${incident.id}`,
    blocks: [section(...text(`${incident.id} of `, { bold: incident.service }, ' goes on. Nothing is run.'))],
    fields: [reasonField('Why?', 'What was seen since. It is posted in the channel.')],
    submit: 'Reopen',
    close: 'Go back',
  };
}

function whichIncident(about: readonly About[]): Field {
  return {
    ...{ id: 'incident', label: 'Which incident?', hint: null, initial: '', lines: 'one', required: true },
    most: OPTION_MOST,
    options: about.map(({ incident, service }) => ({
      value: incident,
      label: cutText(`${incident} ${service}`, OPTION_MOST),
    })),
  };
}

function whoReadsIt(): Field {
  return {
    ...{ id: 'private', label: 'Who may read it?', hint: null, initial: 'no', lines: 'one', required: true },
    most: REASON_MOST,
    options: [
      { value: 'no', label: 'Everybody here, and the report' },
      { value: 'yes', label: 'Private: left out of reports and exports' },
    ],
  };
}
