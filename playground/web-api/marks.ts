import { z } from 'zod';
import type { Bookmark } from '../model.js';
import { joinedChannel, messageIn } from './access.js';
import { method } from './method.js';
import { showReactions } from './present.js';
import { Refusal } from './refusal.js';

const place = { channel: z.string(), timestamp: z.string() };

const reactionsGet = method({
  tier: 3,
  scopes: ['reactions:read'],
  input: z.object(place),
  run(input, parts) {
    const channel = joinedChannel(parts, input.channel);
    const message = messageIn(parts, channel, input.timestamp);
    return { type: 'message', channel: channel.id, message: { ts: message.ts, reactions: showReactions(message) } };
  },
});

const reactionsAdd = method({
  tier: 3,
  scopes: ['reactions:write'],
  input: z.object({ ...place, name: z.string().regex(/^[a-z0-9_+'-]+$/) }),
  run(input, parts) {
    const message = messageIn(parts, joinedChannel(parts, input.channel), input.timestamp);
    const before = message.reactions[input.name] ?? [];
    if (before.includes(parts.identity.botUserId)) throw new Refusal('already_reacted');
    const reactions = { ...message.reactions, [input.name]: [...before, parts.identity.botUserId] };
    parts.messages.mark(message, { reactions });
    return {};
  },
});

const pinsAdd = method({
  tier: 2,
  scopes: ['pins:write'],
  input: z.object(place),
  run(input, parts) {
    const message = messageIn(parts, joinedChannel(parts, input.channel), input.timestamp);
    if (message.pinned) throw new Refusal('already_pinned');
    parts.messages.mark(message, { pinned: true });
    return {};
  },
});

const bookmarksAdd = method({
  tier: 2,
  scopes: ['bookmarks:write'],
  input: z.object({ channel_id: z.string(), title: z.string().min(1), type: z.literal('link'), link: z.url() }),
  run(input, parts) {
    const channel = joinedChannel(parts, input.channel_id);
    const { title, type, link } = input;
    const bookmark: Bookmark = { id: parts.ids.next('Bk'), channel_id: channel.id, title, type, link };
    parts.directory.put({ channel: { ...channel, bookmarks: [...channel.bookmarks, bookmark] } });
    return { bookmark };
  },
});

const bookmarksList = method({
  tier: 3,
  scopes: ['bookmarks:read'],
  input: z.object({ channel_id: z.string() }),
  run: (input, parts) => ({ bookmarks: joinedChannel(parts, input.channel_id).bookmarks }),
});

export const marks = {
  'reactions.get': reactionsGet,
  'reactions.add': reactionsAdd,
  'pins.add': pinsAdd,
  'bookmarks.add': bookmarksAdd,
  'bookmarks.list': bookmarksList,
};
