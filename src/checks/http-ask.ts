import http from 'node:http';
import https from 'node:https';
import fetch, { type Response } from 'node-fetch';
import { TimeIsUp, within } from './deadline.js';
import { errorCode, networkErrorOf, sayNetworkError, type NetworkError } from './network-error.js';
import { sayTlsError, tlsErrorOf, type TlsError } from './tls-error.js';

const MOST_REDIRECTS = 3;
const MOST_BODY = 64 * 1024;

/** One HTTP question; `limit` in milliseconds covers the whole answer. */
export interface HttpQuestion {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly limit: number;
  /** Bytes of the answer that are read, 64 KiB unless told. */
  readonly mostBody?: number;
}

export type HttpError = NetworkError | 'redirect_loop' | 'bad_response';

/** What came back. `status` is 0 where no answer began; an answer that began may still break off. */
export interface HttpAnswer {
  readonly status: number;
  readonly error: HttpError | '';
  /** Why TLS failed, where `error` is tls. */
  readonly tlsError: TlsError | '';
  /** Milliseconds. */
  readonly latency: number;
  /** At most `mostBody` bytes of it. */
  readonly body: string;
}

interface Progress {
  status: number;
  tlsError: TlsError | '';
  readonly chunks: Buffer[];
  readonly mostBody: number;
}

/** Asks once. Every failure of the other side is an answer; rejects only when `signal` aborts, and for bugs. */
export async function askHttp(question: HttpQuestion, signal: AbortSignal): Promise<HttpAnswer> {
  const began = performance.now();
  const mostBody = question.mostBody ?? MOST_BODY;
  const progress: Progress = { status: 0, tlsError: '', chunks: [], mostBody };
  const error = await errorOf(question, progress, signal);
  const body = Buffer.concat(progress.chunks).subarray(0, mostBody).toString('utf8');
  const { status, tlsError } = progress;
  return { status, error, tlsError, latency: Math.round(performance.now() - began), body };
}

async function errorOf(question: HttpQuestion, progress: Progress, signal: AbortSignal): Promise<HttpError | ''> {
  try {
    return await within(question.limit, signal, (over) => follow(question, progress, over));
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const error = httpErrorOf(thrown);
    if (error === 'tls') progress.tlsError = tlsErrorOf(thrown);
    return error;
  }
}

async function follow(question: HttpQuestion, progress: Progress, signal: AbortSignal): Promise<HttpError | ''> {
  let { url } = question;
  for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
    const response = await send(url, question, signal);
    const next = redirectOf(response, url, question);
    if (next === null) {
      progress.status = response.status;
      await readBody(response, progress);
      return '';
    }
    progress.status = response.status;
    await discard(response);
    url = next;
  }
  return 'redirect_loop';
}

function send(url: URL, question: HttpQuestion, signal: AbortSignal): Promise<Response> {
  const { headers, address } = withoutLogin(url, question.headers);
  // A connection of its own: one kept from the last question may have died, which would look like a reset.
  const agent =
    url.protocol === 'https:' ? new https.Agent({ keepAlive: false }) : new http.Agent({ keepAlive: false });
  return fetch(address, {
    method: question.method,
    headers: { 'user-agent': 'runbook-bot', ...headers },
    ...(question.body === undefined ? {} : { body: question.body }),
    redirect: 'manual',
    compress: false,
    signal,
    agent,
  });
}

/** node-fetch refuses a login in the address; HTTP wants it in a header. */
function withoutLogin(
  url: URL,
  headers: Readonly<Record<string, string>>,
): { readonly address: string; readonly headers: Readonly<Record<string, string>> } {
  if (url.username === '' && url.password === '') return { address: url.href, headers };
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  const login = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return {
    address: bare.href,
    headers: { authorization: `Basic ${Buffer.from(login).toString('base64')}`, ...headers },
  };
}

/** Where to ask next. A redirect to another host is the answer: the headers and the question are not for strangers. */
function redirectOf(response: Response, from: URL, question: HttpQuestion): URL | null {
  const location = response.headers.get('location');
  // After the others a POST would become a GET, which is another question.
  const followed = question.method === 'POST' ? [307, 308] : [301, 302, 303, 307, 308];
  if (!followed.includes(response.status) || location === null || !URL.canParse(location, from.href)) return null;
  const to = new URL(location, from.href);
  if (!['http:', 'https:'].includes(to.protocol) || to.hostname !== from.hostname) return null;
  if (from.protocol === 'https:' && to.protocol === 'http:') return null;
  if (to.port !== from.port && isPrivate(question)) return null;
  to.username = from.username;
  to.password = from.password;
  return to;
}

/** Something is sent along that is for this server alone. The same host with the usual ports of both protocols is one server. */
function isPrivate({ url, headers, body }: HttpQuestion): boolean {
  return url.username !== '' || url.password !== '' || body !== undefined || Object.keys(headers).length > 0;
}

async function readBody(response: Response, progress: Progress): Promise<void> {
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Buffer>) {
    progress.chunks.push(chunk);
    size += chunk.length;
    if (size >= progress.mostBody) return;
  }
}

async function discard(response: Response): Promise<void> {
  await readBody(response, { status: 0, tlsError: '', chunks: [], mostBody: MOST_BODY });
}

function httpErrorOf(thrown: unknown): HttpError {
  if (thrown instanceof TimeIsUp) return 'timeout';
  const known = networkErrorOf(thrown);
  if (known !== null) return known;
  // The parser's codes for what is no HTTP; node-fetch's own errors are about the answer as well.
  const unreadable = errorCode(thrown).startsWith('HPE_') || (thrown instanceof Error && thrown.name === 'FetchError');
  if (unreadable) return 'bad_response';
  throw thrown;
}

/** The failure of an HTTP question in words; `limit` in milliseconds. */
export function sayHttpError(error: HttpError, { tlsError }: HttpAnswer, limit: number): string {
  if (error === 'redirect_loop') return 'redirected more than 3 times';
  if (tlsError !== '') return sayTlsError(tlsError);
  return error === 'bad_response' ? 'the answer is not HTTP' : sayNetworkError(error, limit);
}
