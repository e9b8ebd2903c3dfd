import { z } from 'zod';
import type { Channel, Message } from '../model.js';
import type { Parts } from '../parts.js';
import { flag } from './arguments.js';
import { isIn, joinedChannel, messageIn, visibleChannel, writableChannel } from './access.js';
import { contentInput, contentOf, metadataOf } from './content.js';
import { method } from './method.js';
import { showMessage } from './present.js';
import { Refusal } from './refusal.js';

const scopes = ['chat:write'];

const postMessage = method({
  tier: 'post',
  scopes,
  input: z.object({
    ...contentInput,
    channel: z.string(),
    thread_ts: z.string().optional(),
    reply_broadcast: flag.optional(),
    metadata: z.unknown().optional(),
  }),
  run(input, parts) {
    const channel = placeToPost(parts, input.channel);
    if (input.thread_ts !== undefined) requireParent(parts, channel, input.thread_ts);
    const content = contentOf(input, parts.ids, 'post');
    const message = parts.messages.post({
      channel: channel.id,
      author: parts.identity.botUserId,
      source: 'api',
      audience: channel.members,
      content,
      threadTs: input.thread_ts,
      broadcast: input.thread_ts !== undefined && (input.reply_broadcast ?? false),
      metadata: metadataOf(input.metadata) ?? undefined,
    });
    return { channel: channel.id, ts: message.ts, message: showMessage(message, parts, { metadata: true }) };
  },
});

const update = method({
  tier: 3,
  scopes,
  input: z.object({ ...contentInput, channel: z.string(), ts: z.string(), metadata: z.unknown().optional() }),
  run(input, parts) {
    const channel = joinedChannel(parts, input.channel);
    if (channel.archived) throw new Refusal('is_inactive');
    const message = ownMessage(parts, channel, input.ts, 'cant_update_message');
    if (message.source === 'response_url') throw new Refusal('cant_update_message');
    const edited = parts.messages.edit(message, contentOf(input, parts.ids, 'update'), metadataOf(input.metadata));
    return {
      channel: channel.id,
      ts: edited.ts,
      text: edited.text,
      message: showMessage(edited, parts, { metadata: true }),
    };
  },
});

const remove = method({
  tier: 3,
  scopes,
  input: z.object({ channel: z.string(), ts: z.string() }),
  run(input, parts) {
    const channel = joinedChannel(parts, input.channel);
    parts.messages.remove(ownMessage(parts, channel, input.ts, 'cant_delete_message'));
    return { channel: channel.id, ts: input.ts };
  },
});

const postEphemeral = method({
  tier: 4,
  scopes,
  input: z.object({
    ...contentInput,
    channel: z.string(),
    user: z.string(),
    thread_ts: z.string().optional(),
  }),
  run(input, parts) {
    const channel = writableChannel(parts, input.channel);
    if (!channel.members.includes(input.user)) throw new Refusal('user_not_in_channel');
    const message = parts.messages.post({
      channel: channel.id,
      author: parts.identity.botUserId,
      source: 'api',
      audience: [input.user],
      onlyFor: input.user,
      threadTs: input.thread_ts,
      content: contentOf(input, parts.ids, 'post'),
    });
    return { message_ts: message.ts };
  },
});

const getPermalink = method({
  tier: 'none',
  input: z.object({ channel: z.string(), message_ts: z.string() }),
  run(input, parts) {
    const channel = visibleChannel(parts, input.channel);
    const message = messageIn(parts, channel, input.message_ts);
    const reply = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`;
    const base = `https://${parts.identity.teamDomain}.slack.com/archives/${channel.id}`;
    return { channel: channel.id, permalink: `${base}/p${message.ts.replace('.', '')}${reply}` };
  },
});

/** Messages may also go to a person by user id, which opens the direct conversation, or to a channel by name. */
function placeToPost(parts: Parts, id: string): Channel {
  const { directory, identity, clock } = parts;
  const person = id.startsWith('U') ? directory.findPerson(id) : undefined;
  if (person?.id === id) return directory.direct(identity.botUserId, id, clock());
  const named = directory.findChannel(id)?.id ?? id;
  const channel = visibleChannel(parts, named);
  const uninvited = channel.kind === 'public' && parts.manifest.oauth_config.scopes.bot.includes('chat:write.public');
  if (!isIn(parts, channel) && !uninvited) throw new Refusal('not_in_channel');
  if (channel.archived) throw new Refusal('is_archived');
  return channel;
}

/** A thread hangs on a message that stands and is itself no reply. */
function requireParent(parts: Parts, channel: Channel, ts: string): void {
  const parent = parts.messages.find(channel.id, ts);
  if (parent === undefined) throw new Refusal('thread_not_found');
  if (parent.threadTs !== undefined && parent.threadTs !== parent.ts) throw new Refusal('cannot_reply_to_message');
}

function ownMessage(parts: Parts, channel: Channel, ts: string, code: string): Message {
  const message = messageIn(parts, channel, ts);
  if (message.author !== parts.identity.botUserId) throw new Refusal(code);
  return message;
}

export const chat = {
  'chat.postMessage': postMessage,
  'chat.update': update,
  'chat.delete': remove,
  'chat.postEphemeral': postEphemeral,
  'chat.getPermalink': getPermalink,
};
