import { z } from 'zod';
import type { Facts, FactSpec, UnknownFact } from '../runbook/facts.js';
import { durationBetween } from '../runbook/duration.js';
import { cutText } from '../text/clean.js';
import { MASK } from '../text/mask-mark.js';
import { text, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { CannotLook, defineCheck, type World } from './check.js';
import { sayNetworkError } from './network-error.js';
import { logIn, postgresErrorOf, type PostgresAnswer, type PostgresError } from './postgres-login.js';
import { parseUrl, urlOf } from './written.js';

const SCHEMES = ['postgres:', 'postgresql:'];
const LONGEST_MESSAGE = 300;

const params = z.strictObject({
  type: z.literal('postgres'),
  url: urlOf(SCHEMES),
  timeout: durationBetween(50, 60_000, 'between 50ms and 60s')
    .default(5_000)
    .describe('For the connection, the login and the question together.'),
});

const specs = {
  ok: { type: 'bool', says: 'Logged in, and SELECT 1 was answered.' },
  error: {
    type: 'string',
    says: 'One of refused, reset, timeout, dns, tls, unreachable, auth, no_database, too_many_connections, starting or other; empty where all went well.',
  },
  message: { type: 'string', says: "The server's or the driver's words about the error; empty where there is none." },
  latency: { type: 'int', unit: 'ms', says: 'How long the login and the question, or their failure, took.' },
  version: { type: 'string', says: 'Version of the server; empty without a login.' },
  connections: { type: 'int', says: 'Connections to all its databases, this one included; unknown without a login.' },
  max_connections: { type: 'int', says: 'How many it allows; unknown without a login.' },
} satisfies Readonly<Record<string, FactSpec>>;

/** Whether a PostgreSQL server lets the service's user in and answers. */
export const postgres = defineCheck({
  type: 'postgres',
  vantage: 'bot',
  says: 'A login to PostgreSQL and SELECT 1.',
  params,
  facts: () => specs,
  run: async ({ url, timeout }, world, signal) => {
    if (parseUrl(url, SCHEMES) === null) {
      throw new CannotLook(`${world.service.name}'s database address is no postgres:// address`);
    }
    const began = performance.now();
    const result = await attempt(url, timeout, signal);
    const latency = Math.round(performance.now() - began);
    if ('answer' in result)
      return { facts: factsOfAnswer(result.answer, latency), says: text(`login, ${formatDuration(latency)}`) };
    const message = safeMessage(result.thrown, url, world);
    return { facts: factsOfError(result.error, message, latency), says: sayError(result.error, message, timeout) };
  },
});

type Result = { readonly answer: PostgresAnswer } | { readonly error: PostgresError; readonly thrown: unknown };

async function attempt(url: string, timeout: number, signal: AbortSignal): Promise<Result> {
  try {
    return { answer: await logIn(url, timeout, signal) };
  } catch (thrown) {
    if (signal.aborted) throw new CannotLook('the time for asking PostgreSQL was over', { cause: thrown });
    return { error: postgresErrorOf(thrown), thrown };
  }
}

function factsOfAnswer(answer: PostgresAnswer, latency: number): Facts {
  return {
    ok: true,
    error: '',
    message: '',
    latency,
    version: answer.version,
    connections: answer.connections ?? { unknown: 'this role may not count connections' },
    max_connections: answer.maxConnections,
  };
}

function factsOfError(error: PostgresError, message: string, latency: number): Facts {
  const unknown: UnknownFact = { unknown: 'no login, so connections were not counted' };
  return { ok: false, error, message, latency, version: '', connections: unknown, max_connections: unknown };
}

/** Whatever a driver puts into its messages: the password of this address is not in what leaves here. */
function safeMessage(thrown: unknown, url: string, world: World): string {
  const written = thrown instanceof Error ? thrown.message : String(thrown);
  const { password } = new URL(url);
  const spellings = [password, decoded(password)].filter((one) => one !== '');
  const hidden = spellings.reduce((message, spelling) => message.replaceAll(spelling, MASK), written);
  return cutText(world.clean(hidden), LONGEST_MESSAGE);
}

function decoded(password: string): string {
  try {
    return decodeURIComponent(password);
  } catch {
    return password;
  }
}

function sayError(error: PostgresError, message: string, timeout: number): Text {
  switch (error) {
    case 'auth':
      return text(`login refused: ${message}`);
    case 'no_database':
    case 'too_many_connections':
    case 'starting':
    case 'other':
      return text(`no login: ${message}`);
    default:
      return text(sayNetworkError(error, timeout));
  }
}
