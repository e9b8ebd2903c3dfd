import { z } from 'zod';
import { allUnknown, type Facts } from '../runbook/facts.js';
import { durationBetween } from '../runbook/duration.js';
import { cutText } from '../text/clean.js';
import { text } from '../text/text.js';
import { CannotLook, defineCheck, type Observation, type World } from './check.js';
import { networkErrorOf } from './network-error.js';
import { askRedis, type RedisTalk } from './redis-ask.js';
import { redisErrorOf, refusalOf, type RedisError } from './redis-error.js';
import { infoSpecs, redisSpecs } from './redis-facts.js';
import { factsOfInfo, isFull, readInfo, type Info } from './redis-info.js';
import { NotRedis } from './redis-reply.js';
import { sayRedis } from './redis-says.js';
import { tlsErrorOf, type TlsError } from './tls-error.js';
import { withoutPassword } from './url-login.js';
import { parseUrl, urlOf } from './written.js';

const SCHEMES = ['redis:', 'rediss:'];
const LONGEST_MESSAGE = 300;

const params = z.strictObject({
  type: z.literal('redis'),
  url: urlOf(SCHEMES).describe('redis:// or, with TLS, rediss://, with login and database as the service uses them.'),
  timeout: durationBetween(50, 60_000, 'between 50ms and 60s')
    .default(3_000)
    .describe('For the connection and all answers together.'),
});

/** How the server was found, before it is told as facts. */
interface Found {
  readonly error: RedisError | '';
  readonly tlsError: TlsError | '';
  readonly message: string;
  readonly answered: boolean;
  /** The answer to INFO, or why there is none. */
  readonly info: Info | string;
}

/** Whether a Redis server takes the service's login, answers, and has room left. */
export const redis = defineCheck({
  type: 'redis',
  vantage: 'bot',
  says: 'A login to Redis where the address has one, PING and INFO.',
  params,
  facts: () => redisSpecs,
  run: async ({ url: written, timeout }, world, signal) => {
    const url = parseUrl(written, SCHEMES);
    if (url === null || url.hostname === '')
      throw new CannotLook(`${world.service.name}'s Redis address is no redis:// address`);
    const began = performance.now();
    const found = await find(url, timeout, world, signal);
    return observed(found, Math.round(performance.now() - began), timeout, world);
  },
});

async function find(url: URL, timeout: number, world: World, signal: AbortSignal): Promise<Found> {
  try {
    const talk = await askRedis(url, timeout, signal);
    const safe = (words: string): string => cutText(world.clean(withoutPassword(words, url)), LONGEST_MESSAGE);
    return foundBy(talk, safe);
  } catch (thrown) {
    if (signal.aborted) throw new CannotLook('the time for asking Redis was over', { cause: thrown });
    const error = thrown instanceof NotRedis ? 'not_redis' : networkErrorOf(thrown);
    if (error === null) throw thrown;
    const tlsError = error === 'tls' ? tlsErrorOf(thrown) : '';
    return { error, tlsError, message: '', answered: false, info: 'Redis did not answer' };
  }
}

function foundBy(talk: RedisTalk, safe: (words: string) => string): Found {
  const info = infoOf(talk, safe);
  const refusal = refusalOf(talk);
  const full = refusal === null && typeof info !== 'string' && isFull(info);
  return {
    error: refusal !== null ? redisErrorOf(refusal) : full ? 'oom' : '',
    tlsError: '',
    message: refusal === null ? '' : safe(refusal.words),
    answered: true,
    info,
  };
}

function infoOf({ info }: RedisTalk, safe: (words: string) => string): Info | string {
  if (info === null) return 'Redis hung up before it told more';
  return info.refused ? `Redis refused INFO: ${safe(info.text)}` : readInfo(info.text);
}

function observed(found: Found, latency: number, timeout: number, world: World): Observation {
  const { error, tlsError, message, answered, info } = found;
  const short = (words: string): string => cutText(world.clean(words), LONGEST_MESSAGE);
  const told = typeof info === 'string' ? allUnknown(infoSpecs, info) : factsOfInfo(info, short);
  const facts: Facts = { ok: error === '', answered, error, tls_error: tlsError, message, latency, ...told };
  return { facts, says: text(sayRedis(facts, { error, tlsError, message, latency, timeout })) };
}
