import type { BlockAction, SlackCommandMiddlewareArgs, ViewSubmitAction } from '@slack/bolt';
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
