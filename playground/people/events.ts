import type { Door } from '../door.js';
import type { Channel, Message } from '../model.js';
import type { Parts } from '../parts.js';
import { isIn } from '../web-api/access.js';
import { eventCallback } from './payloads.js';

/** Something an app may have subscribed to. */
export type Happening =
  | { readonly message: Message; readonly channel: Channel }
  | {
      readonly reaction: string;
      readonly set: boolean;
      readonly by: string;
      readonly message: Message;
      readonly channel: Channel;
    };

/** Without its scope an app hears nothing of an event, subscribed or not. */
const SCOPES: Readonly<Record<string, string>> = {
  reaction_added: 'reactions:read',
  reaction_removed: 'reactions:read',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.im': 'im:history',
};

/** Tells the app, if its manifest subscribes to this, it has the scope, and the bot is in the conversation. */
export async function publish(happening: Happening, parts: Parts, door: Door): Promise<void> {
  const { settings, oauth_config: oauth } = parts.manifest;
  const subscribed = settings.event_subscriptions?.bot_events ?? [];
  const name = nameOf(happening);
  const allowed = oauth.scopes.bot.includes(SCOPES[name] ?? '');
  if (!subscribed.includes(name) || !allowed || !isIn(parts, happening.channel)) return;
  const payload = eventCallback(parts, eventOf(happening, parts), happening.channel);
  await door.deliver({ kind: 'event', payload });
}

function nameOf(happening: Happening): string {
  if ('reaction' in happening) return happening.set ? 'reaction_added' : 'reaction_removed';
  return { public: 'message.channels', private: 'message.groups', im: 'message.im' }[happening.channel.kind];
}

function eventOf(happening: Happening, parts: Parts): Record<string, unknown> {
  const { message, channel } = happening;
  const event_ts = (parts.clock() / 1000).toFixed(6);
  if ('reaction' in happening) {
    return {
      type: nameOf(happening),
      user: happening.by,
      reaction: happening.reaction,
      item_user: message.author,
      item: { type: 'message', channel: channel.id, ts: message.ts },
      event_ts,
    };
  }
  return {
    type: 'message',
    channel: channel.id,
    user: message.author,
    text: message.text,
    ts: message.ts,
    channel_type: { public: 'channel', private: 'group', im: 'im' }[channel.kind],
    event_ts,
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
  };
}
