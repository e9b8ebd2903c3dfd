import { expect, test } from '@jest/globals';
import { container } from '../../src/checks/container.js';
import { environment } from '../../src/checks/environment.js';
import { healthcheck } from '../../src/checks/healthcheck.js';
import { http } from '../../src/checks/http.js';
import { logs } from '../../src/checks/logs.js';
import { processes } from '../../src/checks/processes.js';
import { CANARIES, PRIVATE_KEY } from '../canaries.js';
import { details, ended, logLine, never, state, world } from './builders.js';
import { startHttp } from './servers.js';

const TEXTS = CANARIES.map(({ text }) => text);
const KEY = [PRIVATE_KEY.begin, ...PRIVATE_KEY.lines, PRIVATE_KEY.end];
const SECRETS = [...CANARIES.map(({ secret }) => secret), ...PRIVATE_KEY.lines];

/** The secrets that show in what a check brought. */
function leaks(seen: unknown): string[] {
  const all = JSON.stringify(seen);
  return SECRETS.filter((secret) => all.includes(secret));
}

test('secrets in the environment of a container are compared and never brought', async () => {
  const env = CANARIES.map(({ text }, at) => `VARIABLE_${at}=${text}`);
  const names = env.map((_, at) => `VARIABLE_${at}`);
  const asked = { type: 'environment', variables: names, expect: { VARIABLE_0: 'postgres://api:other@db:5432/app' } };
  const where = world(state(), { details: () => Promise.resolve(details({ env })) });
  const seen = await environment.run(asked, where, never);
  expect(seen.facts).toMatchObject({ mismatched: ['VARIABLE_0'], missing: [] });
  expect(leaks(seen)).toEqual([]);
});

test.each([
  ['whole', KEY],
  ['without its beginning', KEY.slice(4)],
  ['without its end', KEY.slice(0, 4)],
  ['without both', KEY.slice(2, 6)],
])('secrets in a log are masked, a private key %s too, and patterns still find their lines', async (_how, key) => {
  const lines = [...TEXTS.flatMap((text) => [`error: ${text}`, 'so it went']), ...key];
  const asked = { type: 'logs', tail: 1_000, find: { error: '^error', key: '[A-Za-z0-9]{64}', all: '.' } };
  const seen = await logs.run(asked, world(ended(1), { log: lines.map((line) => logLine(line)) }), never);
  expect(seen.facts['error']).not.toEqual([]);
  expect(seen.facts['key']).toEqual([]);
  expect(JSON.stringify(seen)).toContain('•••');
  expect(leaks(seen)).toEqual([]);
});

test.each(CANARIES)('$kind in the body of an answer is masked', async ({ text }) => {
  const server = await startHttp((_request, response) =>
    response.writeHead(500).end(`{"detail": ${JSON.stringify(text)}}`),
  );
  const asked = { type: 'http', url: `http://127.0.0.1:${server.port}`, read: { detail: '$.detail' } };
  const seen = await http.run(asked, world(null), never);
  await server.close();
  expect(JSON.stringify(seen)).toContain('•••');
  expect(leaks(seen)).toEqual([]);
});

test.each(CANARIES)('$kind in what Docker tells of a container is masked', async ({ text }) => {
  const probe = { at: '2026-01-01T03:04:00.000Z', exitCode: 1, output: text };
  const told = { error: text, name: text, image: text, health: 'unhealthy' as const, healthLog: [probe] };
  const where = world(state(told), {
    details: () => Promise.resolve(details({ healthcheck: { ...HEALTHCHECK, test: ['CMD-SHELL', text] } })),
    processes: () => Promise.resolve([{ pid: 1, parent: 0, age: 1_000, state: 'S', command: `uvicorn ${text}` }]),
  });
  const seen = await Promise.all([
    container.run({ type: 'container' }, where, never),
    healthcheck.run({ type: 'healthcheck' }, where, never),
    processes.run({ type: 'processes', match: 'uvicorn' }, where, never),
  ]);
  for (const one of seen) expect(JSON.stringify(one)).toContain('•••');
  expect(leaks(seen)).toEqual([]);
});

const HEALTHCHECK = { interval: 10_000, timeout: 3_000, startPeriod: 40_000, retries: 3 };
