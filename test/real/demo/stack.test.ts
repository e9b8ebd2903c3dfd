import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../../demo/command.js';
import { removeProject } from '../../../demo/project.js';
import { askPrometheus } from '../../../demo/prometheus.js';
import { dockerAt, dockerHost } from '../../../demo/docker.js';
import { Stack } from '../../../demo/stack.js';
import { until } from '../../until.js';

const project = `stack-test-${process.pid}`;
let stack: Stack;

beforeAll(async () => {
  stack = await Stack.up({ project });
  // The API is healthy by now; what stands before it may take a moment longer.
  const answers = async (): Promise<boolean> => (await fetch(stack.urls.frontend).catch(() => null))?.ok ?? false;
  await until(answers, 'the frontend');
});

afterAll(async () => {
  await stack.down();
});

async function analyze(prompt: string): Promise<unknown> {
  const headers = { 'X-API-Key': stack.apiKey, 'Content-Type': 'application/json' };
  const url = `http://127.0.0.1:${stack.ports.frontend}/v1/analyze/`;
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ prompt }) });
  return answer.json();
}

describe('the demo stack', () => {
  test('says that it is healthy, directly and through the frontend', async () => {
    const healthy = { status: 'healthy', version: '0.1.0', dependencies: { postgres: 'up', redis: 'up' } };
    for (const url of [stack.urls.health, stack.urls.frontend]) {
      let said: unknown;
      // Redis has a second to answer, which a machine that stalls may take from it.
      const isHealthy = async (): Promise<boolean> => {
        const answer = await fetch(url);
        said = answer.ok ? await answer.json() : await answer.text();
        return answer.ok;
      };
      await until(isHealthy, 'health').catch(() => undefined);
      expect(said).toEqual(healthy);
    }
  });

  test('keeps an analysis in PostgreSQL and answers the second time from Redis', async () => {
    expect(await analyze('Is it real?')).toMatchObject({ words: 3, intent: 'question', cached: false });
    expect(await analyze('Is it real?')).toMatchObject({ words: 3, intent: 'question', cached: true });
    const query = 'SELECT prompt FROM prompts ORDER BY id DESC LIMIT 1';
    const login = ['psql', '-U', 'structured_prompt', '-d', 'structured_prompt_db', '-Atc', query];
    expect((await stack.exec('postgres', login)).trim()).toBe('Is it real?');
  });

  test('begins with the rows that its team expects, and tells of them', async () => {
    const base = `http://127.0.0.1:${stack.ports.api}/api/v1`;
    const told = async (path: string): Promise<unknown> => (await fetch(`${base}${path}`)).json();
    expect(await told('/db/health')).toEqual({ database: 'connected' });
    expect(await told('/vendor-equipment/')).toHaveLength(20);
    expect(await told('/threat-intelligence/health')).toEqual({ status: 'healthy', newest: 25 });
  });

  test('refuses an analysis without the key', async () => {
    const answer = await fetch(`http://127.0.0.1:${stack.ports.api}/v1/analyze/`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"prompt":"x"}',
    });
    expect(answer.status).toBe(401);
  });

  test('carries the labels by which Compose services are found', async () => {
    const docker = dockerAt(await dockerHost());
    const labels = await docker.run(['inspect', '--format', '{{json .Config.Labels}}', stack.containers.api]);
    expect(JSON.parse(labels)).toMatchObject({
      'com.docker.compose.project': project,
      'com.docker.compose.service': 'api',
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.container-number': '1',
    });
  });

  test('dumps its stacks into the log on SIGUSR1', async () => {
    await stack.exec('api', ['kill', '-USR1', '1']);
    const dumped = async (): Promise<boolean> => (await stack.logs('api')).includes('(most recent call first)');
    await until(dumped, 'its stacks in the log');
  });

  test('tells Prometheus how many requests it answered, with PostgreSQL and Redis or without', async () => {
    const metrics = `http://127.0.0.1:${stack.ports.api}/metrics`;
    const count = async (status: number): Promise<number> => {
      const told = await (await fetch(metrics)).text();
      return Number(new RegExp(`^http_requests_total{status="${status}"} (\\d+)$`, 'm').exec(told)?.[1] ?? 0);
    };
    const before = await count(404);
    await fetch(`http://127.0.0.1:${stack.ports.api}/nowhere`);
    expect(await count(404)).toBe(before + 1);
    await stack.compose(['stop', '-t', '2', 'postgres', 'redis']);
    expect((await fetch(stack.urls.health)).status).toBe(503);
    expect(await count(503)).toBeGreaterThan(0);
    await stack.restore();
  });

  test('is up for Prometheus, which looks every second, down after its stop, and up again', async () => {
    const { prometheus } = stack.urls;
    const up = 'up{job="api"}';
    const firing = 'ALERTS{alertname="APIDown", alertstate="firing"}';
    await stack.untilSeen();
    const { data } = (await (await fetch(`${prometheus}/api/v1/status/config`)).json()) as { data: { yaml: string } };
    expect(data.yaml).toMatch(/^ {2}scrape_interval: 1s$/m);
    const calm = async (): Promise<boolean> => (await askPrometheus(prometheus, firing)) === null;
    await until(calm, 'no alert');
    await stack.compose(['stop', '-t', '2', 'api']);
    await until(async () => (await askPrometheus(prometheus, up)) === '0', 'a scrape that fails');
    await until(async () => (await askPrometheus(prometheus, firing)) === '1', 'the alert');
    await stack.restore();
    await stack.untilSeen();
    await until(calm, 'the end of the alert');
  });

  test('leaves other projects alone when it goes', async () => {
    const docker = dockerAt(await dockerHost());
    await removeProject(docker, `${project}-other`);
    expect((await stack.state('api'))?.status).toBe('running');
  });
});

test('removes what a crashed run of the same project left, and everything at the end', async () => {
  const leftover = `${project}-again`;
  await (await Stack.up({ project: leftover })).engine.close();
  const second = await Stack.up({ project: leftover });
  await second.down();
  const label = `label=com.docker.compose.project=${leftover}`;
  for (const kind of [
    ['ps', '-a'],
    ['network', 'ls'],
    ['volume', 'ls'],
  ])
    expect(await run('docker', [...kind, '-q', '--filter', label])).toBe('');
});
