import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from './model.js';
import { signatureHeaders } from './signing.js';

/** Something Slack tells an app. */
export type Outgoing =
  | { readonly kind: 'command'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'interaction' | 'event'; readonly payload: Readonly<Record<string, unknown>> };

/** How the app took it. */
export interface Delivery {
  /** The HTTP status; absent if there was no answer. */
  readonly status?: number;
  /** Answered with 200 in time. */
  readonly acknowledged: boolean;
  /** What Slack would show the person instead. */
  readonly error?: 'operation_timeout' | 'dispatch_failed' | 'http_client_error' | 'http_service_error';
  readonly body: string;
  readonly tookMs: number;
}

/** The way to the app: HTTP here; a socket would be another. */
export interface Door {
  deliver(outgoing: Outgoing): Promise<Delivery>;
}

/** A raw request, for tests that forge, replay or date one. */
export interface RawRequest {
  readonly body: string;
  /** Seconds since 1970; now if not given. */
  readonly timestamp?: number;
  /** What to sign with; the app's own secret if not given. */
  readonly secret?: string;
  /** Added last, so they can replace the signature. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as it went out: send it again and it is a replay. */
export interface SentRequest extends RawRequest {
  readonly timestamp: number;
  readonly delivery: Delivery;
}

/** Between the tries of an event that is not acknowledged, ms. */
export const EVENT_RETRIES_MS: readonly number[] = [0, 60_000, 300_000];

/** Signed requests to the app's request URL; events again if nobody acknowledges. */
export class HttpDoor implements Door {
  readonly sent: SentRequest[] = [];
  readonly #secret: string;
  readonly #clock: Clock;
  readonly #ackTimeout: number;
  readonly #eventRetries: readonly number[];
  #url: string | undefined;

  /** @param ackTimeout milliseconds until Slack gives up; `eventRetries` the milliseconds before each further try */
  constructor(options: {
    secret: string;
    clock: Clock;
    ackTimeout: number;
    eventRetries?: readonly number[] | undefined;
  }) {
    this.#secret = options.secret;
    this.#clock = options.clock;
    this.#ackTimeout = options.ackTimeout;
    this.#eventRetries = options.eventRetries ?? EVENT_RETRIES_MS;
  }

  connect(url: string): void {
    this.#url = url;
  }

  /** Resolves with what came of the first try. */
  async deliver(outgoing: Outgoing): Promise<Delivery> {
    const request = { body: encode(outgoing), headers: { 'content-type': contentType(outgoing) } };
    const first = await this.send(request);
    if (outgoing.kind === 'event' && !first.acknowledged) void this.#repeat(request, first);
    return first;
  }

  async send(request: RawRequest): Promise<Delivery> {
    const timestamp = request.timestamp ?? Math.floor(this.#clock() / 1000);
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Slackbot 1.0 (playground)',
      accept: '*/*',
      ...signatureHeaders(request.secret ?? this.#secret, timestamp, request.body),
      ...request.headers,
    };
    const delivery = await this.#post(headers, request.body);
    this.sent.push({ ...request, timestamp, delivery });
    return delivery;
  }

  async #repeat(request: RawRequest, first: Delivery): Promise<void> {
    let last = first;
    for (const [index, wait] of this.#eventRetries.entries()) {
      await pause(wait, undefined, { ref: false });
      const told = { 'x-slack-retry-num': String(index + 1), 'x-slack-retry-reason': reasonOf(last) };
      last = await this.send({ ...request, headers: { ...request.headers, ...told } });
      if (last.acknowledged) return;
    }
  }

  async #post(headers: Record<string, string>, body: string): Promise<Delivery> {
    const started = performance.now();
    const took = (): number => Math.round(performance.now() - started);
    if (this.#url === undefined) return { acknowledged: false, error: 'dispatch_failed', body: '', tookMs: 0 };
    const signal = AbortSignal.timeout(this.#ackTimeout);
    try {
      const response = await fetch(this.#url, { method: 'POST', headers, body, signal });
      const text = await response.text();
      return { ...verdict(response.status), body: text, tookMs: took() };
    } catch {
      const error = signal.aborted ? 'operation_timeout' : 'dispatch_failed';
      return { acknowledged: false, error, body: '', tookMs: took() };
    }
  }
}

function verdict(status: number): Pick<Delivery, 'status' | 'acknowledged' | 'error'> {
  if (status === 200) return { status, acknowledged: true };
  return { status, acknowledged: false, error: status >= 500 ? 'http_service_error' : 'http_client_error' };
}

function reasonOf({ error, status }: Delivery): string {
  if (error === 'operation_timeout') return 'http_timeout';
  return status === undefined ? 'connection_failed' : 'http_error';
}

function encode(outgoing: Outgoing): string {
  if (outgoing.kind === 'command') return new URLSearchParams(outgoing.fields).toString();
  const payload = JSON.stringify(outgoing.payload);
  return outgoing.kind === 'event' ? payload : new URLSearchParams({ payload }).toString();
}

function contentType(outgoing: Outgoing): string {
  return outgoing.kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded';
}
