import { within } from '../checks/deadline.js';
import { formatDuration } from '../text/units.js';
import { askSlack, type SlackAnswer } from '../slack/question.js';

/** Each question to Slack ends within this, ms. */
const CALL_MS = 4_000;

/** Asks one method of Slack with one token. */
export type AskSlack = (method: string, input?: Readonly<Record<string, string>>) => Promise<SlackAnswer>;

/** A way to ask with this token, at this Slack (null: the real one), until `signal` aborts. */
export function askWith(token: string, apiUrl: string | null, signal: AbortSignal): AskSlack {
  return async (method, input = {}) => {
    try {
      return await within(CALL_MS, signal, (limit) => askSlack({ method, token, apiUrl, input }, limit));
    } catch {
      return { said: 'nothing', reason: `no answer within ${formatDuration(CALL_MS)}` };
    }
  };
}
