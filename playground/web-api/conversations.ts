import { z } from 'zod';
import type { Channel, ChannelKind } from '../model.js';
import type { Parts } from '../parts.js';
import { count, flag, idList } from './arguments.js';
import { isIn, requireKindScope, requireScope, visibleChannel } from './access.js';
import { method } from './method.js';
import { withMembers } from './own-channels.js';
import { showChannel } from './present.js';
import { Refusal } from './refusal.js';

const anyRead = ['channels:read', 'groups:read', 'im:read', 'mpim:read'];

const info = method({
  tier: 3,
  scopes: anyRead,
  input: z.object({ channel: z.string() }),
  run(input, parts) {
    const channel = visibleChannel(parts, input.channel);
    requireKindScope(parts, channel.kind, 'read');
    return { channel: showChannel(channel, parts) };
  },
});

const kinds: Readonly<Record<string, ChannelKind>> = { public_channel: 'public', private_channel: 'private', im: 'im' };

const listing = {
  tier: 2 as const,
  scopes: anyRead,
  input: z.object({
    types: z.string().default('public_channel'),
    exclude_archived: flag.default(false),
    limit: count.default(100),
    cursor: z.string().optional(),
  }),
};

const list = method({
  ...listing,
  run: (input, parts) => pageOf(input, parts, (one) => one.kind === 'public' || isIn(parts, one)),
});

/** The bot's own: asked with its token, Slack lists the conversations it is in. */
const ofUser = method({ ...listing, tier: 3, run: (input, parts) => pageOf(input, parts, (one) => isIn(parts, one)) });

function pageOf(
  input: z.output<typeof listing.input>,
  parts: Parts,
  listed: (channel: Channel) => boolean,
): Readonly<Record<string, unknown>> {
  const wanted = input.types.split(',').flatMap((one) => kinds[one.trim()] ?? []);
  for (const kind of wanted) requireKindScope(parts, kind, 'read');
  const all = parts.directory
    .channels()
    .filter((one) => wanted.includes(one.kind) && listed(one))
    .filter((one) => !(one.archived && input.exclude_archived));
  const start = input.cursor === undefined || input.cursor === '' ? 0 : Number(input.cursor);
  if (!Number.isInteger(start)) throw new Refusal('invalid_cursor');
  const next = start + input.limit;
  return {
    channels: all.slice(start, next).map((one) => showChannel(one, parts)),
    response_metadata: { next_cursor: next < all.length ? String(next) : '' },
  };
}

const members = method({
  tier: 4,
  scopes: anyRead,
  input: z.object({ channel: z.string() }),
  run(input, parts) {
    const channel = visibleChannel(parts, input.channel);
    requireKindScope(parts, channel.kind, 'read');
    return { members: channel.members, response_metadata: { next_cursor: '' } };
  },
});

const open = method({
  tier: 3,
  scopes: ['im:write', 'mpim:write', 'channels:manage', 'groups:write'],
  input: z.object({ users: idList, return_im: flag.default(false) }),
  run(input, parts) {
    const { directory, identity, clock } = parts;
    requireScope(parts, ['im:write']);
    const [user, ...others] = input.users;
    if (user === undefined || others.length > 0) throw new Refusal('invalid_user_combination');
    if (directory.findPerson(user)?.id !== user) throw new Refusal('user_not_found');
    const channel = directory.direct(identity.botUserId, user, clock());
    return { channel: input.return_im ? showChannel(channel, parts) : { id: channel.id } };
  },
});

const join = method({
  tier: 3,
  scopes: ['channels:join'],
  input: z.object({ channel: z.string() }),
  run(input, parts) {
    const channel = visibleChannel(parts, input.channel);
    if (channel.kind !== 'public') throw new Refusal('method_not_supported_for_channel_type');
    if (channel.archived) throw new Refusal('is_archived');
    return { channel: showChannel(withMembers(parts, channel, [parts.identity.botUserId]), parts) };
  },
});

export const conversations = {
  'conversations.info': info,
  'conversations.list': list,
  'conversations.members': members,
  'conversations.open': open,
  'conversations.join': join,
  'users.conversations': ofUser,
};
