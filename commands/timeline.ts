import { timelineOf, timelinePage as pageOf } from '../src/reports/timeline.js';
import { cutText } from '../src/text/clean.js';
import { note, type Message } from '../src/view/message.js';
import { MOMENTS_A_PAGE, timelineMessage, wholeTimeline } from '../src/view/timeline.js';
import type { Look, Subcommand } from './command.js';
import { typed } from './offers.js';
import { findTarget, refused } from './target.js';

/** The story so far, newest last. */
export const timeline: Subcommand = {
  word: 'timeline',
  group: 'record',
  usage: 'timeline',
  says: 'what happened so far',
  answer: async (ask) => {
    const target = await findTarget(ask, 'timeline');
    if ('unclear' in target) return target.unclear;
    const { incident } = target.row;
    const said = target.rest.filter((word) => word.toLowerCase() !== 'page').join(' ');
    const page = said === '' ? null : pageIn(said);
    if (page === 0) {
      const right = typed(ask, 'timeline', incident, '2');
      return refused(
        { code: cutText(said, 60) },
        ' is no page. Send ',
        { code: right },
        ' for the one before the newest.',
      );
    }
    const show = ask.channel === null ? terminalTimeline : timelinePage;
    return { message: await show(ask.look, incident, page) };
  },
};

/** A page of an incident's timeline for a reader in Slack; 1, or null, is the newest. Who may see it was looked at before. */
export async function timelinePage(look: Look, incident: string, page: number | null): Promise<Message> {
  const account = await look.account(incident);
  if (account === null) return note(`${incident} could not be read.`);
  // Private notes stay out of what leaves the channel; those who read this are in it.
  const moments = timelineOf(account.events, { private: true });
  const { entries, ...which } = pageOf(moments, page ?? 1, MOMENTS_A_PAGE);
  return timelineMessage({ incident, moments: entries, all: moments.length, ...which });
}

/** All of it, unless a page is asked for. */
async function terminalTimeline(look: Look, incident: string, page: number | null): Promise<Message> {
  const account = await look.account(incident);
  if (account === null) return note(`${incident} could not be read.`);
  const moments = timelineOf(account.events, { private: true });
  const { entries, ...which } = pageOf(
    moments,
    page ?? 1,
    page === null ? Math.max(1, moments.length) : MOMENTS_A_PAGE,
  );
  return wholeTimeline({ incident, moments: entries, all: moments.length, ...which });
}

/** A page's number from 1 on; 0 for what is none. */
function pageIn(said: string): number {
  return /^\d{1,6}$/.test(said) ? Number(said) : 0;
}
