import { afterEach, describe, expect, test } from '@jest/globals';
import { connect } from 'node:net';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { healthz, serveHttp, type HttpServer } from '../src/http-server.js';

const servers: HttpServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(routes: Parameters<typeof serveHttp>[0], port = 0): Promise<string> {
  const server = await serveHttp(routes, '127.0.0.1', port);
  servers.push(server);
  return `http://127.0.0.1:${server.port}`;
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((given) => (resolve = given));
  return { promise, resolve: (value) => resolve(value) };
}

describe('the server', () => {
  test('gives each path to its listener, whatever follows it as a query', async () => {
    const url = await serve({
      '/a': (_, response) => void response.end('A'),
      '/b': (_, response) => void response.end('B'),
    });
    const words = async (path: string): Promise<string> => (await fetch(url + path)).text();
    expect([await words('/a'), await words('/b?x=/a')]).toEqual(['A', 'B']);
  });

  test.each(['/', '/c', '/a/', '/constructor', '/__proto__', '/A'])('knows nothing at %s', async (path) => {
    const url = await serve({ '/a': (_, response) => void response.end('A') });
    expect((await fetch(url + path)).status).toBe(404);
  });

  test('does not start on a port that is taken', async () => {
    const url = await serve({});
    await expect(serveHttp({}, '127.0.0.1', Number(new URL(url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('waits for a running request when it closes', async () => {
    const running = deferred<ServerResponse>();
    const url = await serve({ '/slow': (_, response) => running.resolve(response) });
    const slow = fetch(`${url}/slow`);
    const response = await running.promise;
    const closing = servers.pop()?.close();
    response.end('done');
    expect(await (await slow).text()).toBe('done');
    await closing;
  });

  test('hangs up on whoever has asked nothing when its grace is over', async () => {
    const server = await serveHttp({}, '127.0.0.1', 0, 50);
    const silent = connect(server.port, '127.0.0.1');
    await once(silent, 'connect');
    const gone = once(silent, 'close');
    await server.close();
    await gone;
  });
});

describe('health', () => {
  test.each<[string, () => Promise<string | null>, number, object]>([
    ['ready', () => Promise.resolve(null), 200, { status: 'ready' }],
    ['not ready', () => Promise.resolve('no database'), 503, { status: 'not ready', reason: 'no database' }],
    [
      'broken',
      () => Promise.reject(new Error('x')),
      503,
      { status: 'not ready', reason: 'the bot could not find out' },
    ],
  ])('%s', async (_, reason, status, body) => {
    const response = await fetch(`${await serve({ '/healthz': healthz(reason) })}/healthz`);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(body);
  });
});
