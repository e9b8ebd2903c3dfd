import { statsFor, type StatsAsked } from '../../commands/stats.js';
import type { Look } from '../../commands/command.js';
import type { MadeFile } from '../engine/reporter.js';
import type { Counted } from '../engine/store.js';
import { context, note, peopleIn, type Message } from '../view/message.js';
import { slackMessage } from './blocks.js';
import type { Names } from './names.js';
import { postWithFile, type PostWithFileParts } from './post-with-file.js';
import type { ReadingOf } from './reading.js';
import type { Speaker } from './speaker.js';

export interface PostStatsParts extends PostWithFileParts {
  readonly look: Look;
  readonly names: Names;
  readonly readingOf: ReadingOf;
  /** The same figures as a picture. */
  readonly picture: (counted: readonly Counted[], now: Date) => Promise<MadeFile>;
}

/** Posts what one person saw alone for everybody in the channel, with a picture. Returns what went wrong, for that person. */
export function createPostStats(parts: PostStatsParts): (asked: StatsAsked, by: Speaker) => Promise<Message | null> {
  const { look, names, readingOf, picture } = parts;
  return async (asked, { user, channel }) => {
    const { counted, message } = await statsFor(look, asked);
    const posted = postedBy(message, `slack:${user}`);
    await names.learn(peopleIn(posted));
    const rendered = slackMessage(posted, readingOf(new Date().toISOString()));
    const done = await postWithFile(parts, channel, rendered, await picture(counted, look.now()));
    return 'failed' in done ? note('Slack did not take the figures. Nothing was posted; press again.') : null;
  };
}

/** Who posted it is named, not called; the button has done its work. */
function postedBy({ blocks, plain }: Message, person: string): Message {
  const rest = blocks.filter(({ kind }) => kind !== 'buttons');
  return { blocks: [...rest, context('Posted by ', { person }, '.')], plain };
}
