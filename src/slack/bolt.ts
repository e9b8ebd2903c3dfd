import bolt, { type webApi as webApiTypes } from '@slack/bolt';
import type { RequestListener } from 'node:http';
import type { Logger } from 'pino';
import { UserError } from '../errors.js';
import { Freshness } from './freshness.js';
import { RecordingApp } from './recording-app.js';
import { SOCKET_TIMES, SocketReceiver, type SocketTimes } from './socket-receiver.js';

const { HTTPReceiver, LogLevel, webApi } = bolt;

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
  readonly app: RecordingApp;
  /** For HTTP: what to do with requests to `SLACK_PATH`. Null over Socket Mode. */
  readonly listener: RequestListener | null;
  /** Why nothing can arrive from Slack, in a sentence; null when all is well, and always over HTTP. */
  readonly health: () => string | null;
}

/** Who the bot is in its workspace. */
export interface Identity {
  readonly team: string;
  readonly botName: string;
  /** Its user id. */
  readonly userId: string;
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
  const app = new RecordingApp({
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
    return { team: who.team_id ?? '', botName: `@${who.user ?? 'runbook'}`, userId: who.user_id ?? '' };
  } catch (error) {
    const said = (error as { data?: { error?: string } }).data?.error ?? (error as Error).message;
    throw new UserError(
      'slack_unavailable',
      `Slack did not let the bot in (${said}); it does not start. Check SLACK_BOT_TOKEN, and that Slack can be reached.`,
      { cause: error },
    );
  }
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
