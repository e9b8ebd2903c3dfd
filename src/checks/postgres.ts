import { z } from 'zod';
import { durationBetween } from '../runbook/duration.js';
import { cutText } from '../text/clean.js';
import { text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { CannotLook, defineCheck, type Observation, type World } from './check.js';
import { sayNetworkError } from './network-error.js';
import { factsOfAnswer, factsWithoutLogin, sayAnswer } from './postgres-answer.js';
import { postgresSpecs } from './postgres-facts.js';
import { logIn, postgresErrorOf, type PostgresError } from './postgres-login.js';
import type { PostgresAnswer } from './postgres-sessions.js';
import { sayTlsError, tlsErrorOf } from './tls-error.js';
import { withoutPassword } from './url-login.js';
import { parseUrl, urlOf } from './written.js';

const SCHEMES = ['postgres:', 'postgresql:'];
const LONGEST_MESSAGE = 300;

const params = z.strictObject({
  type: z.literal('postgres'),
  url: urlOf(SCHEMES),
  timeout: durationBetween(50, 60_000, 'between 50ms and 60s')
    .default(5_000)
    .describe('For the connection, the login and the questions together.'),
});

/** Whether a PostgreSQL server lets the service's user in and answers. */
export const postgres = defineCheck({
  type: 'postgres',
  vantage: 'bot',
  says: 'A login to PostgreSQL, SELECT 1, and a look at its connections and locks.',
  params,
  facts: () => postgresSpecs,
  run: async ({ url: written, timeout }, world, signal) => {
    const url = parseUrl(written, SCHEMES);
    if (url === null) throw new CannotLook(`${world.service.name}'s database address is no postgres:// address`);
    const began = performance.now();
    const login = await logIn(written, timeout, signal);
    const latency = Math.round(performance.now() - began);
    if ('answer' in login) return letIn(login.answer, latency, world);
    if (signal.aborted) throw new CannotLook('the time for asking PostgreSQL was over', { cause: login.thrown });
    return refused(login, url, latency, timeout, world);
  },
});

function letIn(answer: PostgresAnswer, latency: number, world: World): Observation {
  const facts = {
    ok: true,
    accepting: true,
    error: '',
    tls_error: '',
    message: '',
    latency,
    version: world.clean(answer.server?.version ?? ''),
    ...factsOfAnswer(answer, (foreign) => world.clean(foreign)),
  };
  return { facts, says: text(`login, ${formatDuration(latency)}`, sayAnswer(answer)) };
}

function refused(
  { accepting, thrown }: { readonly accepting: boolean; readonly thrown: unknown },
  url: URL,
  latency: number,
  timeout: number,
  world: World,
): Observation {
  const error = postgresErrorOf(thrown);
  const tlsError = error === 'tls' ? tlsErrorOf(thrown) : '';
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  const message = cutText(world.clean(withoutPassword(words, url)), LONGEST_MESSAGE);
  const facts = {
    ok: false,
    accepting,
    error,
    tls_error: tlsError,
    message,
    latency,
    version: '',
    ...factsWithoutLogin(),
  };
  return { facts, says: text(tlsError === '' ? sayError(error, message, timeout) : sayTlsError(tlsError)) };
}

function sayError(error: PostgresError, message: string, timeout: number): string {
  switch (error) {
    case 'auth':
      return `login refused: ${message}`;
    case 'no_database':
    case 'too_many_connections':
    case 'starting':
    case 'other':
      return `no login: ${message}`;
    default:
      return sayNetworkError(error, timeout);
  }
}
