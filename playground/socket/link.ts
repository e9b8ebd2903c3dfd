import type { RawData, WebSocket } from 'ws';
import { parseJson } from '../body.js';
import type { Envelope } from './envelope.js';

/** Why Slack ends a connection, in its own words. */
export type Disconnect = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets';

/** What came of an envelope: the payload of its acknowledgement, silence, or the connection's end. */
export type Outcome = { readonly payload: unknown } | 'silence' | 'lost';

/** Slack waits this long for the other side of a close, ms. */
const CLOSE_MS = 1_000;

export interface LinkOptions {
  readonly number: number;
  /** Between two pings, ms. Two without a pong end the connection. */
  readonly pingMs: number;
  /** Takes a sentence for everything the app does that Slack would not put up with. */
  readonly violation: (what: string) => void;
  readonly closed: () => void;
  /** Breaks the connection below. */
  readonly reset: () => void;
}

/** Slack's end of one Socket Mode connection. */
export class Link {
  /** Counts from 1, in the order of opening. */
  readonly number: number;
  readonly #socket: WebSocket;
  readonly #options: LinkOptions;
  readonly #waiting = new Map<string, (outcome: Outcome) => void>();
  readonly #pings: NodeJS.Timeout;
  #unanswered = 0;
  #frozen = false;
  #announced = false;
  #closing = false;

  constructor(socket: WebSocket, options: LinkOptions) {
    this.number = options.number;
    this.#socket = socket;
    this.#options = options;
    this.#pings = setInterval(() => this.#ping(), options.pingMs).unref();
    socket.on('message', (data) => this.#hear(textOf(data)));
    socket.on('pong', () => (this.#unanswered = 0));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => this.#end());
  }

  /** Whether Slack still sends envelopes this way; also after a warning, until the very end. */
  get open(): boolean {
    return !this.#closing && this.#socket.readyState === this.#socket.OPEN;
  }

  /** Whether the app knows that this one ends. */
  get announced(): boolean {
    return this.#announced;
  }

  hello(connections: number, appId: string): void {
    const debug_info = { host: 'playground', build_number: 1, approximate_connection_time: 18_060 };
    this.#write({ type: 'hello', num_connections: connections, connection_info: { app_id: appId }, debug_info });
  }

  /** Sends an envelope and waits at most `deadline` ms. */
  async send(envelope: Envelope, deadline: number): Promise<Outcome> {
    const outcome = new Promise<Outcome>((resolve) => {
      const timer = setTimeout(() => resolve('silence'), deadline);
      this.#waiting.set(envelope.envelope_id, (settled) => {
        clearTimeout(timer);
        resolve(settled);
      });
    });
    this.#write(envelope);
    const settled = await outcome;
    this.#waiting.delete(envelope.envelope_id);
    return settled;
  }

  /** Announces the end, and closes `afterMs` later, once what was sent is acknowledged or overdue. */
  disconnect(reason: Disconnect, afterMs: number): void {
    this.#announced = true;
    this.#write({ type: 'disconnect', reason, debug_info: { host: 'playground' } });
    setTimeout(() => this.#leave(), afterMs).unref();
  }

  /** Breaks the connection in the middle, as a crashed machine does: no close, no notice. */
  reset(): void {
    this.#closing = true;
    this.#options.reset();
  }

  /** The network swallows everything from now on, in both directions, and neither side is told. */
  freeze(): void {
    this.#frozen = true;
    this.#socket.pause();
  }

  #leave(): void {
    this.#closing = true;
    if (this.#waiting.size > 0) {
      setTimeout(() => this.#leave(), 5).unref();
      return;
    }
    this.#socket.close(1000);
    setTimeout(() => this.#socket.terminate(), CLOSE_MS).unref();
  }

  #hear(said: string): void {
    const answer = parseJson(said);
    const id = answer?.['envelope_id'];
    if (answer === undefined || typeof id !== 'string') {
      this.#options.violation(`connection ${this.number}: not an acknowledgement: ${said.slice(0, 200)}`);
      return;
    }
    const settle = this.#waiting.get(id);
    if (settle === undefined) {
      this.#options.violation(`connection ${this.number}: an acknowledgement too many, too late or misdirected: ${id}`);
      return;
    }
    this.#waiting.delete(id);
    settle({ payload: answer['payload'] });
  }

  #ping(): void {
    if (this.#unanswered >= 2) this.#socket.terminate();
    this.#unanswered += 1;
    if (!this.#frozen && this.open) this.#socket.ping();
  }

  #write(frame: object): void {
    if (!this.#frozen) this.#socket.send(JSON.stringify(frame));
  }

  #end(): void {
    clearInterval(this.#pings);
    for (const settle of this.#waiting.values()) settle('lost');
    this.#options.closed();
  }
}

function textOf(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');
}
