import type { Drafted } from '../incident/record.js';
import type { Incident } from '../incident/state.js';
import { nextLevel } from '../incident/timers.js';
import { cutWords } from './lists.js';
import type { Action, Button } from './message.js';

const LABEL_MOST = 22;
const SPOKEN_MOST = 75;

/** Says that somebody looks after it. */
export function acknowledge(incident: Incident): Button {
  return plain(incident, 'acknowledge', `Acknowledge ${incident.id}`, `of ${incident.service}`);
}

/** Makes whoever presses it the commander. */
export function takeCommand(incident: Incident): Button {
  return {
    ...plain(incident, 'take_command', 'Take command', `of ${incident.id}, ${incident.service}`),
    primary: true,
  };
}

/** Calls the next level, after a question; none where everybody was called. */
export function escalateFurther(incident: Incident): Button[] {
  const next = nextLevel(incident);
  if (next === null) return [];
  return [plain(incident, 'escalate', `Escalate to level ${next.level}`, `of ${incident.id}: call ${next.to}`)];
}

/** Writes something into the timeline, after a question. */
export function addNote(incident: Incident): Button {
  return plain(incident, 'add_note', 'Add a note', `to ${incident.id}`);
}

/** Shows the story so far, to whoever presses it. */
export function showTimeline(incident: Incident): Button {
  return plain(incident, 'show_timeline', 'Show timeline', `of ${incident.id}`);
}

/** Ends an incident, after some questions. */
export function resolveIt(incident: Incident, primary: boolean): Button {
  return { ...plain(incident, 'resolve_incident', `Resolve ${incident.id}`, `of ${incident.service}`), primary };
}

/** Takes an end back, after a question. */
export function reopenIt(incident: Incident): Button {
  return plain(incident, 'reopen_incident', `Reopen ${incident.id}`, `of ${incident.service}`);
}

/** Asks for the next update later. */
export function snooze(incident: Incident, minutes: number): Button {
  const later = minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
  const value = `${incident.id}:${minutes}`;
  return { ...plain(incident, 'snooze_update', `Snooze ${later}`, `the updates of ${incident.id}`), value };
}

/** Looks whether the data is right. */
export function verifyData(incident: Incident): Button {
  return plain(incident, 'check_data', 'Verify data', `of ${incident.service}, ${incident.id}`);
}

/** Writes what helps with a task. */
export function draftFor(incident: Incident, task: Drafted): Button {
  const label = task === 'post_mortem' ? 'Propose a time' : 'Draft a patch';
  const target = task === 'post_mortem' ? 'for the post-mortem' : 'of the runbook';
  return ofTask(incident, task, 'draft_task', label, `${target}, ${incident.id}`);
}

/** Says that a task is done. */
export function markDone(incident: Incident, task: string, title: string): Button {
  return ofTask(incident, task, 'tick_task', 'Mark done', `in ${incident.id}: ${title}`);
}

/** Takes that back. */
export function markUndone(incident: Incident, task: string, name: string): Button {
  return ofTask(incident, task, 'untick_task', cutWords(`Not done: ${name}`, LABEL_MOST), `in ${incident.id}`);
}

function ofTask(incident: Incident, task: string, action: Action, label: string, target: string): Button {
  return { ...plain(incident, action, label, target), value: `${incident.id}:${task}` };
}

function plain({ id }: Incident, action: Action, label: string, target: string): Button {
  return { action, value: id, label, spoken: cutWords(`${label} ${target}`, SPOKEN_MOST), primary: false };
}
