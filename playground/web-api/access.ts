import type { Channel, ChannelKind, Message } from '../model.js';
import type { Parts } from '../parts.js';
import { Refusal } from './refusal.js';

/** @throws Refusal `missing_scope` unless the app has one of them. */
export function requireScope(parts: Parts, scopes: readonly string[]): void {
  const provided = parts.manifest.oauth_config.scopes.bot;
  if (scopes.length === 0 || scopes.some((one) => provided.includes(one))) return;
  throw new Refusal('missing_scope', { needed: scopes.join(','), provided: provided.join(',') });
}

/** Reading conversations takes `channels:…`, `groups:…` or `im:…`, by kind. */
export function requireKindScope(parts: Parts, kind: ChannelKind, right: 'read' | 'history'): void {
  const family = { public: 'channels', private: 'groups', im: 'im' }[kind];
  requireScope(parts, [`${family}:${right}`]);
}

/** Changing a channel takes `channels:manage` or `groups:write`, by kind; `more` is enough for a public one too. */
export function requireManageScope(parts: Parts, kind: ChannelKind, more: readonly string[] = []): void {
  requireScope(parts, kind === 'private' ? ['groups:write'] : ['channels:manage', ...more]);
}

/** @returns whether the bot is a member. */
export function isIn(parts: Parts, channel: Channel): boolean {
  return channel.members.includes(parts.identity.botUserId);
}

/**
 * A conversation by id that the bot may know of: private ones only from inside.
 * @throws Refusal `channel_not_found`
 */
export function visibleChannel(parts: Parts, id: string): Channel {
  const channel = parts.directory.findChannel(id);
  const known = channel?.id === id && (channel.kind === 'public' || isIn(parts, channel));
  if (!known) throw new Refusal('channel_not_found');
  return channel;
}

/** @throws Refusal `channel_not_found` or `not_in_channel` */
export function joinedChannel(parts: Parts, id: string): Channel {
  const channel = visibleChannel(parts, id);
  if (!isIn(parts, channel)) throw new Refusal('not_in_channel');
  return channel;
}

/** @throws Refusal as `joinedChannel`, or `is_archived` */
export function writableChannel(parts: Parts, id: string): Channel {
  const channel = joinedChannel(parts, id);
  if (channel.archived) throw new Refusal('is_archived');
  return channel;
}

/** @throws Refusal `message_not_found` */
export function messageIn(parts: Parts, channel: Channel, ts: string): Message {
  const message = parts.messages.find(channel.id, ts);
  if (message === undefined) throw new Refusal('message_not_found');
  return message;
}
