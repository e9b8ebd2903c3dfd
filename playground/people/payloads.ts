import type { Modal } from '../modals.js';
import type { Channel, Message, Person } from '../model.js';
import type { Parts } from '../parts.js';
import { showMessage, showView } from '../web-api/present.js';
import type { Chosen } from './choice.js';
import { isModal, type Aim, type Target } from './target.js';

type Json = Record<string, unknown>;

/** The fields of a slash command's request. */
export function commandFields(
  parts: Parts,
  made: { person: Person; channel: Channel; command: string; text: string },
): Record<string, string> {
  const { identity } = parts;
  return {
    token: 'deprecated',
    team_id: identity.teamId,
    team_domain: identity.teamDomain,
    channel_id: made.channel.id,
    channel_name: shownName(made.channel),
    user_id: made.person.id,
    user_name: made.person.name,
    command: made.command,
    text: made.text,
    api_app_id: identity.appId,
    is_enterprise_install: 'false',
    response_url: parts.responseUrls.make({ user: made.person.id, channel: made.channel.id }),
    trigger_id: parts.triggers.make({ user: made.person.id }),
  };
}

/** The payload of a press on a button or menu. */
export function blockActions(parts: Parts, made: { person: Person; target: Target; aim: Aim; chosen: Chosen }): Json {
  const { person, target, aim } = made;
  const { action_id, type } = aim.element;
  const { text, value, url, style, confirm } = { ...noButton, ...(aim.element.type === 'button' ? aim.element : {}) };
  const action = {
    type,
    action_id,
    block_id: aim.blockId,
    action_ts: actionTs(parts),
    ...dropUndefined({ text, value, url, style, confirm }),
    ...made.chosen,
  };
  return {
    type: 'block_actions',
    ...sender(parts, person),
    trigger_id: parts.triggers.make({ user: person.id, ...(isModal(target) ? { view: target.id } : {}) }),
    ...(isModal(target) ? inView(parts, target) : inMessage(parts, target, person)),
    actions: [action],
  };
}

/** The payload of a modal that is submitted, or closed. */
export function viewEvent(
  parts: Parts,
  made: { type: 'view_submission' | 'view_closed'; person: Person; modal: Modal; values: Json },
): Json {
  const { type, person, modal } = made;
  return {
    type,
    ...sender(parts, person),
    view: showView(modal, parts, made.values),
    ...(type === 'view_submission'
      ? { trigger_id: parts.triggers.make({ user: person.id, view: modal.id }), response_urls: [] }
      : { is_cleared: false }),
  };
}

/** The payload of a message shortcut: works in every conversation the person is in, whether the bot is or not. */
export function messageAction(parts: Parts, made: { person: Person; message: Message; callbackId: string }): Json {
  const { person, message } = made;
  const channel = parts.directory.channel(message.channel);
  return {
    type: 'message_action',
    callback_id: made.callbackId,
    ...sender(parts, person),
    trigger_id: parts.triggers.make({ user: person.id }),
    action_ts: actionTs(parts),
    message_ts: message.ts,
    message: showMessage(message, parts, { metadata: true }),
    channel: { id: channel.id, name: shownName(channel) },
    response_url: parts.responseUrls.make({ user: person.id, channel: channel.id }),
  };
}

/** The envelope of an event. */
export function eventCallback(parts: Parts, event: Json, channel: Channel): Json {
  const { identity, ids, clock } = parts;
  return {
    token: 'deprecated',
    type: 'event_callback',
    team_id: identity.teamId,
    api_app_id: identity.appId,
    event,
    event_id: ids.next('Ev'),
    event_time: Math.floor(clock() / 1000),
    authorizations: [
      {
        enterprise_id: null,
        team_id: identity.teamId,
        user_id: identity.botUserId,
        is_bot: true,
        is_enterprise_install: false,
      },
    ],
    is_ext_shared_channel: channel.shared,
  };
}

const noButton = { text: undefined, value: undefined, url: undefined, style: undefined, confirm: undefined };

function sender(parts: Parts, person: Person): Json {
  const { identity } = parts;
  return {
    team: { id: identity.teamId, domain: identity.teamDomain },
    enterprise: null,
    is_enterprise_install: false,
    user: { id: person.id, username: person.name, name: person.name, team_id: person.team },
    api_app_id: identity.appId,
    token: 'deprecated',
  };
}

function inView(parts: Parts, modal: Modal): Json {
  return { container: { type: 'view', view_id: modal.id }, view: showView(modal, parts) };
}

/** Slack does not tell what an ephemeral message says, only where it stands. */
function inMessage(parts: Parts, message: Message, person: Person): Json {
  const channel = parts.directory.channel(message.channel);
  const ephemeral = message.onlyFor !== undefined;
  return {
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    channel: { id: channel.id, name: shownName(channel) },
    ...(ephemeral ? {} : { message: showMessage(message, parts, { metadata: true }) }),
    state: { values: {} },
    response_url: parts.responseUrls.make({ user: person.id, channel: channel.id, message }),
  };
}

/** Slack keeps the names of private conversations to itself. */
function shownName(channel: Channel): string {
  return { public: channel.name, private: 'privategroup', im: 'directmessage' }[channel.kind];
}

function actionTs(parts: Parts): string {
  return (parts.clock() / 1000).toFixed(6);
}

function dropUndefined(values: Json): Json {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
