import type { Modal } from '../modals.js';
import type { Channel, Group, Message, Person } from '../model.js';
import type { Parts } from '../parts.js';

type Json = Record<string, unknown>;

/** A message as Slack's API and payloads show it. */
export function showMessage(message: Message, parts: Parts, options: { metadata: boolean }): Json {
  const { identity } = parts;
  const own = message.author === identity.botUserId;
  const last = message.versions.at(-1) ?? message.versions[0];
  return {
    type: 'message',
    user: message.author,
    ts: message.ts,
    text: message.text,
    team: identity.teamId,
    ...(own ? { bot_id: identity.botId, app_id: identity.appId } : {}),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.blocks.length === 0 ? {} : { blocks: message.blocks }),
    ...(message.attachments.length === 0 ? {} : { attachments: message.attachments }),
    ...(message.files === undefined ? {} : { files: message.files }),
    ...(message.versions.length === 1 ? {} : { edited: { user: message.author, ts: seconds(last.at) } }),
    ...(options.metadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
    ...(Object.keys(message.reactions).length === 0 ? {} : { reactions: showReactions(message) }),
    ...thread(message, parts),
  };
}

/** The reactions of a message with their people. */
export function showReactions(message: Message): Json[] {
  return Object.entries(message.reactions).map(([name, users]) => ({ name, users, count: users.length }));
}

/** A conversation as `conversations.info` shows it. */
export function showChannel(channel: Channel, parts: Parts): Json {
  const { botUserId, teamId } = parts.identity;
  const common = { id: channel.id, created: channel.created, is_archived: channel.archived, context_team_id: teamId };
  if (channel.kind === 'im') {
    return { ...common, is_im: true, user: channel.members.find((one) => one !== botUserId) };
  }
  return {
    ...common,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'public',
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: channel.kind === 'private',
    is_member: channel.members.includes(botUserId),
    is_general: channel.name === 'general',
    is_shared: channel.shared,
    is_ext_shared: channel.shared,
    is_org_shared: false,
    creator: channel.creator,
    topic: { value: channel.topic, creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
  };
}

/** A person as `users.info` shows them. */
export function showPerson(person: Person, parts: Parts): Json {
  return {
    id: person.id,
    team_id: person.team,
    name: person.name,
    real_name: person.realName,
    deleted: person.deactivated ?? false,
    is_bot: person.bot,
    is_app_user: false,
    is_stranger: person.team !== parts.identity.teamId,
    tz: person.timeZone,
    profile: { real_name: person.realName, display_name: person.name },
  };
}

/** A user group as `usergroups.list` shows it. */
export function showGroup(group: Group, parts: Parts, options: { users: boolean }): Json {
  return {
    id: group.id,
    team_id: parts.identity.teamId,
    is_usergroup: true,
    name: group.name,
    handle: group.handle,
    date_delete: 0,
    user_count: group.members.length,
    ...(options.users ? { users: group.members } : {}),
  };
}

/** A modal as `views.open` and the payloads show it. `values` is what the person has filled in. */
export function showView(modal: Modal, parts: Parts, values: Json = {}): Json {
  const { identity } = parts;
  return {
    id: modal.id,
    team_id: identity.teamId,
    ...modal.view,
    submit: modal.view.submit ?? null,
    close: modal.view.close ?? null,
    state: { values },
    hash: modal.hash,
    previous_view_id: modal.previousId ?? null,
    root_view_id: modal.rootId,
    app_id: identity.appId,
    app_installed_team_id: identity.teamId,
    bot_id: identity.botId,
  };
}

function thread(message: Message, parts: Parts): Json {
  if (message.threadTs !== undefined && message.threadTs !== message.ts) {
    const parent = parts.messages.find(message.channel, message.threadTs);
    return parent === undefined ? {} : { parent_user_id: parent.author };
  }
  const replies = parts.messages.in(message.channel).filter((one) => one.threadTs === message.ts);
  const last = replies.at(-1);
  if (last === undefined) return {};
  const users = [...new Set(replies.map((one) => one.author))];
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users: users,
    reply_users_count: users.length,
    latest_reply: last.ts,
  };
}

function seconds(at: number): string {
  return (at / 1000).toFixed(6);
}
