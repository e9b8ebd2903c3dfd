import { expect } from '@jest/globals';
import { CommandFailed } from '../../../../demo/command.js';
import type { Stack } from '../../../../demo/stack.js';
import type { EvidenceOf } from '../trials.js';

const unhealthy = { status: 'running', health: 'unhealthy' };

async function query(stack: Stack, sql: string): Promise<string> {
  // The superuser has connections of its own, over a socket without a password.
  return (await stack.exec('postgres', ['psql', '-U', 'postgres', '-Atc', sql])).trim();
}

async function ready(stack: Stack): Promise<string> {
  return (await stack.exec('postgres', ['sh', '-c', 'pg_isready -h localhost || true'])).trim();
}

/** `1` when the API's role can log in, from where the API is; otherwise why not. */
async function login(stack: Stack): Promise<string> {
  const url = 'postgresql://structured_prompt:structured_prompt@postgres/structured_prompt_db?connect_timeout=2';
  return stack.exec('api', ['/usr/lib/postgresql/15/bin/psql', url, '-Atc', 'SELECT 1']).then(
    (answer) => answer.trim(),
    (error: unknown) => {
      if (error instanceof CommandFailed) return error.message;
      throw error;
    },
  );
}

async function redis(stack: Stack, ...words: string[]): Promise<string> {
  return (await stack.exec('redis', ['redis-cli', ...words])).trim();
}

async function redisAnswers(stack: Stack): Promise<void> {
  expect(await redis(stack, 'PING')).toBe('PONG');
}

/** Faults of PostgreSQL and Redis, or of the way there. */
export const stores: EvidenceOf = {
  'wrong-database-url': {
    state: unhealthy,
    answer: 503,
    log: /could not translate host name "postgres-primary" to address/,
    also: async (stack) => expect(await login(stack)).toBe('1'),
  },
  'wrong-database-password': {
    state: unhealthy,
    answer: 503,
    log: /FATAL: {2}password authentication failed for user "structured_prompt"/,
    also: async (stack) => expect(await login(stack)).toBe('1'),
  },
  'pool-exhausted': {
    state: unhealthy,
    answer: 503,
    log: /connection pool exhausted: all 10 connections are in use/,
    also: async (stack) => {
      expect(await ready(stack)).toMatch(/accepting connections$/);
      const held = "application_name = 'api' AND state = 'idle in transaction'";
      expect(await query(stack, `SELECT count(*) FROM pg_stat_activity WHERE ${held}`)).toBe('10');
      expect(await login(stack)).toBe('1');
    },
  },
  'too-many-connections': {
    state: unhealthy,
    answer: 503,
    log: /FATAL: {2}remaining connection slots are reserved for non-replication superuser connections/,
    also: async (stack) => {
      expect(await ready(stack)).toMatch(/accepting connections$/);
      expect(await login(stack)).toContain('remaining connection slots are reserved');
      const taken = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'nightly-report'";
      expect(Number(await query(stack, taken))).toBeGreaterThanOrEqual(56);
    },
  },
  'table-locked': {
    state: unhealthy,
    answer: 'silent',
    log: 'quiet',
    also: async (stack) => {
      const waiting =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'api' AND wait_event_type = 'Lock'";
      expect(Number(await query(stack, waiting))).toBeGreaterThanOrEqual(1);
      const holder = "SELECT state FROM pg_stat_activity WHERE application_name = 'migration'";
      expect(await query(stack, holder)).toBe('idle in transaction');
    },
  },
  'postgres-silent': { state: unhealthy, answer: 'silent', log: /port 5432 failed: timeout expired/ },
  'postgres-starting': {
    state: unhealthy,
    answer: 503,
    log: /FATAL: {2}the database system is starting up/,
    also: async (stack) => expect(await ready(stack)).toMatch(/rejecting connections$/),
  },
  'wrong-redis-url': {
    state: unhealthy,
    answer: 503,
    log: /could not connect to redis: Error -2 connecting to cache:6379\. Name or service not known\./,
    also: redisAnswers,
  },
  'redis-full': {
    state: unhealthy,
    answer: 503,
    log: /redis refused to write: \w+: OOM command not allowed when used memory > 'maxmemory'/,
    also: async (stack) => {
      await redisAnswers(stack);
      const memory = await redis(stack, 'INFO', 'memory');
      const read = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(memory)?.[1]);
      expect(read('used_memory')).toBeGreaterThan(read('maxmemory'));
    },
  },
  'redis-silent': { state: unhealthy, answer: 503, log: /could not connect to redis: Timeout reading from socket/ },
};
