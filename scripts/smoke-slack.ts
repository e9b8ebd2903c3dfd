// npm run smoke:slack: walks a real workspace through the main job: a command, a card, an edit, a thread, two presses. A person types and
// presses; the script starts the bot, reads everything back through Slack's API and reports. Nothing but Slack is touched.
import { existsSync } from 'node:fs';
import { BotProcess } from '../demo/bot-process.js';
import type { SlackConfig } from '../src/config.js';
import { askWith, type AskSlack } from '../src/doctor/ask-slack.js';
import { ok, wrong, type Line } from '../src/doctor/line.js';
import { manifestScopes } from '../src/doctor/manifest.js';
import { asText, shown, soundness } from '../src/doctor/report.js';
import { slackLines } from '../src/doctor/slack.js';
import { findChannel } from './smoke-channel.js';
import { startPatient } from './smoke-patient.js';
import { SmokeReader } from './smoke-reader.js';
import { walk } from './smoke-walk.js';

const USAGE = `npm run smoke:slack needs a Slack app made from manifest.yml, in the environment or in .env:
  SLACK_BOT_TOKEN, and SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET with PORT (HTTP)
  SMOKE_CHANNEL: the channel to use, by name or id; the bot must be in it
  SMOKE_WAIT: how long to wait for each thing that a person does, in seconds (300)
Stop any other bot of the same app first: Slack would send your clicks to one of the two.`;

type Undo = () => Promise<unknown>;

async function smoke(slack: SlackConfig, channelNamed: string, undo: Undo[]): Promise<Line[]> {
  const never = new AbortController().signal;
  const before = await slackLines(
    {
      slack,
      people: {},
      incidents: { ownChannels: false, summaryChannels: [], alertsChannel: null },
      asked: manifestScopes(),
    },
    never,
  );
  if (!soundness(before)) return before;
  const ask: AskSlack = askWith(slack.botToken, slack.apiUrl, never);
  const channel = await findChannel(ask, channelNamed);
  if (channel === null)
    return [
      wrong('Channel', `the bot is in no channel called ${channelNamed}`, 'invite it there, or correct SMOKE_CHANNEL'),
    ];
  const patient = await startPatient();
  undo.push(() => patient.stop());
  const bot = await startBot(slack, patient).catch((error: unknown) => error);
  if (!(bot instanceof BotProcess))
    return [...before, wrong('The bot', (bot as Error).message, 'mend what it says; incident doctor may tell more')];
  undo.push(() => bot.stop());
  const said = [...before, ok('The bot', 'started and connected')];
  process.stdout.write(`${asText(shown(said, []))}\n\n`);
  const waitMs = Number(process.env['SMOKE_WAIT'] ?? '300') * 1_000;
  const lines = await walk({
    reader: new SmokeReader(ask, channel.id),
    channel: `#${channel.name}`,
    patient,
    waitMs,
    say,
  });
  return [...said, ...lines];
}

async function startBot(slack: SlackConfig, patient: { config: object; runbooks: string }): Promise<BotProcess> {
  return BotProcess.start({
    slack: { apiUrl: slack.apiUrl ?? '', botToken: slack.botToken, signingSecret: slack.signingSecret ?? '' },
    config: patient.config,
    env: {
      SLACK_APP_TOKEN: slack.appToken ?? '',
      PORT: slack.signingSecret === null ? '0' : (process.env['PORT'] ?? '3000'),
      HOST: slack.signingSecret === null ? '127.0.0.1' : (process.env['HOST'] ?? '0.0.0.0'),
      RUNBOOKS: patient.runbooks,
      // No engine is asked, and none may be touched.
      DOCKER_HOST: 'unix:///nowhere/docker.sock',
    },
  });
}

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}

function slackOf(environment: NodeJS.ProcessEnv): SlackConfig | null {
  const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = environment;
  if (!SLACK_BOT_TOKEN || (!SLACK_APP_TOKEN && !SLACK_SIGNING_SECRET)) return null;
  return {
    botToken: SLACK_BOT_TOKEN,
    appToken: SLACK_APP_TOKEN || null,
    signingSecret: SLACK_SIGNING_SECRET || null,
    apiUrl: SLACK_API_URL || null,
    sharedChannels: [],
  };
}

async function main(): Promise<number> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const slack = slackOf(process.env);
  const channel = process.env['SMOKE_CHANNEL'];
  if (slack === null || !channel) {
    process.stderr.write(`${USAGE}\n`);
    return 3;
  }
  const undo: Undo[] = [];
  try {
    const lines = await smoke(slack, channel, undo);
    const secrets = [slack.botToken, slack.appToken ?? '', slack.signingSecret ?? ''];
    process.stdout.write(`\n${asText(shown(lines, secrets))}\n`);
    return soundness(lines) ? 0 : 1;
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

process.exitCode = await main();
