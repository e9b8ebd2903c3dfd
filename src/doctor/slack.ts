import { z } from 'zod';
import type { Config, SlackConfig } from '../config.js';
import type { SlackAnswer, SlackReply } from '../slack/question.js';
import { askWith, type AskSlack } from './ask-slack.js';
import { clockLine } from './clock.js';
import { ok, skipped, worthKnowing, wrong, type Line } from './line.js';
import { peopleLines } from './slack-people.js';
import { channelLines } from './slack-places.js';
import { refusalLine } from './slack-refusal.js';

const BOT_TOKEN = 'copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions into SLACK_BOT_TOKEN';
const APP_TOKEN =
  'make an App-Level Token with the scope connections:write (Basic Information) and put it into SLACK_APP_TOKEN (xapp-…)';

const identity = z.object({
  team: z.string().default('?'),
  user: z.string().default('?'),
  user_id: z.string().default('?'),
  is_enterprise_install: z.boolean().default(false),
});

export interface SlackLinesOptions {
  readonly slack: SlackConfig;
  readonly people: Config['people'];
  readonly incidents: Pick<Config['incidents'], 'ownChannels' | 'summaryChannels' | 'alertsChannel'>;
  /** The scopes manifest.yml asks for. */
  readonly asked: readonly string[];
}

/** Lines about Slack: tokens, scopes, clock, channels, people. */
export async function slackLines(options: SlackLinesOptions, signal: AbortSignal): Promise<Line[]> {
  const { slack, people, incidents, asked } = options;
  const ask = (token: string): AskSlack => askWith(token, slack.apiUrl, signal);
  const bot = ask(slack.botToken);
  const [who, transport] = await Promise.all([bot('auth.test'), transportLine(slack, ask)]);
  if (who.said !== 'ok') return [refusalLine('Slack token', who, BOT_TOKEN), transport, ...without(who)];
  const [channels, parties] = await Promise.all([
    channelLines(bot, nameOf(who), {
      shared: slack.sharedChannels,
      summaries: incidents.summaryChannels,
      alerts: incidents.alertsChannel,
    }),
    peopleLines(bot, people),
  ]);
  return [
    tokenLine(who),
    ...scopeLines(who, asked, incidents.ownChannels),
    transport,
    ...clockLines(who),
    ...channels,
    ...parties,
  ];
}

function without({ said }: SlackAnswer): Line[] {
  const why = said === 'nothing' ? 'Slack cannot be reached' : 'Slack tells only who has a right token';
  return ['Scopes', 'Channels', 'People'].map((about) => skipped(about, why));
}

function nameOf({ body }: SlackReply): string {
  return `@${identity.parse(body).user}`;
}

function tokenLine({ body }: SlackReply): Line {
  const { team, user, user_id, is_enterprise_install } = identity.parse(body);
  const said = `${team}, as ${user} (bot ${user_id})`;
  if (!is_enterprise_install) return ok('Slack token', said);
  return wrong(
    'Slack token',
    `${said}, installed to a whole Enterprise Grid organisation; the bot refuses to work there`,
    'install the app to one workspace',
  );
}

/** What manifest.yml asks for only because incidents may have channels of their own. */
const OWN_CHANNELS = ['channels:manage', 'groups:write', 'bookmarks:read', 'bookmarks:write'];

function scopeLines({ scopes }: SlackReply, asked: readonly string[], ownChannels: boolean): Line[] {
  const about = 'Scopes';
  if (scopes === null) return [skipped(about, 'Slack did not say which ones the token has')];
  const needed = ownChannels ? asked : asked.filter((scope) => !OWN_CHANNELS.includes(scope));
  const missing = needed.filter((scope) => !scopes.includes(scope));
  const without = asked.length - needed.length;
  const more = scopes.filter((scope) => !asked.includes(scope));
  const first =
    missing.length === 0
      ? ok(
          about,
          `all ${needed.length} that ${without === 0 ? 'manifest.yml asks for' : 'are needed without incidents.own_channels'}`,
        )
      : wrong(
          about,
          `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`,
          `add ${missing.length === 1 ? 'it' : 'them'} under OAuth & Permissions, then reinstall the app`,
        );
  if (more.length === 0) return [first];
  return [
    first,
    worthKnowing(about, `${more.join(', ')} granted beyond manifest.yml`, 'take out what nothing else needs'),
  ];
}

function clockLines({ clock }: SlackReply): Line[] {
  if (clock === null) return [];
  return [
    clockLine(
      { whose: "Slack's clock", ...clock },
      "Slack's requests are refused as old or forged, and times on cards mislead",
    ),
  ];
}

async function transportLine(slack: SlackConfig, ask: (token: string) => AskSlack): Promise<Line> {
  if (slack.signingSecret !== null)
    return skipped(
      'Signing secret',
      `is set, so the bot takes HTTP${slack.appToken === null ? '' : ' and leaves SLACK_APP_TOKEN alone'}; whether it is the right one shows only when Slack sends something`,
      'type /incident help in Slack; if that fails, copy it anew from Basic Information',
    );
  const about = 'App token';
  if (slack.appToken === null) return wrong(about, 'is not set, and no signing secret either', APP_TOKEN);
  const answer = await ask(slack.appToken)('apps.connections.open');
  if (answer.said === 'ok') return ok(about, 'Slack opens Socket Mode connections with it');
  return refusalLine(about, answer, APP_TOKEN);
}
