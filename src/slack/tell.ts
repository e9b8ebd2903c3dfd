import type { Logger } from 'pino';
import type { Tell } from '../engine/ports.js';
import type { SlackApi } from './api.js';
import { slackMessage } from './blocks.js';
import type { Names } from './names.js';
import { outcomeMessage } from './speech.js';

/** Tells the person what became of their wish, in private, where the card does not say it. */
export function createTell(api: SlackApi, names: Names, log: Logger): Tell {
  return (wish, outcome) => {
    const message = outcomeMessage(wish, outcome);
    const to = wish.replyTo;
    if (message === null || to === null) return;
    const tell = async (): Promise<void> => {
      await names.learn([wish.command.by]);
      const told = await api.whisper(
        to.channel,
        to.user,
        slackMessage(message, { name: (person) => names.name(person), day: new Date().toISOString() }),
      );
      if ('failed' in told) log.warn({ failure: told, incident: outcome.incident }, 'a person could not be told');
    };
    void tell();
  };
}
