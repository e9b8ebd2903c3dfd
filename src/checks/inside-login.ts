import { cutText } from '../text/clean.js';
import { text, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { CannotLook, type Observation, type World } from './check.js';
import type { ServiceTarget } from './containers.js';
import { askInside, secondsOf, type ToldInside } from './inside-ask.js';
import { errorOfWords, isNetworkError, namedError } from './inside-error.js';
import { loginScript } from './inside-scripts.js';
import { sayNetworkError } from './network-error.js';

const LONGEST_MESSAGE = 300;

// What PostgreSQL itself says; drivers pass it on in English or in the server's language, so `other` is possible.
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/password authentication failed|no pg_hba\.conf entry|role ".*" does not exist|no password supplied/i, 'auth'],
  [/database ".*" does not exist/i, 'no_database'],
  [/too many (?:clients|connections)|remaining connection slots/i, 'too_many_connections'],
  [/starting up|shutting down|recovery mode|not yet accepting/i, 'starting'],
];

/** Logs in from within the container of `service`, at the address in its own variable. Throws `CannotLook`. */
export async function logInInside(
  world: World,
  service: ServiceTarget,
  { postgres, timeout }: { readonly postgres: string; readonly timeout: number },
  signal: AbortSignal,
): Promise<Observation> {
  const told = await askInside(world, service, loginScript(postgres, secondsOf(timeout)), timeout, signal);
  const { tool, latency } = told;
  const error = errorOf(told);
  if (error === 'no_address') return noAddress(postgres, latency);
  if (tool === '') throw new CannotLook(`${service.name}'s container has no python3 to log in with`);
  if (error === '' && told.values.has('open')) return openOnly(tool, latency);
  const message = error === '' ? '' : messageOf(told, world);
  const facts = { ok: error === '', error, message, latency, tool };
  return { facts, says: say(error, message, latency, timeout) };
}

function errorOf({ values, words, timedOut }: ToldInside): string {
  if (timedOut) return 'timeout';
  const named = values.get('error');
  if (named === undefined || named === '' || named === 'no_address') return named ?? 'other';
  const refusal = REFUSALS.find(([pattern]) => pattern.test(words))?.[1];
  if (refusal !== undefined) return refusal;
  const network = namedError(named);
  return network === 'other' ? errorOfWords(words) : network;
}

function messageOf({ words }: ToldInside, world: World): string {
  const line = words.replace(/\s+/g, ' ').trim();
  return cutText(world.clean(line), LONGEST_MESSAGE);
}

function noAddress(variable: string, latency: number): Observation {
  const message = `${variable} holds no postgres:// address in the container`;
  return { facts: { ok: false, error: 'no_address', message, latency, tool: '' }, says: text(message) };
}

function openOnly(tool: string, latency: number): Observation {
  const unknown = {
    unknown: 'the port accepts connections, but the container has no PostgreSQL driver to log in with',
  };
  return {
    facts: { ok: unknown, error: unknown, message: unknown, latency, tool },
    says: text('port open; no PostgreSQL driver in the container to log in with'),
  };
}

/** `login, 12 ms`; `login refused: password authentication failed …`; `connection refused`. */
function say(error: string, message: string, latency: number, limit: number): Text {
  if (error === '') return text(`login, ${formatDuration(latency)}`);
  if (isNetworkError(error)) return text(sayNetworkError(error, limit));
  return text(error === 'auth' ? `login refused: ${message}` : `no login: ${message}`);
}
