import type { Drafted } from '../incident/record.js';
import type { Incident } from '../incident/state.js';
import { text, type Text } from '../text/text.js';
import { cutWords } from './lists.js';
import type { Button } from './message.js';
import { draftFor, markDone, verifyData } from './record-buttons.js';

/** Something to do after an incident, as its line in the checklist shows it. */
export interface ShownTask {
  /** For buttons and lists: `Update the monitoring`. */
  readonly title: string;
  /** What it is about, or how far it is. */
  readonly says: Text;
  readonly buttons: readonly Button[];
}

const FOLLOW_UP_MOST = 200;

/** A task that is not done yet. `since`: when the list was made; a draft from before is none. */
export function openTask(incident: Incident, task: string, since: string): ShownTask {
  switch (task) {
    case 'data':
      return dataTask(incident);
    case 'monitoring': {
      const title = 'Update the monitoring';
      return { title, says: ['so that it tells you sooner next time'], buttons: [markDone(incident, task, title)] };
    }
    case 'post_mortem':
      return draftedTask(incident, task, 'Schedule the post-mortem', 'within two days, while all is fresh', since);
    case 'runbook':
      return draftedTask(incident, task, 'Update the runbook', 'what it did not know, and its review date', since);
    default:
      return followUp(incident, task);
  }
}

/** What a task is called. */
export function taskTitle(incident: Incident, task: string): string {
  return openTask(incident, task, '').title;
}

/** The same in a word or two: `post-mortem`, `follow-up 2`. */
export function taskName(task: string): string {
  return task.replace(/^follow_up_/, 'follow-up ').replace('_', '-');
}

function dataTask(incident: Incident): ShownTask {
  const title = 'Verify the data';
  const { data } = incident;
  if (data === null) return { title, says: ['nobody looked yet'], buttons: [verifyData(incident)] };
  const { checked, askedAt } = data;
  if (checked === null)
    return { title, says: text('being looked at since ', { time: askedAt, to: 'second' }), buttons: [] };
  const { holds, says, at } = checked;
  const done = markDone(incident, 'data', title);
  return {
    title,
    says: text(`${HOLDS[holds]} `, { time: at, to: 'second' }, says.length > 0 && ': ', says),
    buttons: holds === 'yes' ? [done] : [verifyData(incident), done],
  };
}

/** What the check of the data found, before its time. */
export const HOLDS = { yes: 'looked right', no: 'is not right', unknown: 'could not tell' } as const;

function draftedTask(incident: Incident, task: Drafted, title: string, says: string, since: string): ShownTask {
  const draft = incident.drafts[task];
  if (draft === null) return { title, says: ['it is being written'], buttons: [] };
  if (draft === undefined || draft.at < since) return { title, says: [says], buttons: [draftFor(incident, task)] };
  const what = draft.file === null ? 'nothing was written; the thread says why' : `${draft.file.name} is in the thread`;
  return { title, says: [what], buttons: [markDone(incident, task, title)] };
}

function followUp(incident: Incident, task: string): ShownTask {
  const number = Number(task.replace('follow_up_', ''));
  const found = incident.closed?.told?.followUps[number - 1];
  const title = cutWords((found?.what ?? task).replace(/\s+/g, ' '), FOLLOW_UP_MOST);
  const details = [found?.owner ?? null, found?.due == null ? null : `by ${found.due}`].filter((one) => one !== null);
  return { title, says: text(details.join(', ')), buttons: [markDone(incident, task, title)] };
}
