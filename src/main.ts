import { existsSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import type { Rights } from '../commands/command.js';
import { readRunbooks, startBot, type Bot } from './bot.js';
import { readConfig, type Config, type SlackConfig } from './config.js';
import type { MadeFile } from './engine/reporter.js';
import type { Counted } from './engine/store.js';
import { UserError } from './errors.js';
import { healthz, serveHttp } from './http-server.js';
import { alertmanager, ALERTMANAGER_PATH } from './integrations/alertmanager.js';
import { createLog } from './log.js';
import { statsPicture } from './reports/pictures/stats.js';
import { toPng } from './reports/png.js';
import { SlackApi } from './slack/api.js';
import { connect, signIn, SLACK_PATH } from './slack/bolt.js';
import { Channels } from './slack/channels.js';
import { SlackFiles } from './slack/files.js';
import { listen } from './slack/listen.js';
import { Members } from './slack/members.js';
import { Messages } from './slack/messages.js';
import { Names } from './slack/names.js';
import { createPostStats } from './slack/post-stats.js';
import { readingFrom } from './slack/reading.js';
import { SlackRights } from './slack/rights.js';
import { createScreen } from './slack/screen.js';
import { Speech } from './slack/speech.js';
import { createTell } from './slack/tell.js';
import { TokenWatch } from './slack/token-watch.js';
import { Whispers } from './slack/whispers.js';
import { openDoor } from './store/door.js';
import { openStore } from './store/open.js';
import { Reception } from './terminal/reception.js';
import { terminalRights } from './terminal/rights.js';
import { cleanText } from './text/clean.js';
import { createMask } from './text/mask.js';

/** The database must answer this fast for the bot to call itself ready, ms. */
const READY_MS = 2_000;
/** How often Slack is asked whether the bot's token still holds, ms. */
const TOKEN_MS = 60_000;

type Undo = () => Promise<void> | void;

/** Builds every part and starts it; what was started is put on `undo`, to be stopped in reverse order. */
async function start(config: Config, slack: SlackConfig, log: Logger, undo: Undo[]): Promise<void> {
  const folder = readRunbooks(config);
  const reception = new Reception();
  const door =
    config.databaseUrl === null ? await openDoor(config.dataDir, (visitor) => reception.receive(visitor)) : undefined;
  if (door !== undefined) undo.push(() => door.close());
  const store = await openStore({ dataDir: config.dataDir, databaseUrl: config.databaseUrl ?? undefined, door });
  undo.push(() => store.close());
  log.info({ store: store.describe() }, 'the store is open');

  const connection = connect(slack, log);
  const { team, botName, userId } = await signIn(connection);
  const { client } = connection.app;
  const names = new Names(client, log);
  const members = new Members(client, log);
  const parties = config.people;
  const readingOf = readingFrom(names, parties);
  const api = new SlackApi(client);
  const files = new SlackFiles(client, (hash) => store.kept(hash), log);
  const screen = createScreen({
    ...{ client, api, files, names, members, parties, readingOf, botUser: userId, log },
    approvers: config.approval?.approvers ?? null,
    summaryChannels: config.incidents.summaryChannels,
  });
  undo.push(() => screen.stop());

  const bot = await startBot({
    config,
    folder,
    store,
    screen,
    tell: createTell(api, names, readingOf, log),
    names: async (actors) => names.tell(actors),
    serve: true,
    log,
  });
  undo.push(() => bot.stop());
  const submit = bot.engine.submit.bind(bot.engine);
  const speech = new Speech({
    look: bot.look,
    rights: new SlackRights(members, parties, config.approval?.breakGlass ?? null),
    channels: new Channels(client),
    team,
    sharedChannels: slack.sharedChannels,
    botName,
    submit,
    messages: new Messages(client, names, log),
    postStats: createPostStats({ look: bot.look, api, files, names, readingOf, log, picture: figures }),
  });
  listen(connection, speech, new Whispers(names, readingOf), log);
  const people = { people: config.people, breakGlass: config.approval?.breakGlass ?? null };
  const rightsOf = (login: string): Rights => terminalRights(people, login);
  reception.open({ look: bot.look, engine: bot.engine, rightsOf, seat: 'in_bot' });

  const token = new TokenWatch({ ask: () => client.auth.test(), log, everyMs: TOKEN_MS });
  undo.push(() => token.stop());
  const ready = healthz(async () =>
    (await answers(store.now())) ? (connection.health() ?? token.health()) : 'the database does not answer',
  );
  const routes = {
    '/healthz': ready,
    ...(connection.listener === null ? {} : { [SLACK_PATH]: connection.listener }),
    ...alertRoutes(config, bot, log),
  };
  const http = await serveHttp(routes, config.http.host, config.http.port);
  undo.push(() => http.close());
  if (connection.listener === null) {
    await connection.app.start();
    undo.push(async () => {
      await connection.app.stop();
    });
  }
  log.info(
    {
      port: http.port,
      transport: connection.listener === null ? 'socket' : 'http',
      runbooks: bot.look.runbooks().map(({ id }) => id),
    },
    'ready',
  );
}

/** What past incidents come to, as a picture. */
async function figures(counted: readonly Counted[], now: Date): Promise<MadeFile> {
  const { svg, alt } = statsPicture(counted, now);
  return { name: 'incident-stats.png', title: 'Past incidents', body: await toPng(svg), alt };
}

/** Where alerts come in; nowhere without a token. */
function alertRoutes(config: Config, { look, engine }: Bot, log: Logger): Record<string, RequestListener> {
  const { alertToken: token } = config;
  if (token === null) return {};
  const parts = { token, channel: config.incidents.alertsChannel, runbooks: () => look.runbooks(), log };
  const mask = createMask(config.secrets);
  const clean = (text: string): string => mask(cleanText(text));
  return {
    [ALERTMANAGER_PATH]: alertmanager({ ...parts, clean, now: () => look.now(), submit: engine.submit.bind(engine) }),
  };
}

async function answers(asked: Promise<unknown>): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), READY_MS).unref());
  return Promise.race([asked.then(() => true).catch(() => false), late]);
}

async function main(): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const undo: Undo[] = [];
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    for (const step of undo.reverse()) await step();
    process.exit(code);
  };
  try {
    const config = readConfig(process.env);
    const log = createLog(config.logLevel, process.stdout, createMask(config.secrets));
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(0));
    if (config.slack === null)
      throw new UserError(
        'config_invalid',
        'SLACK_BOT_TOKEN: is missing; the bot does not start. Without Slack, use the terminal program: incident api-down',
      );
    await start(config, config.slack, log, undo);
  } catch (error) {
    process.stderr.write(`${error instanceof UserError ? error.message : String((error as Error).stack)}\n`);
    await stop(1);
  }
}

await main();
