import { cutText } from '../src/text/clean.js';
import { maskSecrets } from '../src/text/mask.js';
import { note } from '../src/view/message.js';
import type { Subcommand } from './command.js';
import { findTarget } from './target.js';

/** A reason is cut here; Slack's own limit for a message line is not far above. */
const REASON_MOST = 300;

/** Stops a run or closes a mistake. */
export const cancel: Subcommand = {
  word: 'cancel',
  usage: 'cancel reason',
  says: 'stop, or close a mistake',
  answer: async (ask) => {
    const target = await findTarget(ask, 'cancel');
    if ('unclear' in target) return { message: target.unclear };
    const { incident } = target.row;
    const reason = cutText(maskSecrets(spelt(target.rest.join(' '))), REASON_MOST);
    if (reason === '')
      return {
        message: note(
          'Why? The record needs a reason; nothing was cancelled. Send ',
          { code: `/incident cancel ${incident} opened by mistake` },
          '.',
        ),
      };
    return { wish: { command: { do: 'close', by: ask.by, how: 'cancelled', reason }, runbook: null }, incident };
  },
};

/** Slack's mentions as people read them: `<@U1|kim>` is @kim. */
function spelt(words: string): string {
  return words.replace(/<([@#])\w+\|([^>|]+)>/g, '$1$2').replace(/<!(\w+)(?:\|[^>]*)?>/g, '@$1');
}
