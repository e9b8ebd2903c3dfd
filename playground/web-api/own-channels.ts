import { z } from 'zod';
import type { Channel } from '../model.js';
import type { Parts } from '../parts.js';
import { flag, idList } from './arguments.js';
import { joinedChannel, requireManageScope } from './access.js';
import { method } from './method.js';
import { showChannel } from './present.js';
import { Refusal } from './refusal.js';

const scopes = ['channels:manage', 'groups:write'];
/** Slack's own limits, in characters. */
const LONGEST_NAME = 80;
const LONGEST_TOPIC = 250;

const create = method({
  tier: 2,
  scopes,
  input: z.object({ name: z.string(), is_private: flag.default(false) }),
  run({ name, is_private }, parts) {
    const { directory, identity, clock, ids } = parts;
    requireManageScope(parts, is_private ? 'private' : 'public');
    requireName(name);
    // Archived channels keep their names, and private ones theirs from everybody.
    if (directory.findChannel(`#${name}`) !== undefined) throw new Refusal('name_taken');
    const channel: Channel = {
      id: ids.next('C'),
      name,
      kind: is_private ? 'private' : 'public',
      members: [identity.botUserId],
      archived: false,
      shared: false,
      topic: '',
      created: Math.floor(clock() / 1000),
      ...{ creator: identity.botUserId, bookmarks: [] },
    };
    directory.put({ channel });
    return { channel: showChannel(channel, parts) };
  },
});

/** @throws Refusal in Slack's words for each way a name can be wrong. */
function requireName(name: string): void {
  if (name === '') throw new Refusal('invalid_name_required');
  if (name.length > LONGEST_NAME) throw new Refusal('invalid_name_maxlength');
  if (!/^[\p{Ll}\p{Lo}\d_-]+$/u.test(name)) throw new Refusal('invalid_name_specials');
  if (/^[_-]+$/.test(name)) throw new Refusal('invalid_name_punctuation');
}

const invite = method({
  tier: 3,
  scopes: [...scopes, 'channels:write.invites', 'groups:write.invites'],
  input: z.object({ channel: z.string(), users: idList, force: flag.default(false) }),
  run(input, parts) {
    const channel = joinedChannel(parts, input.channel);
    requireManageScope(parts, channel.kind, ['channels:write.invites']);
    if (channel.archived) throw new Refusal('is_archived');
    const wrong = input.users.map((user) => whyNot(user, channel, parts));
    const welcome = input.users.filter((_, at) => wrong[at] === null);
    const first = wrong.find((one) => one !== null);
    if (first !== undefined && (!input.force || welcome.length === 0)) throw new Refusal(first);
    return { channel: showChannel(withMembers(parts, channel, welcome), parts) };
  },
});

function whyNot(user: string, channel: Channel, { identity, directory }: Parts): string | null {
  if (user === identity.botUserId) return 'cant_invite_self';
  const person = directory.findPerson(user);
  if (person?.id !== user || person.deactivated === true) return 'user_not_found';
  return channel.members.includes(user) ? 'already_in_channel' : null;
}

const setTopic = method({
  tier: 2,
  scopes: [...scopes, 'channels:write.topic', 'groups:write.topic'],
  input: z.object({ channel: z.string(), topic: z.string() }),
  run(input, parts) {
    const before = joinedChannel(parts, input.channel);
    requireManageScope(parts, before.kind, ['channels:write.topic']);
    if (before.archived) throw new Refusal('is_archived');
    if (input.topic.length > LONGEST_TOPIC) throw new Refusal('too_long');
    const channel = { ...before, topic: input.topic };
    parts.directory.put({ channel });
    return { channel: showChannel(channel, parts) };
  },
});

/** Lets people into a channel. */
export function withMembers(parts: Parts, channel: Channel, users: readonly string[]): Channel {
  const joined = { ...channel, members: [...new Set([...channel.members, ...users])] };
  parts.directory.put({ channel: joined });
  return joined;
}

/** Channels that an app makes and keeps. */
export const ownChannels = {
  'conversations.create': create,
  'conversations.invite': invite,
  'conversations.setTopic': setTopic,
};
