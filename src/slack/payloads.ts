import type { BlockAction, MessageShortcut, SlackCommandMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
import type { Speaker } from './speaker.js';

/** What Slack escaped on its way to us. Mentions keep their `<…>`. */
export function unescaped(said: string): string {
  return said.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Who typed a command, and where. */
export function speakerOf(command: SlackCommandMiddlewareArgs['command']): Speaker {
  const { user_id, team_id, channel_id, trigger_id, is_enterprise_install } = command;
  return {
    user: user_id,
    team: team_id,
    channel: channel_id,
    trigger: trigger_id,
    grid: String(is_enterprise_install) === 'true',
    atCard: false,
  };
}

/** Who pressed a button, and where. */
export function presserOf(body: BlockAction): Speaker {
  return {
    user: body.user.id,
    team: body.user.team_id ?? body.team?.id ?? '',
    channel: body.channel?.id ?? '',
    trigger: body.trigger_id,
    grid: body.is_enterprise_install === true,
    atCard: body.container['is_ephemeral'] !== true,
  };
}

/** What a pressed button or a chosen line of a menu is about. */
export function valueOf(action: BlockAction['actions'][number]): string {
  if (action.type === 'button') return action.value ?? '';
  return action.type === 'overflow' ? action.selected_option.value : '';
}

/** Who filled in a form that was opened from this channel. The same form sent twice is the same wish. */
export function fillerOf(body: ViewSubmitAction, channel: string): Speaker {
  return {
    user: body.user.id,
    team: body.user.team_id ?? body.team?.id ?? '',
    channel,
    trigger: `view:${body.view.id}`,
    grid: body.is_enterprise_install === true,
    atCard: true,
  };
}

/** Who used the shortcut of a message, and where it stands. */
export function pointerOf(shortcut: MessageShortcut): Speaker {
  return {
    user: shortcut.user.id,
    team: shortcut.user.team_id ?? shortcut.team?.id ?? '',
    channel: shortcut.channel.id,
    trigger: shortcut.trigger_id,
    grid: shortcut.is_enterprise_install === true,
    atCard: true,
  };
}

/** The envelope of an event, as far as it is read. */
export interface EventBody {
  readonly event_id: string;
  readonly team_id: string;
  readonly is_ext_shared_channel?: boolean | undefined;
  readonly authorizations?: readonly { readonly is_enterprise_install?: boolean | undefined }[] | undefined;
}

/** Who did something that Slack tells of in an event. Slack may tell it again: the same event is the same wish. */
export function markerOf(
  { event_id, authorizations = [] }: EventBody,
  { user, channel, team }: Pick<Speaker, 'user' | 'channel' | 'team'>,
): Speaker {
  const grid = authorizations.some(({ is_enterprise_install }) => is_enterprise_install === true);
  return { user, team, channel, trigger: event_id, grid, atCard: true };
}
