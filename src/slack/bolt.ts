import bolt, { type BlockAction, type SlackCommandMiddlewareArgs, type webApi as webApiTypes } from '@slack/bolt';
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { UserError } from '../errors.js';
import { note, type Message } from '../view/message.js';
import { pressed, slackMessage } from './blocks.js';
import type { SlackMessage } from './slack-message.js';
import { Freshness } from './freshness.js';
import type { Names } from './names.js';
import { SOCKET_TIMES, SocketReceiver, type SocketTimes } from './socket-receiver.js';
import { notRecorded, type Speaker, type Speech } from './speech.js';

const { App, HTTPReceiver, LogLevel, webApi } = bolt;

/** Every call to Slack ends within this, ms. */
const CALL_MS = 10_000;
/** Where Slack sends commands, clicks and events over HTTP. */
export const SLACK_PATH = '/slack/events';

export interface SlackSettings {
  readonly botToken: string;
  readonly signingSecret: string | null;
  readonly appToken: string | null;
  readonly apiUrl: string | null;
}

/** The connection to Slack, before anybody listens. */
export interface Connection {
  readonly app: InstanceType<typeof App>;
  /** For HTTP: what to do with requests to `SLACK_PATH`. Null over Socket Mode. */
  readonly listener: RequestListener | null;
  /** Why nothing can arrive from Slack, in a sentence; null when all is well, and always over HTTP. */
  readonly health: () => string | null;
}

/** Who the bot is in its workspace. */
export interface Identity {
  readonly team: string;
  readonly botName: string;
}

/**
 * Builds the Bolt app for HTTP (a signing secret) or Socket Mode (an app token). Retries are ours: the client tries once.
 * @param times of Socket Mode, for tests in a hurry
 */
export function connect(settings: SlackSettings, log: Logger, times: SocketTimes = SOCKET_TIMES): Connection {
  const clientOptions = {
    ...(settings.apiUrl === null ? {} : { slackApiUrl: settings.apiUrl }),
    ...{ timeout: CALL_MS, rejectRateLimitedCalls: true, retryConfig: { retries: 0 } },
  };
  const logger = boltLogger(log);
  const http =
    settings.signingSecret === null
      ? null
      : new HTTPReceiver({ signingSecret: settings.signingSecret, endpoints: SLACK_PATH, logger });
  const url = socketUrls(new webApi.WebClient(settings.appToken ?? '', { ...clientOptions, logger }));
  const socket = new SocketReceiver({ url, log, times, random: Math.random });
  const app = new App({
    token: settings.botToken,
    receiver: http ?? socket,
    clientOptions,
    logger,
    convoStore: false,
    deferInitialization: true,
  });
  if (http === null) return { app, listener: null, health: () => socket.health() };
  return { app, listener: guarded(http.requestListener, log), health: () => null };
}

/** Each call gives a URL for one connection. */
function socketUrls(client: webApiTypes.WebClient): () => Promise<string> {
  return async () => {
    const { url } = await client.apps.connections.open();
    if (url === undefined) throw new Error('Slack gave no address to connect to');
    return url;
  };
}

/** Signs in. Throws `UserError('slack_unavailable')` with what to mend. */
export async function signIn({ app }: Connection): Promise<Identity> {
  try {
    await app.init();
    const who = await app.client.auth.test();
    return { team: who.team_id ?? '', botName: `@${who.user ?? 'runbook'}` };
  } catch (error) {
    const said = (error as { data?: { error?: string } }).data?.error ?? (error as Error).message;
    throw new UserError(
      'slack_unavailable',
      `Slack did not let the bot in (${said}); it does not start. Check SLACK_BOT_TOKEN, and that Slack can be reached.`,
      { cause: error },
    );
  }
}

