import { tasksOf } from '../incident/after-end.js';
import type { Report } from '../incident/record.js';
import type { Incident } from '../incident/state.js';
import { join, text, type Text } from '../text/text.js';
import { buttons, context, section, type Block, type Message } from './message.js';
import { brief } from './plain.js';
import { markUndone } from './record-buttons.js';
import { HOLDS, openTask, taskName, taskTitle } from './tasks.js';

/** Each open task takes a line and a row of buttons; those below move up as others are done. */
const OPEN_SHOWN = 10;
const DONE_SHOWN = 12;
const UNDO_SHOWN = 5;

/** What is to be done after an incident, remembered: edited in place as it is done. */
export function checklist(incident: Incident, { report, at }: Report): Message {
  const { id, closings, closed } = incident;
  if (closed === null || closings !== report) return overtaken(incident);
  const tasks = tasksOf(incident);
  const open = tasks.filter((task) => incident.ticked[task] === undefined);
  const done = tasks.length - open.length;
  const count = `${done} of ${tasks.length} done`;
  const [first] = open;
  return {
    blocks: [
      section({ bold: `After ${id}:` }, ` ${count}.`),
      ...open.slice(0, OPEN_SHOWN).flatMap((task) => openBlocks(incident, task, at)),
      ...(open.length > OPEN_SHOWN
        ? [context(`${open.length - OPEN_SHOWN} more below these, and in the report.`)]
        : []),
      ...doneBlocks(incident, tasks),
    ],
    plain: brief([
      `${id} checklist: ${count}. `,
      first === undefined ? 'Nothing is left to do.' : `Next: ${lower(taskTitle(incident, first))}.`,
    ]),
  };
}

/** It was taken up again: this list is history. */
function overtaken({ id, reopened }: Incident): Message {
  const last = reopened.at(-1);
  const when: Text = last === undefined ? [] : [' ', { time: last.at, to: 'minute' }];
  const says = text(`The checklist of ${id} waits: it was reopened`, when, '. The next end brings a new one.');
  return { blocks: [section(...says)], plain: brief(says) };
}

function openBlocks(incident: Incident, task: string, since: string): Block[] {
  const { title, says, buttons: row } = openTask(incident, task, since);
  return [section(...text({ bold: title }, says.length > 0 && ': ', says, '.')), ...buttons(...row)];
}

function doneBlocks(incident: Incident, tasks: readonly string[]): Block[] {
  const done = tasks.flatMap((task) => {
    const tick = incident.ticked[task];
    return tick === undefined ? [] : [{ task, ...tick, title: taskTitle(incident, task) }];
  });
  if (done.length === 0) return [];
  const lines = done
    .slice(0, DONE_SHOWN)
    .map(({ task, by, at, title }) =>
      text(
        `• Done: ${title}, `,
        { person: by },
        ' ',
        { time: at, to: 'minute' },
        task === 'data' && evidence(incident),
      ),
    );
  const newest = done.toSorted((one, other) => other.at.localeCompare(one.at)).slice(0, UNDO_SHOWN);
  const menu = newest.map(({ task }) => markUndone(incident, task, taskName(task)));
  return [{ kind: 'section', says: join(lines, '\n'), menu }];
}

/** What the check of the data saw, where there was one. */
function evidence({ data }: Incident): Text {
  const checked = data?.checked ?? null;
  if (checked === null) return [];
  return text(
    `; ${HOLDS[checked.holds]} `,
    { time: checked.at, to: 'second' },
    checked.says.length > 0 && ': ',
    checked.says,
  );
}

function lower(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`;
}
