import { rmSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import { CannotLook } from '../../src/checks/check.js';
import { createContainers, type DockerContainers } from '../../src/docker/docker-containers.js';
import { cannotLook } from '../../src/docker/failure.js';
import { fakeEngine, inspected, notFound, sendJson, type FakeEngine, type Handler } from './fake-engine.js';

const service = { name: 'api', host: 'local', container: { name: 'api-server' }, project: null };
const never = new AbortController().signal;
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

async function reasonOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('it looked all the same'),
    (thrown: unknown) => thrown,
  );
  return error instanceof CannotLook ? error.reason : `no CannotLook: ${String(error)}`;
}

const listed: Handler = (request, response, url) => {
  if (url.pathname === '/containers/json')
    sendJson(response, 200, [{ Id: 'a1', Names: ['/api-server'], State: 'running' }]);
  else if (url.pathname === '/containers/a1/json') sendJson(response, 200, inspected('a1', 'api-server'));
  else notFound(request, response, url);
};

describe('an engine that cannot be asked', () => {
  test('refuses the connection', async () => {
    const { engine, containers } = await withEngine(listed);
    await engine.stop();
    await engine.start();
    await engine.stop();
    const reason = await reasonOf(containers.find(service, never));
    expect([
      `Docker on host local does not answer: ${engine.host} refused the connection`,
      `Docker on host local does not answer: there is no socket at ${engine.host}`,
    ]).toContain(reason);
  });

  test('is not there', async () => {
    const { engine, containers } = await withEngine(listed);
    rmSync(engine.host.slice('unix://'.length), { force: true });
    expect(await reasonOf(containers.find(service, never))).toBe(
      `Docker on host local does not answer: there is no socket at ${engine.host}`,
    );
  });

  test('is silent', async () => {
    const { engine, containers } = await withEngine(() => undefined);
    expect(await reasonOf(containers.ping('local', never))).toBe(
      `Docker on host local does not answer: ${engine.host} was silent for 2 s`,
    );
  });

  test('falls silent in the middle of an answer', async () => {
    const { engine, containers } = await withEngine((_request, response) => {
      response.writeHead(200);
      response.write('[{"Id":');
    });
    expect(await reasonOf(containers.find(service, never))).toBe(
      `Docker on host local does not answer: ${engine.host} was silent for 4 s`,
    );
  });

  test('breaks off in the middle of an answer', async () => {
    const { engine, containers } = await withEngine((_request, response) => {
      response.writeHead(200);
      response.write('[{"Id":', () => response.destroy());
    });
    expect(await reasonOf(containers.find(service, never))).toBe(
      `Docker on host local does not answer: ${engine.host} closed the connection`,
    );
  });

  test('answers with an error of its own, shown without its line ends and escapes', async () => {
    const { containers } = await withEngine((_request, response) => {
      sendJson(response, 500, { message: 'storage\n\u001b[31mbroken' });
    });
    expect(await reasonOf(containers.find(service, never))).toBe(
      'Docker on host local refused the question: storage broken (HTTP 500)',
    );
  });

  test.each([
    ['no JSON', 'hello'],
    ['JSON of something else', '[{"id":1}]'],
  ])('answers with %s', async (_title, body) => {
    const { containers } = await withEngine((_request, response) => response.end(body));
    expect(await reasonOf(containers.find(service, never))).toBe(
      'Docker on host local gave an answer the bot does not understand: not the JSON of a Docker engine',
    );
  });

  test('answers without end', async () => {
    const { containers } = await withEngine((_request, response) => {
      const more = (): boolean => response.write('x'.repeat(1024 * 1024));
      response.on('drain', more);
      more();
    });
    expect(await reasonOf(containers.find(service, never))).toBe(
      'Docker on host local gave an answer the bot does not understand: more than 8.0 MiB',
    );
  });

  test('is given up at once when the run is over', async () => {
    const { containers } = await withEngine(() => undefined);
    const run = new AbortController();
    const asked = reasonOf(containers.find(service, run.signal));
    run.abort();
    expect(await asked).toBe('Docker on host local was not asked to the end: the time was over');
  });

  test('is no host of config.yml', async () => {
    const { containers } = await withEngine(listed);
    expect(await reasonOf(containers.find({ ...service, host: 'prod' }, never))).toBe(
      'no Docker host is called prod; known: local',
    );
  });
});

describe('finding the container', () => {
  test('returns it as it is now', async () => {
    const { containers } = await withEngine(listed);
    expect(await containers.find(service, never)).toMatchObject({
      id: 'a1',
      name: 'api-server',
      status: 'running',
      startedAt: '2026-01-01T00:00:01.500Z',
      finishedAt: null,
      health: 'none',
      restartPolicy: 'no',
    });
  });

  test('asks again when the container went between the list and the inspection', async () => {
    let id = 'old';
    const { containers } = await withEngine((request, response, url) => {
      if (url.pathname === '/containers/json') sendJson(response, 200, [{ Id: id, Names: ['/api-server'] }]);
      else if (url.pathname === '/containers/new/json') sendJson(response, 200, inspected('new', 'api-server'));
      else notFound(request, response, url);
      if (url.pathname === '/containers/json') id = 'new';
    });
    expect(await containers.find(service, never)).toMatchObject({ id: 'new' });
  });

  test('does not take a container whose name only contains the name', async () => {
    const { containers } = await withEngine((_request, response) => {
      sendJson(response, 200, [{ Id: 'b', Names: ['/api-server-2'] }]);
    });
    expect(await containers.find(service, never)).toBeNull();
  });

  test.each([
    [
      'takes the new container of two where a remedy set the old one aside',
      ['/shop-api-1.before-INC-12-3', '/shop-api-1'],
      'new',
    ],
    ['takes the one that was set aside where there is no other', ['/shop-api-1.before-INC-12-3'], 'old'],
  ])('%s', async (_, names, expected) => {
    const { containers } = await withEngine((_request, response, url) => {
      const [old, renewed] = names;
      const listed = [{ Id: 'old', Names: [old] }, ...(renewed === undefined ? [] : [{ Id: 'new', Names: [renewed] }])];
      if (url.pathname === '/containers/json') sendJson(response, 200, listed);
      else sendJson(response, 200, inspected(url.pathname.split('/')[2] ?? '', 'shop-api-1'));
    });
    const composed = { ...service, container: { compose: { project: 'shop', service: 'api' } } };
    expect(await containers.find(composed, never)).toMatchObject({ id: expected });
  });

  test('refuses to choose between two, and names both', async () => {
    const { containers } = await withEngine((_request, response) => {
      sendJson(response, 200, [
        { Id: 'b', Names: ['/shop-api-2'] },
        { Id: 'a', Names: ['/shop-api-1'] },
      ]);
    });
    const composed = { ...service, container: { compose: { project: 'shop', service: 'api' } } };
    expect(await reasonOf(containers.find(composed, never))).toBe(
      'api means 2 containers on host local (shop-api-1, shop-api-2); config.yml must name one of them',
    );
  });
});

describe('a connection that broke', () => {
  test.each(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])(
    'names ssh where ssh stood between, whether reading or writing noticed (%s)',
    (code) => {
      const reasonAt = (address: string): string =>
        cannotLook('far', address, Object.assign(new Error(code), { code }), false).reason;
      expect(reasonAt('ssh://far/docker.sock')).toBe(
        'Docker on host far does not answer: the connection through ssh to ssh://far/docker.sock was closed; either nothing listens there, or ssh broke',
      );
      expect(reasonAt('unix:///docker.sock')).toBe(
        'Docker on host far does not answer: unix:///docker.sock closed the connection',
      );
    },
  );
});
