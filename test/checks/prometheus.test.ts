import type { RequestListener, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { prometheus } from '../../src/checks/prometheus.js';
import { boundsOf, formatValue } from '../../src/checks/prometheus-query.js';
import { misfits } from '../../src/runbook/facts.js';
import { never, words, world } from './builders.js';
import { closedPort, startHttp, startHttps, type Started } from './servers.js';

const open: Started[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = await startHttp(answer);
  open.push(server);
  return `http://127.0.0.1:${server.port}`;
}

async function ask(url: string, more: object = { query: 'up' }) {
  const params = { type: 'prometheus', url, ...more };
  const seen = await prometheus.run(params, world(null), never);
  expect(misfits(prometheus.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

type Samples = readonly [labels: object, value: string][];

/** A Prometheus that answers the query with these samples, and how old they are with `age` in seconds. */
function vector(samples: Samples, age?: string): RequestListener {
  return (request, response) => {
    const asked = new URL(request.url ?? '', 'http://x').searchParams.get('query') ?? '';
    const aged: Samples = age === undefined ? [] : [[{}, age]];
    const result = (asked.startsWith('time()') ? aged : samples).map(([metric, value]) => ({
      metric,
      value: [1, value],
    }));
    success(response, { resultType: 'vector', result });
  };
}

function success(response: ServerResponse, data: unknown): void {
  response.end(JSON.stringify({ status: 'success', data }));
}

describe('a query', () => {
  test('with one sample brings its value, labels and age', async () => {
    const labels = { __name__: 'up', job: 'api', instance: 'http://u:hunter2@api:8000' };
    const { facts, line } = await ask(await serve(vector([[labels, '0']], '4.25')));
    expect(facts).toMatchObject({
      ok: true,
      error: '',
      samples: 1,
      value: 0,
      smallest: 0,
      largest: 0,
      labels: ['up{job="api", instance="http://u:•••@api:8000"}'],
      age: 4_250,
    });
    expect(line).toBe('value 0, 4.3 s old');
  });

  test('with many samples brings their bounds and the labels of the first five', async () => {
    const samples: Samples = [3, 1, 9, 2, 4, 5].map((value) => [{ n: String(value) }, String(value)]);
    const { facts, line } = await ask(await serve(vector(samples)));
    expect(facts).toMatchObject({ samples: 6, value: 3, smallest: 1, largest: 9 });
    expect(facts['labels']).toEqual(['{n="3"}', '{n="1"}', '{n="9"}', '{n="2"}', '{n="4"}']);
    expect(facts['age']).toEqual({ unknown: 'the values are computed when asked' });
    expect(line).toBe('6 samples from 1 to 9');
  });

  test('without a sample is an answer too', async () => {
    const { facts, line } = await ask(await serve(vector([])));
    expect(facts).toMatchObject({ ok: true, samples: 0, value: { unknown: 'the query gives no sample' }, labels: [] });
    expect(line).toBe('the query gives no sample');
  });

  test.each([
    ['NaN', 'the value is NaN'],
    ['+Inf', 'the value is Infinity'],
    ['-Inf', 'the value is -Infinity'],
  ])('that gives %s has no value to compare with', async (value, unknown) => {
    const { facts } = await ask(await serve(vector([[{}, value]])));
    expect(facts).toMatchObject({ ok: true, samples: 1, value: { unknown }, smallest: { unknown } });
  });

  test('may be a number by itself', async () => {
    const url = await serve((_request, response) => success(response, { resultType: 'scalar', result: [1, '1e3'] }));
    expect((await ask(url)).facts).toMatchObject({ ok: true, samples: 1, value: 1_000, labels: ['{}'] });
  });

  test('is asked beneath the path of the address, with its headers and login', async () => {
    const asked: unknown[] = [];
    const url = await serve((request, response) => {
      asked.push([request.url?.split('?')[0], request.headers['x-scope'], request.headers.authorization]);
      success(response, { resultType: 'vector', result: [] });
    });
    await ask(`${url.replace('//', '//u:p@')}/prom/`, { query: 'up', headers: { 'X-Scope': 'a' } });
    expect(asked).toEqual([['/prom/api/v1/query', 'a', `Basic ${Buffer.from('u:p').toString('base64')}`]]);
  });
});

describe('the targets of a job', () => {
  const target = (job: string, health: string, lastError: string, lastScrape: string): object => ({
    labels: { job },
    health,
    lastError,
    lastScrape,
  });
  const serving = (...activeTargets: object[]): Promise<string> =>
    serve((_request, response) => success(response, { activeTargets, droppedTargets: [] }));
  const NEVER = '0001-01-01T00:00:00Z';

  test('are counted; those of other jobs are not', async () => {
    const url = await serving(
      target('api', 'up', '', '2026-01-01T03:09:58.123456789Z'),
      target('api', 'down', 'Get "http://u:hunter2@api/": connection refused', '2026-01-01T04:09:55+01:00'),
      target('api', 'unknown', '', NEVER),
      target('web', 'down', 'x', '2026-01-01T03:09:59Z'),
    );
    const { facts, line } = await ask(url, { job: 'api' });
    expect(facts).toMatchObject({
      ok: true,
      targets_up: 1,
      targets_down: 1,
      targets_new: 1,
      last_error: 'Get "http://u:•••@api/": connection refused',
      last_scrape: '2026-01-01T03:09:58.123Z',
      last_scrape_age: 1_877,
    });
    expect(line).toBe('1 of 3 targets up: connection refused');
  });

  test('say how long ago the last scrape was where that is long', async () => {
    const { line } = await ask(await serving(target('api', 'up', '', '2026-01-01T03:05:00Z')), { job: 'api' });
    expect(line).toBe('1 of 1 target up, scraped 5 min ago');
  });

  test('that were never scraped have no last scrape', async () => {
    const { facts, line } = await ask(await serving(target('api', 'unknown', '', NEVER)), { job: 'api' });
    expect(facts).toMatchObject({ last_scrape: null, last_scrape_age: { unknown: 'no target was scraped yet' } });
    expect(line).toBe('0 of 1 target up');
  });

  test('may be none', async () => {
    const { facts, line } = await ask(await serving(), { job: 'api' });
    expect(facts).toMatchObject({ ok: true, targets_up: 0, targets_down: 0, targets_new: 0, last_error: '' });
    expect(line).toBe('Prometheus has no target of this job');
  });

  test('that nobody tells leave the query alone', async () => {
    const answer = vector([[{}, '1']]);
    const url = await serve((request, response) => {
      if (request.url?.includes('/targets') === true) response.writeHead(404).end('not here');
      else answer(request, response);
    });
    const { facts, line } = await ask(url, { query: 'up', job: 'api' });
    expect(facts).toMatchObject({
      ok: false,
      error: 'bad_response',
      message: 'HTTP 404 not here',
      value: 1,
      targets_up: { unknown: 'Prometheus did not tell its targets' },
    });
    expect(line).toBe('value 1; what answers there is not Prometheus (HTTP 404)');
  });
});

describe('a Prometheus that does not answer', () => {
  test.each([
    [
      400,
      '{"status":"error","errorType":"bad_data","error":"parse error: oh"}',
      'query',
      'Prometheus does not understand the query: parse error: oh',
    ],
    [
      422,
      '{"status":"error","errorType":"execution","error":"many-to-many"}',
      'query',
      'Prometheus does not understand the query: many-to-many',
    ],
    [
      503,
      '{"status":"error","errorType":"timeout","error":"query timed out"}',
      'timeout',
      'Prometheus: no answer in 5 s',
    ],
    [
      500,
      '{"status":"error","errorType":"internal","error":"hunter2 password=hunter2"}',
      'other',
      'no answer from Prometheus: hunter2 password=•••',
    ],
    [503, 'Service Unavailable', 'starting', 'Prometheus is still starting'],
    [401, 'no', 'auth', 'Prometheus refuses this login'],
    [403, '<html>', 'auth', 'Prometheus refuses this login'],
    [200, '<html>Grafana', 'bad_response', 'what answers there is not Prometheus (HTTP 200)'],
    [
      200,
      '{"status":"success","data":{"resultType":"matrix","result":[]}}',
      'bad_response',
      'what answers there is not Prometheus (HTTP 200)',
    ],
  ])('with %d %s says why', async (status, body, error, line) => {
    const seen = await ask(await serve((_request, response) => response.writeHead(status).end(body)));
    expect(seen.facts).toMatchObject({ ok: false, error, value: { unknown: 'Prometheus did not answer the query' } });
    expect(seen.line).toBe(line);
  });

  test('is not there, and says so once', async () => {
    const { facts, line } = await ask(`http://127.0.0.1:${await closedPort()}`, { query: 'up', job: 'api' });
    expect(facts).toMatchObject({
      ok: false,
      error: 'refused',
      targets_up: { unknown: expect.any(String) as unknown },
    });
    expect(line).toBe('Prometheus: connection refused');
  });

  test('is silent', async () => {
    const { facts } = await ask(await serve(() => undefined), { query: 'up', timeout: '100ms' });
    expect(facts).toMatchObject({ ok: false, error: 'timeout' });
  });

  test('has an expired certificate', async () => {
    const server = await startHttps('expired', (_request, response) => response.end());
    open.push(server);
    const { facts, line } = await ask(`https://localhost:${server.port}`);
    expect(facts).toMatchObject({ ok: false, error: 'tls', tls_error: 'expired' });
    expect(line).toBe('Prometheus: its TLS certificate has expired');
  });

  test('floods is not read to the end', async () => {
    const url = await serve((_request, response) => {
      const more = (): boolean => response.write('x'.repeat(1_000_000));
      response.on('drain', more);
      more();
    });
    const { facts, line } = await ask(url);
    expect(facts).toMatchObject({ ok: false, error: 'too_long' });
    expect(line).toBe('Prometheus answers with more than can be read here; ask for less');
  });

  test('is given up at once when the run is over', async () => {
    const run = new AbortController();
    const url = await serve(() => run.abort());
    const asked = prometheus.run({ type: 'prometheus', url, query: 'up', job: 'api' }, world(null), run.signal);
    await expect(asked).rejects.toThrow('the time for asking Prometheus was over');
  });
});

describe('the parameters of a prometheus check', () => {
  test.each([
    [{ url: 'http://x' }, 'a prometheus check has a query, a job or both'],
    [{ url: 'ftp://x', query: 'up' }, 'http:// or https://'],
    [{ url: 'http://x', query: '' }, '1 character'],
  ])('%j is refused', (written, message) => {
    const { error } = prometheus.params.safeParse({ type: 'prometheus', ...written });
    expect(JSON.stringify(error?.issues)).toContain(message);
  });

  test('decide which facts there are', () => {
    const facts = (more: object): string[] =>
      Object.keys(prometheus.facts({ type: 'prometheus', url: 'http://x', ...more }));
    expect(facts({ query: 'up' })).not.toContain('targets_up');
    expect(facts({ job: 'api' })).not.toContain('value');
    expect(facts({ query: 'up', job: 'api' })).toEqual(expect.arrayContaining(['value', 'targets_up']));
  });

  test('that config.yml filled with something else cannot be asked', async () => {
    await expect(prometheus.run({ type: 'prometheus', url: '${x}', query: 'up' }, world(null), never)).rejects.toThrow(
      "api's address for Prometheus is no http:// or https:// address",
    );
  });
});

test.each([
  [0, '0'],
  [0.123456, '0.1235'],
  [12_345_678, '12345678'],
  [Number.NaN, 'NaN'],
])('the value %d reads %s', (value, written) => {
  expect(formatValue(value)).toBe(written);
});

test('the bounds of more samples than a function takes arguments are found all the same', () => {
  const samples = Array.from({ length: 200_000 }, (_, value) => ({ labels: {}, value }));
  expect(boundsOf(samples)).toEqual([0, 199_999]);
});
