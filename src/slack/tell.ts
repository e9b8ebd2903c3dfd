import type { Logger } from 'pino';
import type { Tell, Wish, WishOutcome } from '../engine/ports.js';
import { peopleIn } from '../view/message.js';
import type { SlackApi } from './api.js';
import { slackMessage } from './blocks.js';
import type { Names } from './names.js';
import { outcomeMessage } from './outcome.js';
import type { ReadingOf } from './reading.js';

/** Tells the person what became of their wish, in private, where the card does not say it. */
export function createTell(api: SlackApi, names: Names, readingOf: ReadingOf, log: Logger): Tell {
  const tell = async (wish: Wish, outcome: WishOutcome): Promise<void> => {
    const { replyTo } = wish;
    const { card } = outcome;
    const here = card !== null && card.ts !== null && card.channel === replyTo?.channel;
    const link = here && !replyTo.atCard ? await api.permalink(card.channel, card.ts) : null;
    const message = outcomeMessage(wish, outcome, link);
    if (message === null || replyTo === null) return;
    await names.learn(peopleIn(message));
    const rendered = slackMessage(message, readingOf(new Date().toISOString()));
    const told = await api.whisper(replyTo.channel, replyTo.user, rendered);
    if ('failed' in told) log.warn({ failure: told, incident: outcome.incident }, 'a person could not be told');
  };
  return (wish, outcome) => {
    tell(wish, outcome).catch((error: unknown) => log.error({ err: error }, 'telling a person failed'));
  };
}
