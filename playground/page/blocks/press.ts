import type { PageAnswer, PageDeed } from '../../page-server/protocol.js';

/** What is pressed: the deed without the message it stands in, which the page knows. */
export type Press = Omit<Extract<PageDeed, { do: 'press' }>, 'do' | 'key'>;

/** Sends a press; resolves when it was acknowledged or went wrong. */
export type OnPress = (press: Press) => Promise<PageAnswer>;

/** What Slack says where no better words came back. */
export const DID_NOT_WORK = "That didn't work. Try again.";

/** Sends, and gives what is to be shown; null where it went well. Never throws. */
export async function complaintOf(send: () => Promise<PageAnswer>): Promise<string | null> {
  try {
    const answer = await send();
    return answer.ok ? null : answer.says || DID_NOT_WORK;
  } catch {
    return DID_NOT_WORK;
  }
}
