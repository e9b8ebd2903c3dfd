import { z } from 'zod';
import type { Channel, Message } from '../model.js';
import type { Parts } from '../parts.js';
import { count, flag } from './arguments.js';
import { joinedChannel, requireKindScope } from './access.js';
import { method, type Answer } from './method.js';
import { showMessage } from './present.js';
import { Refusal } from './refusal.js';

const anyHistory = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];

const range = z.object({
  channel: z.string(),
  cursor: z.string().optional(),
  limit: count.default(100),
  oldest: z.string().optional(),
  latest: z.string().optional(),
  inclusive: flag.default(false),
  include_all_metadata: flag.default(false),
});
type Range = z.output<typeof range>;

const history = method({
  tier: 3,
  scopes: anyHistory,
  input: range,
  run(input, parts) {
    const channel = readable(parts, input.channel);
    const topLevel = parts.messages.in(channel.id).filter((one) => isTopLevel(one) || one.broadcast);
    return page(inRange(topLevel, input).reverse(), input, parts);
  },
});

const replies = method({
  tier: 3,
  scopes: anyHistory,
  input: range.extend({ ts: z.string() }),
  run(input, parts) {
    const channel = readable(parts, input.channel);
    const parent = parts.messages.find(channel.id, input.ts);
    if (parent === undefined) throw new Refusal('thread_not_found');
    const thread = parts.messages.in(channel.id).filter((one) => one.threadTs === input.ts && one.ts !== input.ts);
    return page([parent, ...inRange(thread, input)], input, parts);
  },
});

function readable(parts: Parts, id: string): Channel {
  const channel = joinedChannel(parts, id);
  requireKindScope(parts, channel.kind, 'history');
  return channel;
}

function isTopLevel(message: Message): boolean {
  return message.threadTs === undefined || message.threadTs === message.ts;
}

function inRange(messages: readonly Message[], input: Range): Message[] {
  const after = (ts: string): boolean =>
    input.oldest === undefined || Number(ts) > Number(input.oldest) || (input.inclusive && ts === input.oldest);
  const before = (ts: string): boolean =>
    input.latest === undefined || Number(ts) < Number(input.latest) || (input.inclusive && ts === input.latest);
  return messages.filter(({ ts }) => after(ts) && before(ts));
}

function page(messages: readonly Message[], input: Range, parts: Parts): Answer {
  const start = input.cursor === undefined ? 0 : offset(input.cursor);
  const shown = messages.slice(start, start + input.limit);
  const more = start + input.limit < messages.length;
  const next = Buffer.from(`next:${start + input.limit}`).toString('base64');
  return {
    messages: shown.map((one) => showMessage(one, parts, { metadata: input.include_all_metadata })),
    has_more: more,
    ...(more ? { response_metadata: { next_cursor: next } } : {}),
  };
}

function offset(cursor: string): number {
  const start = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1];
  if (start === undefined) throw new Refusal('invalid_cursor');
  return Number(start);
}

export const histories = { 'conversations.history': history, 'conversations.replies': replies };
