import { IncomingMessage } from 'node:http';
import type DockerModem from 'docker-modem';
import Docker from 'dockerode';
import type { z } from 'zod';
import { TimeIsUp, within } from '../checks/deadline.js';
import { Sharing } from '../checks/sharing.js';
import { TooLate, type Permit } from '../engine/hands.js';
import { checked, parseJson, readText } from './answer-body.js';
import { begin } from './begin.js';
import { mustBeListed } from './calls.js';
import { makeChange, type Change } from './change.js';
import type { Endpoint } from './endpoint.js';
import { EngineRefused, EngineUnreadable, cannotLook } from './failure.js';

/** One question to the Engine API. Ends after `limit` milliseconds or with `signal`. */
export interface Question {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Makes it a POST with this JSON. Only a program that runs in a container is asked for so. */
  readonly post?: object;
  /** With `open`: leave to start what changes something, checked as `change` checks its own. */
  readonly permit?: Permit;
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** One Docker engine. Every method throws `CannotLook` when it cannot be asked; null is the engine's 404. */
export interface Engine {
  readonly host: string;
  readonly address: string;
  /** Asks, and hands the answer over as it comes; the time limit covers the reading too. */
  ask<T>(question: Question, read: (answer: IncomingMessage) => Promise<T>): Promise<T | null>;
  /** Asks for JSON of at most 8 MiB, and checks it. */
  json<T>(question: Question, schema: z.ZodType<T>): Promise<T | null>;
  /** Opens an answer that does not end by itself. `limit` is for its beginning; it lives until `signal` aborts. */
  open(question: Question): Promise<IncomingMessage | null>;
  /** Makes a change once; returns the JSON of the answer, null where it has none. Throws as `makeChange` does. */
  change<T>(change: Change, schema: z.ZodType<T>): Promise<T>;
}

/** The checks of one diagnosis begin within so many ms of each other, and many ask the engine the same. */
const SHARED_MS = 50;

/** Connects nothing yet: every question opens a connection of its own, so a restarted engine leaves no dead ones behind. */
export function createEngine(host: string, endpoint: Endpoint): Engine {
  const { address } = endpoint;
  const modem = modemOf(endpoint);

  const ask: Engine['ask'] = (question, read) => {
    mustBeListed(methodOf(question), question.path);
    return explained(host, address, question.signal, () =>
      within(question.limit, question.signal, async (signal) => {
        const answer = await dial(modem, question, signal);
        return answer === null ? null : read(answer);
      }),
    );
  };

  const sharing = new Sharing<unknown>();
  const readJson = (question: Question, signal: AbortSignal): Promise<unknown> =>
    ask({ ...question, signal }, async (answer) => parseJson(await readText(answer)));
  let changes = 0;

  return {
    host,
    address,
    ask,
    json: async (question, schema) => {
      const { path, query, post, signal } = question;
      const read =
        post === undefined
          ? sharing.get(JSON.stringify([changes, path, query]), signal, (begin, shared) => {
              setTimeout(begin, SHARED_MS).unref();
              return readJson(question, shared);
            })
          : readJson(question, signal);
      const value = await read;
      return value === null ? null : explained(host, address, signal, () => checked(value, schema));
    },
    open: (question) => {
      mustBeListed(methodOf(question), question.path);
      return explained(host, address, question.signal, () => openWithin(modem, endpoint, question));
    },
    change: async (change, schema) => {
      mustBeListed(change.method, change.path, change.query);
      try {
        const said = await makeChange(host, endpoint, change);
        return await explained(host, address, change.signal, () =>
          checked(said === '' ? null : parseJson(said), schema),
        );
      } finally {
        // Who asks from now on must not share an answer that was asked for before the change.
        changes += 1;
      }
    },
  };
}

function methodOf({ post }: Question): 'GET' | 'POST' {
  return post === undefined ? 'GET' : 'POST';
}

async function explained<T>(
  host: string,
  address: string,
  signal: AbortSignal,
  work: () => Promise<T> | T,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TooLate) throw error;
    throw cannotLook(host, address, error, signal.aborted);
  }
}

function modemOf(endpoint: Endpoint): DockerModem {
  // Undefined is said aloud: dockerode would fill the gaps from DOCKER_HOST, which may name another engine.
  const nothing = { host: undefined, port: undefined, socketPath: undefined };
  const noKeys = { ca: undefined, cert: undefined, key: undefined };
  const plain = { protocol: 'http' as const, ...nothing, ...noKeys };
  const options = { ...plain, ...endpoint.connection, agent: endpoint.agent };
  return new Docker(options).modem;
}

/** The time limit ends with the first byte of the answer, the caller's signal does not: hence not `within`. */
async function openWithin(modem: DockerModem, endpoint: Endpoint, question: Question): Promise<IncomingMessage | null> {
  const controller = new AbortController();
  const { signal, path, post: body, permit } = question;
  const onAbort = (): void => controller.abort(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => controller.abort(new TimeIsUp(question.limit)), question.limit);
  try {
    const answer = await (permit === undefined || body === undefined
      ? dial(modem, question, controller.signal)
      : begin(endpoint, { method: 'POST', path, body, permit }, controller.signal));
    answer?.once('close', () => signal.removeEventListener('abort', onAbort));
    return answer;
  } catch (error) {
    signal.removeEventListener('abort', onAbort);
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}

/** Always as a stream: so a broken body is an error here, and its size is ours to limit. */
function dial(modem: DockerModem, question: Question, signal: AbortSignal): Promise<IncomingMessage | null> {
  const options = {
    // dockerode drops this question mark or puts the query behind it.
    path: `${question.path}?`,
    method: methodOf(question),
    options:
      question.post === undefined ? { ...question.query } : { _query: question.query ?? {}, _body: question.post },
    isStream: true,
    statusCodes: { 200: true, 201: true },
    abortSignal: signal,
  };
  return new Promise((resolve, reject) => {
    modem.dial(options, (error, answer) => {
      if (answer instanceof IncomingMessage) {
        // A stream that breaks while nobody reads must not end the process; whoever reads gets the error as well.
        answer.on('error', () => undefined);
        if (signal.aborted) answer.destroy();
        resolve(answer);
        return;
      }
      const refusal = refusalOf(error);
      if (refusal?.status === 404) resolve(null);
      else reject(refusal ?? error ?? new EngineUnreadable('an empty answer'));
    });
  });
}

/** dockerode packs the engine's words into `(HTTP code 500) server error - words `. */
function refusalOf(error: Error | null): EngineRefused | null {
  if (error === null || !('statusCode' in error) || typeof error.statusCode !== 'number') return null;
  return new EngineRefused(error.statusCode, error.message.replace(/^\(HTTP code \d+\) .*? - /, '').trim());
}
