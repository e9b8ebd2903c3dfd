import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { checks } from '../../src/checks/index.js';
import { within, TimeIsUp } from '../../src/checks/deadline.js';
import { parseJsonPath } from '../../src/checks/json-path.js';
import { isUsableName } from '../../src/runbook/conditions.js';
import { never } from './builders.js';

const examples: Readonly<Record<string, object>> = {
  container: {},
  logs: { find: { out_of_memory: 'MemoryError' } },
  stats: {},
  processes: { match: 'uvicorn' },
  healthcheck: {},
  port_mapping: { port: 8000, host_port: '${service.port}' },
  port_holder: { port: '${service.port}' },
  network: { peers: ['postgres'] },
  http: { url: '${service.health}', read: { postgres: '$.dependencies.postgres' } },
  port: { host: '${service.host}', port: '${service.port}' },
  postgres: { url: '${service.database}' },
  redis: { url: '${services.redis.url}' },
  row_counts: { url: '${service.database}', tables: { prompts: 1 } },
  prometheus: { url: '${prometheus}', query: 'up{job="api"}', job: 'api' },
  inside: { url: '${service.inside}' },
  neighbour: { from: 'frontend', tcp: 'api:8000' },
  environment: { variables: ['GEMINI_API_KEY'], expect: { DATABASE_URL: '${service.database_inside}' } },
  command: { where: 'container', argv: ['pip', 'check'], find: { broken: 'requires' } },
};

describe.each(Object.entries(checks))('the check %s', (name, check) => {
  const params = { type: name, ...examples[name] };

  test('is listed under its own type and accepts what a runbook writes', () => {
    expect(check.type).toBe(name);
    expect(check.params.safeParse(params).error).toBeUndefined();
  });

  test('refuses a misspelt parameter', () => {
    expect(check.params.safeParse({ ...params, tiemout: '5s' }).success).toBe(false);
  });

  test('documents every fact with a sentence, under a name conditions can use', () => {
    for (const [fact, spec] of Object.entries(check.facts(params))) {
      expect(fact).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(isUsableName(fact, 'fact')).toBe(true);
      expect(spec.says).toMatch(/^[A-Z].*\.$/);
    }
  });

  test('has parameters that JSON Schema can tell to an editor', () => {
    const schema = z.toJSONSchema(check.params, { io: 'input' });
    expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  });
});

describe('a time limit', () => {
  test('lets through what is in time', async () => {
    await expect(within(1_000, never, () => Promise.resolve(7))).resolves.toBe(7);
  });

  test('ends work that does not heed its signal', async () => {
    await expect(within(10, never, () => new Promise(() => undefined))).rejects.toThrow(TimeIsUp);
  });

  test('passes on why the asker gave up', async () => {
    const asker = new AbortController();
    const work = within(1_000, asker.signal, () => new Promise(() => undefined));
    asker.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
    await expect(within(1_000, asker.signal, () => Promise.resolve(1))).rejects.toThrow('enough');
  });

  test('tells the work that it is over, also after success', async () => {
    let kept: AbortSignal | undefined;
    await within(1_000, never, (signal) => {
      kept = signal;
      return Promise.resolve();
    });
    expect(kept?.aborted).toBe(true);
  });
});

describe('a JSON path', () => {
  test.each([
    ['$', []],
    ['$.a.b-c', ['a', 'b-c']],
    ["$['odd key'][0]", ['odd key', '0']],
    ['a.b', null],
    ['$.', null],
    ['$..a', null],
    ['$[x]', null],
  ])('%s', (path, keys) => {
    expect(parseJsonPath(path)).toEqual(keys);
  });
});
