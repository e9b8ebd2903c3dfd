import { TimeIsUp, within } from '../checks/deadline.js';
import { formatDuration } from '../text/units.js';
import { wrong, type Line } from './line.js';

/** Something to look at. */
export interface Question {
  readonly about: string;
  /** What to do when there is no answer in time. */
  readonly late: string;
  ask(signal: AbortSignal): Promise<readonly Line[]> | readonly Line[];
}

/** Asks all questions side by side, each for at most `limitMs`; the lines come in the order of the questions. Never throws. */
export async function askAll(questions: readonly Question[], limitMs: number): Promise<Line[]> {
  return (await Promise.all(questions.map((question) => answered(question, limitMs)))).flat();
}

async function answered(question: Question, limitMs: number): Promise<readonly Line[]> {
  const { about, late } = question;
  try {
    return await within(limitMs, new AbortController().signal, async (signal) => question.ask(signal));
  } catch (error) {
    if (error instanceof TimeIsUp) return [wrong(about, `no answer within ${formatDuration(error.limit)}`, late)];
    // A bug of one question must not hide the answers to the others.
    const said = error instanceof Error ? error.message : String(error);
    return [
      wrong(
        about,
        `the question itself failed (${said})`,
        "that is a mistake in the bot; show this line to the bot's keeper",
      ),
    ];
  }
}
