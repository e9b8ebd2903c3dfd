import type { Logger } from 'pino';
import type { MadeFile } from '../engine/reporter.js';
import type { Posted, SlackApi } from './api.js';
import type { SlackFiles } from './files.js';
import { withoutFile, type SlackMessage } from './slack-message.js';

export interface PostWithFileParts {
  readonly api: SlackApi;
  readonly files: SlackFiles;
  readonly log: Logger;
}

/** Posts a message of no incident into a channel, and a picture in its thread; without the picture, saying so, where Slack does not take it. */
export async function postWithFile(
  { api, files, log }: PostWithFileParts,
  channel: string,
  message: SlackMessage,
  file: MadeFile,
): Promise<Posted> {
  const posted = await api.post(channel, message, null, null);
  if ('failed' in posted) return posted;
  const shared = await files.share(channel, posted.ts, file, message.text);
  if ('failed' in shared) {
    log.warn({ channel, file: file.name, failure: shared }, 'a picture could not be attached');
    await api.update(channel, posted.ts, withoutFile(message, 'Send the command again to try once more.'));
  }
  return posted;
}
