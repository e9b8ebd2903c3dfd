import type { Logger } from 'pino';
import { UserError } from '../errors.js';
import { note, type Message } from '../view/message.js';
import { notRecorded } from './recording.js';

/** An expected failure becomes its sentence; a bug gets a reference that stands in the log as well. */
export async function answered<T>(work: () => Promise<T>, told: (message: Message) => T, log: Logger): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError)
      return told(error.code === 'store_unavailable' ? notRecorded() : note(error.message));
    const reference = Date.now().toString(36);
    log.error({ err: error, reference }, 'answering failed');
    return told(
      note(`Something went wrong in the bot, and nothing was changed. Tell its keeper the reference ${reference}.`),
    );
  }
}
