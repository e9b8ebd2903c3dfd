import { addMilliseconds } from 'date-fns/addMilliseconds';
import { isBefore } from 'date-fns/isBefore';
import { parseISO } from 'date-fns/parseISO';
import type { Runbook } from '../src/runbook/runbook.js';
import { join, text, type Text } from '../src/text/text.js';
import { note } from '../src/view/message.js';
import type { Subcommand } from './command.js';

/** Every runbook, and which of them are past their review. */
export const runbooks: Subcommand = {
  word: 'runbooks',
  group: 'find',
  usage: 'runbooks',
  says: 'every runbook',
  answer: ({ look }) => {
    const lines = look.runbooks().map((runbook) => line(runbook, look.now()));
    return Promise.resolve({
      message: lines.length === 0 ? note('There are no runbooks.') : note(...join(lines, '\n')),
    });
  },
};

function line(runbook: Runbook, now: Date): Text {
  const stale = isBefore(addMilliseconds(parseISO(runbook.reviewed), runbook.reviewEvery), now);
  const { id, title, service, owner, reviewed } = runbook;
  return text(
    { code: id },
    ` ${title}: ${service}, kept by ${owner}, reviewed ${reviewed}`,
    stale && '; its review is overdue',
  );
}
