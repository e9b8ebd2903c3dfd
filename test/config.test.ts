import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readConfig, valuesFor, type Config } from '../src/config.js';
import { UserError } from '../src/errors.js';
import { packageRoot } from '../src/package-root.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const MINIMAL = 'services: { api: { container: { name: api } } }';

/** Reads a config.yml with this text. */
function read(text = MINIMAL, environment: Record<string, string> = {}): Config {
  const path = join(folder, 'config.yml');
  writeFileSync(path, text);
  return readConfig({ CONFIG: path, ...environment });
}

/** What it says when it refuses. */
function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError && error.code === 'config_invalid') return error.message;
    throw error;
  }
  throw new Error('it was taken');
}

describe('the configuration', () => {
  test('has a default for everything but the services', () => {
    expect(read()).toEqual({
      slack: null,
      http: { host: '0.0.0.0', port: 3000 },
      databaseUrl: null,
      dataDir: './data',
      runbooks: './runbooks',
      logLevel: 'info',
      dockerHosts: { local: { host: undefined, certPath: undefined, tlsVerify: false } },
      services: { api: { name: 'api', host: 'local', container: { name: 'api' }, project: null, values: {} } },
      links: {},
      mode: 'act',
      people: {},
      approval: null,
      limits: { memoryCeiling: 8 * 1024 ** 3 },
      incidents: { onCall: null, ownChannels: false, summaryChannels: [], alertsChannel: null },
      alertToken: null,
      report: { template: null },
      retention: { detailMs: null },
      secrets: { patterns: [], known: [] },
    });
  });

  test('takes the environment; what is empty counts as not set', () => {
    const environment = {
      ...{
        SLACK_BOT_TOKEN: 'xoxb-1',
        SLACK_SIGNING_SECRET: 's',
        SLACK_APP_TOKEN: '',
        SLACK_API_URL: 'http://127.0.0.1:1/api/',
      },
      ...{
        PORT: '0',
        HOST: '127.0.0.1',
        DATABASE_URL: 'postgresql://h/d',
        DATA_DIR: '/d',
        RUNBOOKS: '/r',
        LOG_LEVEL: '',
      },
    };
    expect(read(`${MINIMAL}\nslack: { shared_channels: [C1] }`, environment)).toMatchObject({
      slack: {
        botToken: 'xoxb-1',
        signingSecret: 's',
        appToken: null,
        apiUrl: 'http://127.0.0.1:1/api/',
        sharedChannels: ['C1'],
      },
      ...{
        http: { host: '127.0.0.1', port: 0 },
        databaseUrl: 'postgresql://h/d',
        dataDir: '/d',
        runbooks: '/r',
        logLevel: 'info',
      },
    });
  });

  test('of the example file is sound', () => {
    const path = join(packageRoot(), 'config.example.yml');
    const addresses = {
      API_DATABASE_URL: 'postgres://u:p@localhost/api',
      API_DATABASE_URL_INSIDE: 'postgres://u:p@db/api',
      API_DATABASE_ADMIN_URL: 'postgres://admin:p@localhost/api',
      API_KEY: 'sp_example',
    };
    const config = readConfig({ CONFIG: path, ...addresses });
    expect(Object.keys(config.services)).toContain('api');
    expect(config.services['api']?.values['database']).toBe('postgres://u:p@localhost/api');
    expect(config.approval?.approvers).toBe('api-approvers');
  });
});