/** Listens to commands and presses: acknowledge within Slack's 3 s, answer only the person who asked. */
export function listen({ app }: Connection, speech: Speech, names: Names, log: Logger): void {
  const known = new WeakMap<Message, SlackMessage>();
  // A message that is given to many at once (help, in an outage) is rendered once.
  const render = (message: Message): SlackMessage => {
    const rendered =
      known.get(message) ??
      slackMessage(message, { name: (person) => names.name(person), day: new Date().toISOString() });
    known.set(message, rendered);
    return rendered;
  };
  app.command(/.*/, async ({ command, ack }) => {
    const message = await answered(() => speech.command(unescaped(command.text), speakerOf(command)), log);
    await ack(message === null ? undefined : { response_type: 'ephemeral', ...render(message) });
  });
  app.action<BlockAction>(/.*/, async ({ body, action, ack, client }) => {
    const press = pressed(action.action_id, valueOf(action));
    const speaker = presserOf(body);
    const message =
      press === null
        ? note('That button is from another version of the bot. Nothing was changed; use the newest card.')
        : await answered(() => speech.press(press.action, press.value, speaker), log);
    await ack();
    if (message !== null)
      await client.chat.postEphemeral({
        channel: speaker.channel,
        user: speaker.user,
        ...render(message),
        parse: 'none',
        link_names: false,
      });
  });
  app.error((error) => {
    log.error({ err: error }, 'a request of Slack failed');
    return Promise.resolve();
  });
}

/** An expected failure becomes its sentence; a bug gets a reference that stands in the log as well. */
async function answered(work: () => Promise<Message | null>, log: Logger): Promise<Message | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) return error.code === 'store_unavailable' ? notRecorded() : note(error.message);
    const reference = Date.now().toString(36);
    log.error({ err: error, reference }, 'answering failed');
    return note(
      `Something went wrong in the bot, and nothing was changed. Tell its keeper the reference ${reference}.`,
    );
  }
}

/** What Slack escaped on its way to us. Mentions keep their `<…>`. */
function unescaped(said: string): string {
  return said.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function valueOf(action: BlockAction['actions'][number]): string {
  if (action.type === 'button') return action.value ?? '';
  return action.type === 'overflow' ? action.selected_option.value : '';
}

function speakerOf(command: SlackCommandMiddlewareArgs['command']): Speaker {
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

function presserOf(body: BlockAction): Speaker {
  const team = body.user.team_id ?? body.team?.id ?? '';
  return {
    user: body.user.id,
    team,
    channel: body.channel?.id ?? '',
    trigger: body.trigger_id,
    grid: body.is_enterprise_install === true,
    atCard: body.container['is_ephemeral'] !== true,
  };
}

/** Bolt takes requests dated ahead and the same request twice; this does not. */
function guarded(next: RequestListener, log: Logger): RequestListener {
  const freshness = new Freshness();
  return (request, response) => {
    const header = (name: string): string | undefined => [request.headers[name]].flat()[0];
    const signature = header('x-slack-signature');
    const stale = freshness.judge(header('x-slack-request-timestamp'), signature);
    if (stale === null) {
      // What was not signed by Slack need not be remembered: a flood of guesses leaves nothing behind.
      response.once('finish', () => {
        if (response.statusCode === 401 && signature !== undefined) freshness.forget(signature);
      });
      next(request, response);
      return;
    }
    log.warn({ stale, from: request.socket.remoteAddress }, 'refused a request');
    response.writeHead(401, { 'content-type': 'text/plain' }).end(`refused: ${stale}`);
  };
}

function boltLogger(log: Logger) {
  const child = log.child({ part: 'bolt' });
  const words = (parts: unknown[]): string => parts.join(' ');
  return {
    debug: (...parts: unknown[]) => child.trace(words(parts)),
    info: (...parts: unknown[]) => child.debug(words(parts)),
    warn: (...parts: unknown[]) => child.warn(words(parts)),
    error: (...parts: unknown[]) => child.error(words(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.DEBUG,
    setName: () => undefined,
  };
}
