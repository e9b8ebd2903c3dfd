import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { prometheus } from '../../../src/checks/prometheus.js';
import { misfits } from '../../../src/runbook/facts.js';
import { never, words, world } from '../../checks/builders.js';
import { freePorts } from '../../../demo/ports.js';
import { startHttp, type Started } from '../../checks/servers.js';
import { until } from '../../until.js';
import { prometheusIsHere, startPrometheus, type PrometheusServer } from './prometheus-server.js';

async function askAt(url: string, more: object) {
  const params = { type: 'prometheus', url, timeout: '20s', ...more };
  const seen = await prometheus.run(params, { ...world(null), now: () => new Date() }, never);
  expect(misfits(prometheus.facts(params), seen.facts)).toEqual([]);
  expect(JSON.stringify(seen)).not.toContain('correct-horse-battery');
  return { ...seen, line: words(seen.says) };
}

(prometheusIsHere ? describe : describe.skip)('a real Prometheus', () => {
  let target: Started;
  let server: PrometheusServer;

  beforeAll(async () => {
    target = await startHttp((_request, response) =>
      response.end('requests_total{path="/"} 7\nrequests_total{path="/v1"} 12\n'),
    );
    server = await startPrometheus({ api: target.port, gone: (await freePorts(1))[0] ?? 0 });
    await until(
      async () => (await ask({ query: 'count(up) + sum(up)' })).facts['value'] === 3,
      'both jobs were scraped',
    );
  });

  afterAll(async () => {
    await target.close();
    await server.stop();
  });

  const ask = (more: object) => askAt(`http://127.0.0.1:${server.port}`, more);

  test('tells a sample, how old it is, and the targets of its job', async () => {
    const { facts, line } = await ask({ query: 'up{job="api"}', job: 'api' });
    expect(facts).toMatchObject({
      ok: true,
      error: '',
      samples: 1,
      value: 1,
      labels: [`up{instance="127.0.0.1:${target.port}", job="api"}`],
      targets_up: 1,
      targets_down: 0,
      targets_new: 0,
      last_error: '',
    });
    expect(Number(facts['age'])).toBeGreaterThanOrEqual(0);
    expect(Number(facts['age'])).toBeLessThan(60_000);
    expect(Number(facts['last_scrape_age'])).toBeLessThan(60_000);
    expect(line).toMatch(/^value 1, [\d.]+ m?s old; 1 of 1 target up$/);
  });

  test('tells a target it cannot reach, and why', async () => {
    const { facts, line } = await ask({ query: 'up{job="gone"}', job: 'gone' });
    expect(facts).toMatchObject({ ok: true, value: 0, targets_up: 0, targets_down: 1 });
    expect(facts['last_error']).toMatch(/token=•••.*connection refused/);
    expect(line).toMatch(/^value 0, .* old; 0 of 1 target up: .*connection refused$/);
  });

  test('tells many samples', async () => {
    const { facts } = await ask({ query: 'requests_total' });
    expect(facts).toMatchObject({ samples: 2, smallest: 7, largest: 12 });
  });

  test.each([
    ['up{job="gone"} == 0', 0],
    ['sum(requests_total) # all of them', 19],
    ['1 + 1', 2],
  ])('computes %s: a value that is always new', async (query, value) => {
    const { facts } = await ask({ query });
    expect(facts).toMatchObject({
      ok: true,
      samples: 1,
      value,
      age: { unknown: 'the values are computed when asked' },
    });
  });

  test('gives no sample for what was never measured, and knows no such job', async () => {
    const { facts, line } = await ask({ query: 'up{job="web"}', job: 'web' });
    expect(facts).toMatchObject({ ok: true, samples: 0, targets_up: 0, targets_down: 0, targets_new: 0 });
    expect(line).toBe('the query gives no sample; Prometheus has no target of this job');
  });

  test('says what it does not understand', async () => {
    const { facts, line } = await ask({ query: 'up{job=' });
    expect(facts).toMatchObject({ ok: false, error: 'query' });
    expect(line).toContain('Prometheus does not understand the query: ');
  });

  test('that is stopped is not there', async () => {
    const other = await startPrometheus({});
    await other.stop();
    const { facts } = await askAt(`http://127.0.0.1:${other.port}`, { query: 'up', job: 'api' });
    expect(facts).toMatchObject({
      ok: false,
      error: 'refused',
      value: { unknown: 'Prometheus did not answer the query' },
    });
  });

  test('with an expired certificate says so', async () => {
    const other = await startPrometheus({}, 'expired');
    try {
      const { facts } = await askAt(`https://localhost:${other.port}`, { query: 'up' });
      expect(facts).toMatchObject({ ok: false, error: 'tls', tls_error: 'expired' });
    } finally {
      await other.stop();
    }
  });
});