describe('what is wrong', () => {
  test('is named all at once: environment, Slack, and file with line and nearest key', () => {
    const said = refusal(() =>
      read('services: { api: { container: { nmae: x } } }\nlinsk: {}\nlinks: { grafana: "${GRAFANA}" }', {
        ...{
          SLACK_APP_TOKEN: 'xoxb-wrong',
          PORT: 'many',
          LOG_LEVEL: 'loud',
          DATABASE_URL: 'mysql://x',
          SLACK_API_URL: 'here',
        },
      }),
    );
    for (const name of [
      'PORT',
      'LOG_LEVEL',
      'DATABASE_URL',
      'SLACK_API_URL',
      'SLACK_APP_TOKEN',
      'SLACK_BOT_TOKEN: is missing',
    ])
      expect(said).toContain(name);
    expect(said).toContain('${GRAFANA} is not set in the environment');
    expect(said).toMatch(/config\.yml:2\S* linsk: .*links/);
    expect(said).toMatch(/config\.yml:1\S* services\.api\.container/);
    expect(said).toMatch(/^10 things are wrong in the configuration; the bot does not start:\n/);
  });

  test.each<[string, Record<string, string>, string]>([
    [
      'a bot token alone',
      { SLACK_BOT_TOKEN: 'xoxb-1' },
      'SLACK_APP_TOKEN or SLACK_SIGNING_SECRET: one of them is needed',
    ],
    ['an app token alone', { SLACK_APP_TOKEN: 'xapp-1' }, 'SLACK_BOT_TOKEN: is missing'],
    ['tokens changed places', { SLACK_BOT_TOKEN: 'xapp-1', SLACK_APP_TOKEN: 'xapp-1' }, 'must be a bot token'],
    ['a port that is none', { PORT: '65536' }, 'PORT'],
    ['half a port', { PORT: '3000.5' }, 'PORT'],
  ])('%s is one thing', (_, environment, expected) => {
    const said = refusal(() => read(MINIMAL, environment));
    expect(said).toContain(expected);
    expect(said).toMatch(/^One thing is wrong/);
  });

  test('is never shown with its value where that may be a secret', () => {
    expect(
      refusal(() => read(MINIMAL, { DATABASE_URL: 'mysql://u:hunter2@h', SLACK_BOT_TOKEN: 'hunter2' })),
    ).not.toContain('hunter2');
  });

  test.each<[string, string, RegExp]>([
    ['nothing in it', '', /must hold keys and their values/],
    ['broken YAML', 'services: {', /config\.yml:\d/],
    ['a service by a wrong name', 'services: { API: { container: { name: x } } }', /lower-case/],
    ['two ways to find the container', 'services: { api: { container: { name: x, id: y } } }', /container/],
    [
      'a value that is no text',
      'services: { api: { container: { name: x }, values: { port: 8000 } } }',
      /values\.port/,
    ],
    [
      'a project folder that is relative',
      'services: { api: { container: { name: x }, project: srv } }',
      /project: must be an absolute path/,
    ],
    ['a host there is not', 'services: { api: { host: far, container: { name: x } } }', /no Docker host.*local/],
  ])('in a file with %s', (_, text, expected) => {
    expect(refusal(() => read(text))).toMatch(expected);
  });

  test('a file that is not there, also where CONFIG is empty', () => {
    expect(refusal(() => readConfig({ CONFIG: join(folder, 'none.yml') }))).toMatch(
      /none\.yml: is not there; copy config.example.yml/,
    );
    expect(refusal(() => readConfig({ CONFIG: join(folder, 'none.yml'), PORT: 'x' }))).toContain('2 things are wrong');
  });
});

describe('values for runbooks', () => {
  const config = (): Config =>
    read(
      `services:
  api: { container: { name: api }, values: { health: "http://\${HOST_NAME}:1/h" } }
  redis: { container: { name: redis }, values: { port: "6379" } }
links: { grafana: "https://g" }`,
      { HOST_NAME: 'one' },
    );

  test('are the service’s own, those of all services by name, and the links', () => {
    expect(valuesFor(config(), 'api')).toEqual({
      ...{ service: 'api', grafana: 'https://g', 'service.health': 'http://one:1/h' },
      ...{ 'services.api.health': 'http://one:1/h', 'services.redis.port': '6379' },
    });
  });

  test.each(['worker', 'constructor', '__proto__'])('are not there for a service there is not (%s)', (service) => {
    expect(valuesFor(config(), service)).toBeNull();
  });
});
