import { reportDue } from '../incident/after-end.js';
import type { Incident } from '../incident/state.js';
import { note, type Message } from '../view/message.js';
import { summaryMessage } from '../view/summary.js';
import { EXIT } from './exit.js';
import { sayCard } from './follow.js';
import { until, type WaitParts } from './wait.js';

/** Another process has closed it by then, ms, or will not soon. */
const CLOSED_MS = 10_000;
/** The summary is written by then, ms; it is recorded later all the same. */
const WRITTEN_MS = 15_000;

/** Shows what was closed, and once it is written the summary of what was resolved, and how to get its document. Returns the exit code. */
export async function closed(
  parts: WaitParts,
  id: string,
  say: (message: Message) => void,
  signal: AbortSignal,
): Promise<number> {
  const incident = await until(parts, id, (now) => now.closed !== null, signal, CLOSED_MS);
  if (incident === null) {
    say(note('Recorded. The bot that runs ', id, ' closes it, or refuses to; see ', { code: 'incident status' }, '.'));
    return EXIT.couldNotTell;
  }
  sayCard(incident, say);
  if (incident.closed?.how !== 'resolved') return EXIT.healthy;
  const written = await until(parts, id, (now) => !reportDue(now), signal, WRITTEN_MS);
  sayReport(written ?? incident, say);
  return EXIT.healthy;
}

function sayReport({ id, reports, closings }: Incident, say: (message: Message) => void): void {
  const report = reports.find((one) => one.report === closings);
  const words = { code: `incident report ${id} > report.md` };
  if (report === undefined) {
    say(note('Its summary is not written yet. Get its document in a minute: ', words));
    return;
  }
  if (report.summary.length > 0) say(summaryMessage(id, report.summary, report.at));
  say(note(...(report.trouble === null ? [] : [`${report.trouble} `]), 'Its document: ', words));
}
