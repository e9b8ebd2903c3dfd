import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import { within } from '../checks/deadline.js';
import { TooLate, type Permit } from '../engine/hands.js';
import { Refused } from '../remedies/docker.js';
import { cleanText, cutText } from '../text/clean.js';
import { maskSecrets } from '../text/mask.js';
import { readText } from './answer-body.js';
import type { Endpoint } from './endpoint.js';
import { EngineRefused, EngineUnreadable, cannotLook } from './failure.js';

/** One call of the Engine API that changes something. Ends after `limit` milliseconds or with `signal`. */
export interface Change {
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly permit: Permit;
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** What a call says that is made with a permit. */
export type Call = Pick<Change, 'method' | 'path' | 'query' | 'body' | 'permit'>;

/** How far a change came: once it may have been sent, nobody knows what became of it unless the engine tells. */
export interface Progress {
  sent: boolean;
}

const LONGEST_REASON = 300;
const ALREADY_SO = 304;
/** A proxy's words for an answer that it lost: the engine may have done what it was asked. Docker never says these. */
const LOST_BY_PROXY = [502, 504];

/** A container's full id: nobody reads more of it than the beginning. */
const FULL_ID = /\b([0-9a-f]{12})[0-9a-f]{52}\b/g;

const refusal = z.object({ message: z.string() });

/**
 * Makes a change and returns the body of the answer, empty where it was so already. The permit is checked when the connection
 * is there and the request goes out in the same breath. Throws `TooLate` and `Refused`, after which nothing more happens; and
 * `CannotLook` where it cannot be known, or where the engine could not be asked: then it says that nothing was sent.
 */
export async function makeChange(host: string, endpoint: Endpoint, change: Change): Promise<string> {
  const progress: Progress = { sent: false };
  try {
    return await within(change.limit, change.signal, async (signal) =>
      readAnswer(host, await send(endpoint, change, signal, progress)),
    );
  } catch (error) {
    if (error instanceof TooLate || error instanceof Refused) throw error;
    const failure = cannotLook(host, endpoint.address, error, change.signal.aborted);
    throw progress.sent ? failure : new CannotLook(`${failure.reason}; nothing was sent`, { cause: failure });
  }
}

/**
 * Sends a call in the same breath in which its permit is checked. Not through dockerode: it would begin to send before there is
 * a connection, and that may take seconds through ssh.
 */
export function send(
  { agent, connection }: Endpoint,
  { method, path, query, body, permit }: Call,
  signal: AbortSignal,
  progress: Progress,
): Promise<IncomingMessage> {
  const secure = 'protocol' in connection && connection.protocol === 'https';
  const written = body === undefined ? '' : JSON.stringify(body);
  const options = { agent, method, path: pathOf(path, query), headers: headersOf(written), signal };
  const request = (secure ? https : http).request({ ...addressOf(connection), ...options });
  const go = (): void => {
    if (request.destroyed) return;
    try {
      permit.check();
      progress.sent = true;
      request.end(written);
    } catch (error) {
      request.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  };
  request.once('socket', (socket) => {
    // A tunnel's connection is there already; the others are about to be made.
    if (secure) socket.once('secureConnect', go);
    else if (socket.connecting) socket.once('connect', go);
    else go();
  });
  return new Promise((resolve, reject) => {
    request.once('response', resolve).on('error', reject);
  });
}

function addressOf(connection: Endpoint['connection']): http.RequestOptions {
  if ('socketPath' in connection) return connection;
  return { host: connection.host, port: connection.port };
}

function headersOf(body: string): http.OutgoingHttpHeaders {
  const length = { 'content-length': Buffer.byteLength(body) };
  return body === '' ? length : { ...length, 'content-type': 'application/json' };
}

function pathOf(path: string, query: Change['query']): string {
  return query === undefined ? path : `${path}?${new URLSearchParams(query).toString()}`;
}

async function readAnswer(host: string, answer: IncomingMessage): Promise<string> {
  const status = answer.statusCode ?? 0;
  const said = await readText(answer);
  if (status === ALREADY_SO) return '';
  if (status >= 200 && status < 300) return said;
  if (LOST_BY_PROXY.includes(status))
    throw new CannotLook(`the proxy before Docker on host ${host} lost its answer (HTTP ${status})`);
  if (status < 400) throw new EngineUnreadable(`HTTP ${status}`);
  throw new Refused(wordsOf(said, status), { cause: new EngineRefused(status, said) });
}

/** The engine's own words, fit for people. */
function wordsOf(said: string, status: number): string {
  const words = maskSecrets(cleanText(messageOf(said)))
    .replace(FULL_ID, '$1')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\.$/, '');
  return words === '' ? `Docker refused and gave no reason (HTTP ${status})` : cutText(words, LONGEST_REASON);
}

/** The engine's reason for a refusal, out of the JSON around it. */
export function messageOf(said: string): string {
  try {
    return refusal.parse(JSON.parse(said)).message;
  } catch {
    return said;
  }
}
