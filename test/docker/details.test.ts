import { afterEach, describe, expect, test } from '@jest/globals';
import type { ContainerDetails } from '../../src/checks/container-details.js';
import { checks } from '../../src/checks/index.js';
import { ContainerGone } from '../../src/checks/look-at-container.js';
import { createContainers, type DockerContainers } from '../../src/docker/docker-containers.js';
import { inspection, toState } from '../../src/docker/state.js';
import { isUnknown, type Facts } from '../../src/runbook/facts.js';
import { until } from '../until.js';
import {
  engineEvent,
  fakeEngine,
  inspected,
  notFound,
  sendJson,
  type FakeEngine,
  type Handler,
} from './fake-engine.js';

const service = { name: 'api', host: 'local', container: { name: 'api-server' }, project: null };
const never = new AbortController().signal;
const container = toState(inspection.parse(inspected('a1', 'api-server')));
const open: (FakeEngine | DockerContainers)[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

async function withEngine(answer: Handler): Promise<{ engine: FakeEngine; containers: DockerContainers }> {
  const engine = await fakeEngine(answer);
  const containers = createContainers({ hosts: { local: { host: engine.host } } });
  open.push(engine, containers);
  return { engine, containers };
}

/** Answers one path with this, everything else with 404. */
async function answering(path: string, status: number, body: unknown) {
  return withEngine((request, response, url) => {
    if (url.pathname === path) sendJson(response, status, body);
    else notFound(request, response, url);
  });
}

describe('what a container was told to be', () => {
  async function read(change: object): Promise<ContainerDetails> {
    const { containers } = await answering('/containers/a1/json', 200, {
      Image: 'sha256:1',
      Config: {},
      HostConfig: {},
      ...change,
    });
    return containers.details(service, container, never);
  }

  test('has the defaults of the engine where a healthcheck leaves them out', async () => {
    const { healthcheck } = await read({ Config: { Healthcheck: { Test: ['CMD-SHELL', 'true'] } } });
    expect(healthcheck).toEqual({
      test: ['CMD-SHELL', 'true'],
      interval: 30_000,
      timeout: 30_000,
      startPeriod: 0,
      retries: 3,
    });
  });

  test('counts durations in milliseconds', async () => {
    const written = { Test: ['CMD', 'true'], Interval: 2e9, Timeout: 5e8, StartPeriod: 4e10, Retries: 7 };
    expect((await read({ Config: { Healthcheck: written } })).healthcheck).toMatchObject({
      interval: 2_000,
      timeout: 500,
      startPeriod: 40_000,
      retries: 7,
    });
  });

  test.each([
    ['switched off', { Test: ['NONE'] }],
    ['empty', { Test: [] }],
    ['absent', null],
  ])('has no healthcheck where it is %s', async (_how, written) => {
    expect((await read({ Config: { Healthcheck: written } })).healthcheck).toBeNull();
  });

  test('has the ports it asks for and those in force, one by one', async () => {
    const { exposed, wantedPorts, ports } = await read({
      Config: { ExposedPorts: { '8000/tcp': {}, '53/udp': {} } },
      HostConfig: { PortBindings: { '8000/tcp': [{ HostIp: '', HostPort: '8080' }] } },
      NetworkSettings: { Ports: { '8000/tcp': [{ HostIp: '0.0.0.0', HostPort: '8080' }], '53/udp': null } },
    });
    const port = { containerPort: 8000, protocol: 'tcp', hostPort: 8080 };
    expect(exposed).toEqual(['8000/tcp', '53/udp']);
    expect(wantedPorts).toEqual([{ ...port, hostIp: '' }]);
    expect(ports).toEqual([{ ...port, hostIp: '0.0.0.0' }]);
  });

  test('asks for every declared port where all are published', async () => {
    const { wantedPorts } = await read({
      Config: { ExposedPorts: { '8000/tcp': {}, '9000/tcp': {} } },
      HostConfig: { PublishAllPorts: true, PortBindings: { '9000/tcp': [{ HostIp: '', HostPort: '9000' }] } },
    });
    expect(wantedPorts.map(({ containerPort, hostPort }) => [containerPort, hostPort])).toEqual([
      [9000, 9000],
      [8000, 0],
    ]);
  });

  test('is known by its aliases, not by its short id', async () => {
    const net = { NetworkID: 'n1', IPAddress: '172.18.0.2', Aliases: ['api', 'a1'] };
    expect((await read({ NetworkSettings: { Networks: { shop: net } } })).networks).toEqual([
      { name: 'shop', networkId: 'n1', ip: '172.18.0.2', aliases: ['api'] },
    ]);
  });

  test('cannot be read once it is gone', async () => {
    const { containers } = await withEngine(notFound);
    await expect(containers.details(service, container, never)).rejects.toThrow(ContainerGone);
  });
});

describe('the processes of a container', () => {
  test('come with their age, state and whole command', async () => {
    const { engine, containers } = await answering('/containers/a1/top', 200, {
      Titles: ['PID', 'PPID', 'ELAPSED', 'STAT', 'COMMAND'],
      Processes: [['10', '9', '75', 'Ssl+', 'python3 -m  uvicorn']],
    });
    expect(await containers.processes(service, container, never)).toEqual([
      { pid: 10, parent: 9, age: 75_000, state: 'S', command: 'python3 -m  uvicorn' },
    ]);
    expect(engine.asked.find((path) => path.includes('/top'))).toBe(
      '/containers/a1/top?ps_args=-eo%20pid%2Cppid%2Cetimes%2Cstat%2Cargs',
    );
  });

  test('are none where the engine says that it does not run', async () => {
    const { containers } = await answering('/containers/a1/top', 409, { message: 'Container a1 is not running' });
    expect(await containers.processes(service, container, never)).toBeNull();
  });

  test('cannot be listed where the engine fails', async () => {
    const { containers } = await answering('/containers/a1/top', 500, { message: 'ps: not found' });
    await expect(containers.processes(service, container, never)).rejects.toThrow(
      'Docker on host local refused the question: ps: not found (HTTP 500)',
    );
  });

  test('cannot be listed once it is gone', async () => {
    const { containers } = await withEngine(notFound);
    await expect(containers.processes(service, container, never)).rejects.toThrow(ContainerGone);
  });
});

test('a container of the host has its own name, not one that a link gave it, and its ports', async () => {
  const { containers } = await answering('/containers/json', 200, [
    {
      Id: 'a1',
      Names: ['/web/db', '/db'],
      State: 'running',
      Created: 1_767_225_600,
      Ports: [
        { PrivatePort: 5432, Type: 'tcp' },
        { IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
      ],
      NetworkSettings: { Networks: { shop: {} } },
    },
  ]);
  expect(await containers.onHost(service, never)).toEqual([
    {
      id: 'a1',
      name: 'db',
      status: 'running',
      image: '',
      imageId: '',
      createdAt: '2026-01-01T00:00:00.000Z',
      labels: {},
      ports: [{ containerPort: 80, protocol: 'tcp', hostIp: '0.0.0.0', hostPort: 8080 }],
      networks: ['shop'],
    },
  ]);
});

test('a network of the host has the name of its interface, where it is a bridge', async () => {
  const { containers } = await answering('/networks', 200, [
    { Id: '0123456789abcdef', Name: 'shop_default', Driver: 'bridge', Options: {} },
    { Id: 'b', Name: 'bridge', Driver: 'bridge', Options: { 'com.docker.network.bridge.name': 'docker0' } },
    { Id: 'c', Name: 'host', Driver: 'host' },
  ]);
  expect((await containers.networks(service, never)).map(({ bridge }) => bridge)).toEqual([
    'br-0123456789ab',
    'docker0',
    '',
  ]);
});

describe('an engine that restarts', () => {
  test('is said while it is away, and answers about the same container afterwards, without its history', async () => {
    const started = Date.now() - 300_000;
    let kept = [engineEvent(started, 'create', 'a1'), engineEvent(started + 10, 'start', 'a1')];
    const { engine, containers } = await withEngine((request, response, url) => {
      if (url.pathname === '/_ping') response.end('OK');
      else if (url.pathname === '/events') response.end(kept.map((one) => JSON.stringify(one) + '\n').join(''));
      else if (url.pathname === '/containers/json') sendJson(response, 200, [{ Id: 'a1', Names: ['/api-server'] }]);
      else if (url.pathname === '/containers/a1/json')
        sendJson(response, 200, {
          ...inspected('a1', 'api-server', { State: { StartedAt: new Date(started).toISOString() } }),
          Created: new Date(started).toISOString(),
        });
      else notFound(request, response, url);
    });
    const look = async (type: string): Promise<Facts> => {
      const world = { service, services: {}, containers, clean: (text: string) => text, now: () => new Date() };
      return (await checks[type]?.run({ type }, world, never))?.facts ?? {};
    };
    expect(await look('container')).toMatchObject({ running: true, exits_recent: 0, restarts_recent: 0 });
    await engine.stop();
    await expect(look('container')).rejects.toThrow('Docker on host local does not answer');
    await expect(look('healthcheck')).rejects.toThrow('Docker on host local does not answer');
    // A new engine process: the containers are there, what it told before is forgotten, and so are the 5 minutes since.
    kept = [];
    await engine.start();
    await until(async () => (await containers.find(service, never)) !== null, 'it answers');
    expect(await look('container')).toMatchObject({ found: true, running: true });
    expect(await look('healthcheck')).toMatchObject({ defined: false });
    const { events } = await containers.events(service, new Date(0).toISOString(), never);
    expect(events.map(({ action }) => action)).toEqual(['create', 'start']);
    const facts = await look('container');
    for (const name of ['exits_recent', 'ooms_recent', 'restarts_recent']) expect(isUnknown(facts[name])).toBe(true);
  });
});
