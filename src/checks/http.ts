import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Facts, FactSpec } from '../runbook/facts.js';
import { durationBetween } from '../runbook/duration.js';
import { cutText } from '../text/clean.js';
import { text, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { CannotLook, defineCheck, type World } from './check.js';
import { askHttp, sayHttpError, type HttpAnswer, type HttpQuestion } from './http-ask.js';
import { withoutSecrets } from './http-secrets.js';
import { parseJsonPath, readJsonPath } from './json-path.js';
import { tlsErrorSpec } from './tls-error.js';
import { parseUrl, urlOf } from './written.js';

const SCHEMES = ['http:', 'https:'];
const LONGEST_BODY = 2_000;
const BETWEEN_ASKS = 100;

const specs = {
  ok: { type: 'bool', says: 'Answered with the expected status, each time it was asked.' },
  answered: { type: 'bool', says: 'An HTTP answer began, whatever its status.' },
  status: { type: 'int', says: 'HTTP status of the last answer; 0 where there was none.' },
  error: {
    type: 'string',
    says: 'One of refused, reset, timeout, dns, tls, unreachable, redirect_loop or bad_response; empty where an answer came whole.',
  },
  tls_error: tlsErrorSpec,
  latency: { type: 'int', unit: 'ms', says: 'How long the last answer took, its body included.' },
  passes: { type: 'int', says: 'How often it was asked and answered with the expected status.' },
  body: { type: 'string', says: 'Beginning of the last answer, 2,000 characters at most.' },
} satisfies Readonly<Record<string, FactSpec>>;

const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'a name is lower-case letters, digits and _')
  .refine((given) => !Object.hasOwn(specs, given), 'this is a fact of every http check; choose another name');
const path = z.string().refine((given) => parseJsonPath(given) !== null, 'a path looks like $.dependencies.postgres');
const status = z.int().min(100).max(599);

const params = z
  .strictObject({
    type: z.literal('http'),
    url: urlOf(SCHEMES),
    method: z.enum(['GET', 'HEAD', 'POST']).default('GET'),
    headers: z
      .record(z.string().min(1), z.string())
      .default({})
      .describe(
        'Values may be `${service.api_key}`; what is secret among them is masked wherever the answer repeats it.',
      ),
    body: z.string().optional(),
    json: z.json().optional().describe('A body as JSON, with its content type; instead of `body`.'),
    timeout: durationBetween(50, 60_000, 'between 50ms and 60s')
      .default(5_000)
      .describe('For the whole answer, its body included.'),
    expect: z
      .union([status, z.array(status).min(1)])
      .optional()
      .describe('The status or statuses that are good; any 2xx unless told.'),
    times: z.int().min(1).max(5).default(1).describe('Asks again after each good answer, until it has this many.'),
    read: z.record(name, path).default({}).describe('Values of a JSON answer; each name becomes a fact.'),
  })
  .refine(({ body, json }) => body === undefined || json === undefined, {
    message: 'body and json are two ways to say the same; leave one out',
    path: ['json'],
  })
  .refine(({ method, body, json }) => method === 'POST' || (body === undefined && json === undefined), {
    message: 'a body goes with method: POST',
    path: ['method'],
  });

type Params = z.infer<typeof params>;

/** Whether an HTTP service answers, and what. */
export const http = defineCheck({
  type: 'http',
  vantage: 'bot',
  says: 'An HTTP request: whether it is answered, how, and what the answer says. Redirects are followed on the same host, three at most; what is sent along goes to no other port, and a POST is sent again only where the server asks for that (307, 308).',
  params,
  facts: (asked) => ({ ...specs, ...factsOfRead(asked.read) }),
  run: async (asked, world, signal) => {
    const url = parseUrl(asked.url, SCHEMES);
    if (url === null)
      throw new CannotLook(`${world.service.name}'s address for this check is no http:// or https:// address`);
    const { answer, passes } = await askUntilBad(asked, url, signal);
    return { facts: readAnswer(asked, answer, passes, world), says: sayAnswer(asked, answer, passes) };
  },
});

function factsOfRead(read: Params['read']): Record<string, FactSpec> {
  const specOf = (given: string): FactSpec => ({
    type: 'string',
    says: `What the JSON answer holds at ${given}; empty where it is absent.`,
  });
  return Object.fromEntries(Object.entries(read).map(([fact, given]) => [fact, specOf(given)]));
}

async function askUntilBad(
  asked: Params,
  url: URL,
  signal: AbortSignal,
): Promise<{ readonly answer: HttpAnswer; readonly passes: number }> {
  const question = { url, method: asked.method, ...contentOf(asked), limit: asked.timeout };
  try {
    for (let passes = 0; ;) {
      const answer = await askHttp(question, signal);
      if (isGood(asked, answer)) passes += 1;
      else return { answer, passes };
      if (passes === asked.times) return { answer, passes };
      await pause(BETWEEN_ASKS, undefined, { signal });
    }
  } catch (cause) {
    if (signal.aborted) throw new CannotLook(`the time for asking ${url.host} was over`, { cause });
    throw cause;
  }
}

/** What is sent along. */
function contentOf({ headers, body, json }: Params): Pick<HttpQuestion, 'headers' | 'body'> {
  if (json === undefined) return { headers, body };
  return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(json) };
}

function isGood({ expect }: Params, { error, status: got }: HttpAnswer): boolean {
  if (error !== '') return false;
  return expect === undefined ? got >= 200 && got < 300 : [expect].flat().includes(got);
}

function readAnswer(asked: Params, answer: HttpAnswer, passes: number, world: World): Facts {
  const json = parseJson(answer.body);
  const shown = (foreign: string): string => cutText(world.clean(withoutSecrets(foreign, asked.headers)), LONGEST_BODY);
  const read: Record<string, string> = {};
  for (const [fact, given] of Object.entries(asked.read)) {
    read[fact] = shown(readJsonPath(json, given));
  }
  return {
    ok: passes === asked.times,
    answered: answer.status !== 0,
    status: answer.status,
    error: answer.error,
    tls_error: answer.tlsError,
    latency: answer.latency,
    passes,
    body: shown(answer.body),
    ...read,
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** `200 in 41 ms, twice`; `connection refused`; `503 in 12 ms`. */
function sayAnswer(asked: Params, answer: HttpAnswer, passes: number): Text {
  if (answer.error !== '') {
    const began = answer.status === 0 ? '' : `${answer.status}, then `;
    return text(began + sayHttpError(answer.error, answer, asked.timeout) + earlier(passes));
  }
  const good = passes === asked.times;
  return text(`${answer.status} in ${formatDuration(answer.latency)}`, good ? repeated(passes) : earlier(passes));
}

function repeated(passes: number): string {
  if (passes === 1) return '';
  return passes === 2 ? ', twice' : `, ${passes} times`;
}

function earlier(passes: number): string {
  if (passes === 0) return '';
  return `, after ${passes === 1 ? 'one good answer' : `${passes} good answers`}`;
}
