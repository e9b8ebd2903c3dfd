import type { Runbook } from '../src/runbook/runbook.js';
import { note } from '../src/view/message.js';
import type { Answer, Ask } from './command.js';

/** Phones make one dash of the two. */
const DRILL = /^(--|–|—)drill$/;

/** `/incident api-down`: opens an incident of the runbook's service, or joins the open one, and diagnoses. */
export function start(runbook: Runbook, ask: Ask): Answer {
  const words = ask.words.map((word) => word.toLowerCase());
  const drill = words.some((word) => DRILL.test(word));
  const extra = words.filter((word) => !DRILL.test(word) && word !== runbook.service);
  if (extra.length > 0) {
    const right = `/incident ${runbook.id}`;
    return {
      message: note(
        `${runbook.id} is about ${runbook.service} and takes only `,
        { code: '--drill' },
        ' after its name. Nothing was started; send ',
        { code: right },
        '.',
      ),
    };
  }
  return {
    wish: { command: { do: 'open', by: ask.by, channel: ask.channel, drill }, runbook: runbook.id },
    incident: null,
  };
}
