import { WebSocket, type RawData } from 'ws';
import { readFrame, type Envelope } from './socket-frames.js';

/** How patient a connection is, ms. */
export interface LinkTimes {
  /** For Slack's hello, from the first packet on. */
  readonly hello: number;
  /** Between two pings of ours; three without any sign of life mean that nobody is there. */
  readonly ping: number;
  /** How long a connection that Slack gave up may still carry envelopes. Slack itself ends it in about 10 s. */
  readonly linger: number;
  /** For the other side of a close. */
  readonly close: number;
}

const SILENT_PINGS = 3;

/** Slack ended a connection, or would not begin one. `reason` is Slack's word, or ours for a connection that broke. */
export class LinkEnded extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(`the connection ended: ${reason}`);
    this.name = 'LinkEnded';
    this.reason = reason;
  }
}

/**
 * One connection to Slack. It never closes first: when Slack announces an end, envelopes already on their way still
 * arrive and are acknowledged here, while the next connection is opened beside it.
 */
export class SocketLink {
  readonly ended: Promise<void>;
  readonly #socket: WebSocket;
  readonly #times: LinkTimes;
  readonly #take: (envelope: Envelope, link: SocketLink) => void;
  readonly #hello = later<number | null>();
  readonly #leaving = later<string>();
  #silent = 0;
  #closing = false;

  private constructor(url: string, times: LinkTimes, take: (envelope: Envelope, link: SocketLink) => void) {
    this.#times = times;
    this.#take = take;
    this.#socket = new WebSocket(url, { handshakeTimeout: times.hello, perMessageDeflate: false });
    this.ended = new Promise((resolve) => this.#socket.once('close', () => resolve()));
    this.#watch();
  }

  /**
   * Connects to a URL of apps.connections.open and waits for Slack's hello.
   * @returns the connection, and how many of this app Slack counts
   * @throws LinkEnded
   */
  static async open(
    url: string,
    times: LinkTimes,
    take: (envelope: Envelope, link: SocketLink) => void,
  ): Promise<{ link: SocketLink; connections: number | null }> {
    const link = new SocketLink(url, times, take);
    const late = setTimeout(() => link.#leaving.settle('no hello'), times.hello);
    const refused = link.leaving.then((reason) => Promise.reject(new LinkEnded(reason)));
    try {
      return { link, connections: await Promise.race([link.#hello.promise, refused]) };
    } catch (error) {
      link.#socket.terminate();
      throw error;
    } finally {
      clearTimeout(late);
    }
  }

  /** Settles with the reason once it should be replaced: Slack announced its end, or it has ended. */
  get leaving(): Promise<string> {
    return this.#leaving.promise;
  }

  get open(): boolean {
    return !this.#closing && this.#socket.readyState === WebSocket.OPEN;
  }

  /** Acknowledges an envelope of this connection. False when the connection has ended before. */
  acknowledge(id: string, answer: unknown): boolean {
    if (this.#socket.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(
      JSON.stringify(answer === undefined ? { envelope_id: id } : { envelope_id: id, payload: answer }),
    );
    return true;
  }

  /** Says goodbye, and hangs up when that is not answered soon. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#socket.close(1000);
    const timer = setTimeout(() => this.#socket.terminate(), this.#times.close);
    await this.ended;
    clearTimeout(timer);
  }

  #watch(): void {
    const socket = this.#socket;
    const pings = setInterval(() => this.#ping(), this.#times.ping);
    let lingering: NodeJS.Timeout | undefined;
    const linger = (): void => {
      if (socket.readyState !== WebSocket.CLOSED) lingering = setTimeout(() => void this.close(), this.#times.linger);
    };
    let broke = 'connection lost';
    socket.on('message', (data) => this.#hear(data));
    for (const sign of ['message', 'ping', 'pong'] as const) socket.on(sign, () => (this.#silent = 0));
    socket.on('error', (error) => (broke = error.message));
    socket.on('close', () => {
      clearInterval(pings);
      clearTimeout(lingering);
      this.#leaving.settle(broke);
    });
    void this.leaving.then(linger);
  }

  #hear(data: RawData): void {
    const frame = readFrame(Buffer.isBuffer(data) ? data.toString('utf8') : '');
    if (frame?.says === 'hello') this.#hello.settle(frame.connections);
    if (frame?.says === 'disconnect') this.#leaving.settle(frame.reason);
    if (frame?.says === 'envelope') this.#take(frame.envelope, this);
  }

  /** A bot that was busy for long has not listened either: pings are counted, not seconds. */
  #ping(): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    if (this.#silent >= SILENT_PINGS) {
      this.#leaving.settle('no sign of life');
      this.#socket.terminate();
      return;
    }
    this.#silent += 1;
    this.#socket.ping();
  }
}

interface Later<T> {
  readonly promise: Promise<T>;
  readonly settle: (value: T) => void;
}

function later<T>(): Later<T> {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (settle = resolve));
  return { promise, settle };
}
