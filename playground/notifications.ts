import { mentionsOf } from './mrkdwn/mentions.js';
import type { Message } from './model.js';
import type { Parts } from './parts.js';

/** One buzz of somebody's phone. `text` is what it shows: the message's `text`, as it was posted. */
export interface Notification {
  readonly message: Message;
  readonly because: 'direct message' | 'mention' | 'group' | 'broadcast';
  readonly text: string;
}

/** What a person was notified of, oldest first. Edits and ephemeral messages notify nobody, own messages neither. */
export function notificationsFor(user: string, parts: Parts): Notification[] {
  return parts.messages.all().flatMap((message) => {
    const because = reasonFor(user, message, parts);
    return because === undefined ? [] : [{ message, because, text: message.versions[0].text }];
  });
}

/** Why somebody's phone buzzed for a message, when it was posted; undefined where it did not. */
export function reasonFor(user: string, message: Message, parts: Parts): Notification['because'] | undefined {
  if (message.onlyFor !== undefined || message.author === user || !message.audience.includes(user)) return undefined;
  if (parts.directory.channel(message.channel).kind === 'im') return 'direct message';
  const { users, groups, broadcasts } = mentionsOf(message.versions[0], parts.directory);
  if (users.includes(user)) return 'mention';
  if (groups.some((one) => parts.directory.findGroup(one)?.members.includes(user) === true)) return 'group';
  return broadcasts.length > 0 ? 'broadcast' : undefined;
}
