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

/** Signed requests to the app's request URL. */
export class HttpDoor implements Door {
  readonly sent: SentRequest[] = [];
  readonly #secret: string;
  readonly #clock: Clock;
  readonly #ackTimeout: number;
  #url: string | undefined;

  /** @param ackTimeout milliseconds until Slack gives up */
  constructor(options: { secret: string; clock: Clock; ackTimeout: number }) {
    this.#secret = options.secret;
    this.#clock = options.clock;
    this.#ackTimeout = options.ackTimeout;
  }

  connect(url: string): void {
    this.#url = url;
  }

  async deliver(outgoing: Outgoing): Promise<Delivery> {
    return this.send({ body: encode(outgoing), headers: { 'content-type': contentType(outgoing) } });
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

function encode(outgoing: Outgoing): string {
  if (outgoing.kind === 'command') return new URLSearchParams(outgoing.fields).toString();
  const payload = JSON.stringify(outgoing.payload);
  return outgoing.kind === 'event' ? payload : new URLSearchParams({ payload }).toString();
}

function contentType(outgoing: Outgoing): string {
  return outgoing.kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded';
}
