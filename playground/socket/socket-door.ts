import { setTimeout as pause } from 'node:timers/promises';
import { EVENT_RETRIES_MS, type Delivery, type Door, type Outgoing } from '../door.js';
import type { Ids } from '../ids.js';
import { envelopeOf, type Envelope } from './envelope.js';
import type { Outcome } from './link.js';
import type { Sockets } from './sockets.js';

/** An envelope as it went out. */
export interface SentEnvelope {
  readonly envelope: Envelope;
  /** The number of the connection; undefined if there was none. */
  readonly link: number | undefined;
  readonly delivery: Delivery;
}

/** The way to an app in Socket Mode: any one of its connections, once; events again if nobody acknowledges. */
export class SocketDoor implements Door {
  readonly sent: SentEnvelope[] = [];
  readonly #sockets: Sockets;
  readonly #ids: Ids;
  readonly #ackTimeout: number;
  readonly #eventRetries: readonly number[];

  /** @param ackTimeout milliseconds until Slack gives up; `eventRetries` the milliseconds before each further try */
  constructor(options: {
    sockets: Sockets;
    ids: Ids;
    ackTimeout: number;
    eventRetries?: readonly number[] | undefined;
  }) {
    this.#sockets = options.sockets;
    this.#ids = options.ids;
    this.#ackTimeout = options.ackTimeout;
    this.#eventRetries = options.eventRetries ?? EVENT_RETRIES_MS;
  }

  /** Resolves with what came of the first try. */
  async deliver(outgoing: Outgoing): Promise<Delivery> {
    const first = await this.#try(outgoing, 0);
    if (outgoing.kind === 'event' && !first.acknowledged) void this.#repeat(outgoing);
    return first;
  }

  async #repeat(outgoing: Outgoing): Promise<void> {
    for (const [index, wait] of this.#eventRetries.entries()) {
      await pause(wait, undefined, { ref: false });
      if ((await this.#try(outgoing, index + 1)).acknowledged) return;
    }
  }

  async #try(outgoing: Outgoing, attempt: number): Promise<Delivery> {
    const envelope = envelopeOf(outgoing, this.#ids.next('E'), attempt);
    const link = this.#sockets.next();
    const started = performance.now();
    const outcome = link === undefined ? await nobody() : await link.send(envelope, this.#ackTimeout);
    if (typeof outcome === 'object' && !envelope.accepts_response_payload && bodyOf(outcome.payload) !== '')
      this.#sockets.violations.push(`an answer where none is accepted: ${bodyOf(outcome.payload).slice(0, 200)}`);
    const delivery = { ...told(outcome, envelope), tookMs: Math.round(performance.now() - started) };
    this.sent.push({ envelope, link: link?.number, delivery });
    return delivery;
  }
}

/** Learning that nobody is connected takes a moment, in which somebody may connect: a loop of tries must not starve them. */
async function nobody(): Promise<Outcome> {
  await pause(1);
  return 'lost';
}

function told(outcome: Outcome, envelope: Envelope): Omit<Delivery, 'tookMs'> {
  if (outcome === 'silence') return { acknowledged: false, error: 'operation_timeout', body: '' };
  if (outcome === 'lost') return { acknowledged: false, error: 'dispatch_failed', body: '' };
  return { acknowledged: true, body: envelope.accepts_response_payload ? bodyOf(outcome.payload) : '' };
}

/** The answer as an HTTP body would carry it. */
function bodyOf(payload: unknown): string {
  const empty = payload === undefined || payload === null || JSON.stringify(payload) === '{}';
  return empty ? '' : JSON.stringify(payload);
}
