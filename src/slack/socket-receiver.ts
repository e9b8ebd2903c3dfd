import type { App, Receiver } from '@slack/bolt';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { UserError } from '../errors.js';
import type { Envelope } from './socket-frames.js';
import { SocketLine, type RetryTimes } from './socket-line.js';
import { SocketLink, type LinkTimes } from './socket-link.js';
import type { Trouble } from './socket-trouble.js';

/** All times of Socket Mode, ms. */
export interface SocketTimes {
  readonly link: LinkTimes;
  readonly retry: RetryTimes;
  /** How long a bot that starts may take for its first connection. */
  readonly start: number;
  /** How long a bot that stops waits for what it has begun. */
  readonly drain: number;
}

export const SOCKET_TIMES: SocketTimes = {
  link: { hello: 10_000, ping: 2_500, linger: 30_000, close: 1_000 },
  retry: { first: 250, most: 10_000, refused: 30_000, steady: 1_000 },
  start: 15_000,
  drain: 3_000,
};

/** While one connection is replaced or has broken, the other carries what people press. */
const CONNECTIONS = 2;
/** Slack's limit is ten; near it, somebody should look. */
const MANY_CONNECTIONS = 8;
const DEAF = 'Commands and buttons in Slack do not reach the bot.';
const NOT_DEAF = 'The other connection carries commands and buttons meanwhile.';

export interface SocketReceiverOptions {
  /** A fresh URL from apps.connections.open. */
  readonly url: () => Promise<string>;
  readonly log: Logger;
  readonly times: SocketTimes;
  readonly random: () => number;
}

/** Receives commands, clicks and events over two connections to Slack that take turns in being replaced. */
export class SocketReceiver implements Receiver {
  readonly #options: SocketReceiverOptions;
  readonly #lines: readonly SocketLine[];
  readonly #started: Promise<void>;
  #settleStart: (trouble: Trouble | null) => void = () => undefined;
  #app: App | null = null;
  #handling = 0;
  #trouble: Trouble | null = null;

  constructor(options: SocketReceiverOptions) {
    this.#options = options;
    this.#started = new Promise((resolve, reject) => {
      this.#settleStart = (trouble) => {
        if (trouble === null) resolve();
        else reject(new UserError('slack_unavailable', `${trouble.what} The bot does not start. ${trouble.next}`));
      };
    });
    this.#lines = Array.from({ length: CONNECTIONS }, () => this.#line());
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Resolves with the first connection. Throws `UserError('slack_unavailable')` when Slack refuses, or does not answer in time. */
  async start(): Promise<void> {
    for (const line of this.#lines) line.start();
    const late = setTimeout(() => this.#settleStart(this.#trouble ?? NO_ANSWER), this.#options.times.start);
    try {
      await this.#started;
    } catch (error) {
      await this.stop();
      throw error;
    } finally {
      clearTimeout(late);
    }
  }

  /** Finishes what it has begun, and closes. */
  async stop(): Promise<void> {
    const until = performance.now() + this.#options.times.drain;
    while (this.#handling > 0 && performance.now() < until) await pause(DRAIN_STEP_MS);
    await Promise.all(this.#lines.map((line) => line.stop()));
  }

  /** Why nothing arrives from Slack; null while a connection stands. */
  health(): string | null {
    if (this.#connected()) return null;
    return this.#trouble === null ? `Slack is not connected yet. ${DEAF}` : saying(this.#trouble, DEAF);
  }

  #connected(): boolean {
    return this.#lines.some(({ links }) => [...links].some(({ open }) => open));
  }

  #line(): SocketLine {
    const { times, random, url, log } = this.#options;
    const open = async (): Promise<SocketLink> => {
      const { link, connections } = await SocketLink.open(await url(), times.link, (envelope, from) => {
        void this.#handle(envelope, from);
      });
      if (connections !== null && connections >= MANY_CONNECTIONS)
        log.warn(
          { connections },
          'Slack counts nearly ten connections of this app; what it sends to one that nobody reads is lost, and an eleventh is refused. Look for other programs that use SLACK_APP_TOKEN.',
        );
      return link;
    };
    return new SocketLine({ open, times: times.retry, random, changed: (trouble) => this.#changed(trouble) });
  }

  #changed(trouble: Trouble | null): void {
    const { log } = this.#options;
    if (trouble === null) {
      if (this.#trouble !== null) log.info('a connection to Slack stands again');
      this.#trouble = null;
      this.#settleStart(null);
      return;
    }
    // Both connections meet the same trouble, and meet it again at every try: once is enough in the log.
    if (trouble.what !== this.#trouble?.what) {
      const says = saying(trouble, this.#connected() ? NOT_DEAF : DEAF);
      if (trouble.refused) log.error(says);
      else log.warn(says);
    }
    this.#trouble = trouble;
    if (trouble.refused) this.#settleStart(trouble);
  }

  async #handle(envelope: Envelope, link: SocketLink): Promise<void> {
    const { log } = this.#options;
    const { type, payload, answerable, retry } = envelope;
    let told = false;
    const ack = (answer?: unknown): Promise<void> => {
      if (told) return Promise.reject(new Error('a request of Slack was acknowledged twice'));
      told = true;
      const given = typeof answer === 'string' ? { text: answer } : answer;
      if (!link.acknowledge(envelope.id, answerable ? given : undefined))
        log.warn({ type }, 'the connection ended before Slack could be told that this was done; it shows an error');
      return Promise.resolve();
    };
    const retried = retry === null ? {} : { retryNum: retry.number, retryReason: retry.reason };
    this.#handling += 1;
    try {
      await this.#app?.processEvent({ body: payload, ack, ...retried });
    } catch (error) {
      log.error({ err: error, type }, 'a request of Slack failed');
    } finally {
      this.#handling -= 1;
    }
  }
}

const DRAIN_STEP_MS = 10;
const NO_ANSWER: Trouble = {
  what: 'Slack did not answer.',
  next: 'Check that the bot can reach slack.com, and start it again.',
  refused: false,
  waitMs: null,
};

function saying({ what, next }: Trouble, meaning: string): string {
  return `${what} ${meaning} ${next}`;
}
