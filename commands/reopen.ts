import type { Answer, Ask, Subcommand } from './command.js';
import { typed } from './offers.js';
import { reasonOf } from './reason.js';
import { findTarget, refused } from './target.js';

/** Goes on with an incident that was closed. It must be named: the newest closed one is offered, never taken. */
export const reopen: Subcommand = {
  word: 'reopen',
  group: 'end',
  usage: 'reopen INC-12 reason',
  says: 'go on with what was closed',
  answer: async (ask) => {
    if (!/^inc-\d+$/i.test(ask.words[0] ?? '')) return which(ask);
    const target = await findTarget(ask, 'reopen');
    if ('unclear' in target) return target.unclear;
    const { incident } = target.row;
    const reason = reasonOf(target.rest);
    if (reason === '') {
      const right = typed(ask, 'reopen', incident, 'it broke again');
      return refused('Why? The record needs a reason; nothing was reopened. Send ', { code: right }, '.');
    }
    return { wish: { command: { do: 'reopen', by: ask.by, reason }, runbook: null }, incident };
  },
};

async function which(ask: Ask): Promise<Answer> {
  const known = await ask.look.list({ open: false, channel: ask.channel });
  const newest = known.find(({ open }) => !open);
  if (newest === undefined) return refused('Nothing was closed here yet, and nothing was reopened.');
  const said = reasonOf(ask.words);
  const right = typed(ask, 'reopen', newest.incident, said === '' ? 'it broke again' : said);
  return refused(
    `Which one? The newest here is ${newest.incident}, ${newest.headline}. Nothing was reopened. Send `,
    { code: right },
    '.',
  );
}
