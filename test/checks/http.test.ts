import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from '@jest/globals';
import { http } from '../../src/checks/http.js';
import { misfits } from '../../src/runbook/facts.js';
import { never, words, world } from './builders.js';
import { closedPort, startHttp, startTcp, type Started } from './servers.js';

const open: Started[] = [];

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = await startHttp(answer);
  open.push(server);
  return `http://127.0.0.1:${server.port}`;
}

async function ask(url: string, more: object = {}) {
  const params = { type: 'http', url, ...more };
  const seen = await http.run(params, world(null), never);
  expect(misfits(http.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

describe('a service that answers', () => {
  test('is ok with any 2xx', async () => {
    const url = await serve((_request, response) => response.writeHead(204).end());
    const { facts, line } = await ask(url);
    expect(facts).toMatchObject({ ok: true, answered: true, status: 204, error: '', passes: 1, body: '' });
    expect(line).toMatch(/^204 in \d+ ms$/);
  });

  test('is not ok with another status, and says what it answered', async () => {
    const url = await serve((_request, response) => response.writeHead(503).end('postgres://u:hunter2@db down\u0000'));
    const { facts, line } = await ask(url);
    expect(facts).toMatchObject({
      ok: false,
      answered: true,
      status: 503,
      error: '',
      body: 'postgres://u:•••@db down',
    });
    expect(line).toMatch(/^503 in \d+ ms$/);
  });

  test.each([
    [200, false],
    [418, true],
    [[401, 418], true],
  ])('is held to the status the runbook expects: %j', async (expected, ok) => {
    const url = await serve((_request, response) => response.writeHead(418).end());
    expect((await ask(url, { expect: expected })).facts).toMatchObject({ ok });
  });

  test('is read by JSON path, whether a part is a word or has a status', async () => {
    const health = { dependencies: { postgres: 'down', redis: { status: 'up' } }, items: [{ n: 1 }] };
    const url = await serve((_request, response) => response.end(JSON.stringify(health)));
    const read = {
      postgres: '$.dependencies.postgres',
      redis: "$['dependencies'].redis",
      n: '$.items[0].n',
      gone: '$.a.b',
    };
    expect((await ask(url, { read })).facts).toMatchObject({ postgres: 'down', redis: 'up', n: '1', gone: '' });
  });

  test('with anything but JSON leaves the paths empty', async () => {
    const url = await serve((_request, response) => response.end('<html>'));
    expect((await ask(url, { read: { postgres: '$.postgres' } })).facts).toMatchObject({ ok: true, postgres: '' });
  });

  test('is asked as the runbook says, with the login of the address in a header', async () => {
    const login = `Basic ${Buffer.from('ada:pä ss').toString('base64')}`;
    const url = await serve((request, response) => {
      const { authorization, 'x-api-key': key } = request.headers;
      response.writeHead(key === 'k' && authorization === login ? 200 : 400);
      request.pipe(response);
    });
    const more = { method: 'POST', headers: { 'X-API-Key': 'k' }, body: 'hello' };
    const { facts } = await ask(url.replace('//', '//ada:p%C3%A4%20ss@'), more);
    expect(facts).toMatchObject({ ok: true, body: 'hello' });
  });

  test('is asked with JSON, and what lets the bot in is masked wherever the answer repeats it', async () => {
    const url = await serve((request, response) => {
      const { 'content-type': type, 'x-api-key': key, authorization } = request.headers;
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => response.end(JSON.stringify({ type, key, authorization, body })));
    });
    const headers = { 'X-API-Key': 'sp-demo "key"', Authorization: 'Bearer plain-words-only' };
    const read = { key: '$.key', type: '$.type', sent: '$.body' };
    const seen = await ask(url, { method: 'POST', headers, json: { prompt: 'Post-incident test' }, read });
    expect(seen.facts).toMatchObject({
      ...{ ok: true, key: '•••', type: 'application/json', sent: '{"prompt":"Post-incident test"}' },
      body: expect.stringContaining('application/json') as unknown,
    });
    expect(JSON.stringify(seen)).not.toMatch(/sp-demo|plain-words/);
  });

  test('twice is asked twice', async () => {
    let asked = 0;
    const url = await serve((_request, response) => response.end(String((asked += 1))));
    const { facts, line } = await ask(url, { times: 2 });
    expect(facts).toMatchObject({ ok: true, passes: 2, body: '2' });
    expect(line).toMatch(/^200 in \d+ ms, twice$/);
  });

  test('once and then no more is not ok', async () => {
    let asked = 0;
    const url = await serve((_request, response) => response.writeHead((asked += 1) === 1 ? 200 : 500).end());
    const { facts, line } = await ask(url, { times: 2 });
    expect(facts).toMatchObject({ ok: false, passes: 1, status: 500 });
    expect(line).toMatch(/^500 in \d+ ms, after one good answer$/);
  });

  test('badly at first is not asked again', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.writeHead(500).end();
    });
    expect((await ask(url, { times: 3 })).facts).toMatchObject({ ok: false, passes: 0 });
    expect(asked).toBe(1);
  });

  test('without end is read to 64 KiB and let go', async () => {
    const closed: Promise<unknown>[] = [];
    const url = await serve((_request, response) => {
      closed.push(new Promise((resolve) => response.on('close', resolve)));
      const more = (): boolean => response.write('x'.repeat(100_000));
      response.on('drain', more);
      more();
    });
    const { facts } = await ask(url);
    expect(facts).toMatchObject({ ok: true, error: '' });
    expect(facts['body']).toHaveLength(2_000);
    await Promise.all(closed);
  });
});

describe('a redirect', () => {
  test('is followed on the same host', async () => {
    const url = await serve((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/v1/health' }).end();
      else response.end(request.url);
    });
    expect((await ask(url)).facts).toMatchObject({ ok: true, status: 200, body: '/v1/health' });
  });

  test('to another port of the same host is followed only when nothing private is sent along', async () => {
    const seen: unknown[] = [];
    const other = await serve((request, response) => {
      seen.push(request.headers['x-api-key']);
      response.end('there');
    });
    const url = await serve((_request, response) => response.writeHead(307, { location: other }).end());
    expect((await ask(url)).facts).toMatchObject({ ok: true, body: 'there' });
    expect((await ask(url, { headers: { 'X-API-Key': 'k' } })).facts).toMatchObject({ ok: false, status: 307 });
    expect((await ask(url, { method: 'POST', json: {} })).facts).toMatchObject({ ok: false, status: 307 });
    expect((await ask(url.replace('//', '//ada:secret@'))).facts).toMatchObject({ ok: false, status: 307 });
    expect(seen).toEqual([undefined]);
  });

  test.each([
    [307, true],
    [302, false],
  ])('after a POST is followed only where the POST itself is sent again: %d', async (status, ok) => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      if (request.url === '/') response.writeHead(status, { location: '/v1/analyze/' }).end();
      else request.pipe(response);
    });
    const { facts } = await ask(url, { method: 'POST', json: { prompt: 'x' }, headers: { 'X-API-Key': 'k' } });
    expect(facts).toMatchObject({ ok });
    expect(asked).toEqual(ok ? ['POST /', 'POST /v1/analyze/'] : ['POST /']);
  });

  test('that never ends is given up after three', async () => {
    let asked = 0;
    const url = await serve((_request, response) => {
      asked += 1;
      response.writeHead(301, { location: '/again' }).end();
    });
    const { facts, line } = await ask(url);
    expect(facts).toMatchObject({ ok: false, error: 'redirect_loop', status: 301 });
    expect(line).toBe('301, then redirected more than 3 times');
    expect(asked).toBe(4);
  });

  test.each(['http://169.254.169.254/latest', 'file:///etc/passwd', 'http://['])(
    'to %s is the answer itself',
    async (location) => {
      const url = await serve((_request, response) => response.writeHead(302, { location }).end());
      expect((await ask(url)).facts).toMatchObject({ ok: false, status: 302, error: '' });
    },
  );
});

describe('a service that does not answer', () => {
  test('refuses', async () => {
    const { facts, line } = await ask(`http://127.0.0.1:${await closedPort()}`);
    expect(facts).toMatchObject({ ok: false, answered: false, status: 0, error: 'refused', passes: 0 });
    expect(line).toBe('connection refused');
  });

  test('refuses on every address of localhost', async () => {
    expect((await ask(`http://localhost:${await closedPort()}`)).facts).toMatchObject({ error: 'refused' });
  });

  test('is silent', async () => {
    const url = await serve(() => undefined);
    const { facts, line } = await ask(url, { timeout: '100ms' });
    expect(facts).toMatchObject({ ok: false, answered: false, error: 'timeout' });
    expect(line).toBe('no answer in 100 ms');
  });

  test('falls silent in the middle', async () => {
    const url = await serve((_request, response) => void response.writeHead(200).write('half'));
    const { facts, line } = await ask(url, { timeout: '3s' });
    expect(facts).toMatchObject({ ok: false, answered: true, status: 200, error: 'timeout', body: 'half' });
    expect(line).toBe('200, then no answer in 3 s');
  });

  test('hangs up', async () => {
    const url = await serve((request) => request.socket.destroy());
    expect((await ask(url)).facts).toMatchObject({ ok: false, answered: false, error: 'reset' });
  });

  test('hangs up in the middle', async () => {
    const url = await serve((request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half', () => request.socket.destroy());
    });
    expect((await ask(url)).facts).toMatchObject({ ok: false, answered: true, error: 'reset' });
  });

  test('speaks something else', async () => {
    const server = await startTcp((socket) => socket.end('+PONG\r\n'));
    open.push(server);
    const { facts, line } = await ask(`http://127.0.0.1:${server.port}`);
    expect(facts).toMatchObject({ ok: false, error: 'bad_response' });
    expect(line).toBe('the answer is not HTTP');
  });

  test('speaks no TLS', async () => {
    const url = await serve((_request, response) => response.end());
    expect((await ask(url.replace('http:', 'https:'))).facts).toMatchObject({ ok: false, error: 'tls' });
  });

  test('has a name nobody knows', async () => {
    const { facts, line } = await ask('http://no-such-host.invalid/');
    expect(facts).toMatchObject({ ok: false, error: 'dns' });
    expect(line).toBe('host name cannot be resolved');
  });

  test('is given up at once when the run is over', async () => {
    const url = await serve(() => undefined);
    const run = new AbortController();
    const asked = http.run({ type: 'http', url }, world(null), run.signal);
    setTimeout(() => run.abort(), 20);
    await expect(asked).rejects.toThrow('the time for asking 127.0.0.1');
  });
});

describe('the parameters of an http check', () => {
  test.each([
    [{ url: 'ftp://x' }, 'http:// or https://'],
    [{ url: 'http://x', read: { ok: '$.x' } }, 'a fact of every http check'],
    [{ url: 'http://x', read: { x: 'x.y' } }, 'a path looks like'],
    [{ url: 'http://x', method: 'DELETE' }, 'GET'],
    [{ url: 'http://x', timeout: '5' }, 'a number with a unit'],
    [{ url: 'http://x', json: {} }, 'a body goes with method: POST'],
    [{ url: 'http://x', method: 'POST', json: {}, body: '' }, 'leave one out'],
    [{ url: 'http://x', timeout: '2h' }, 'between 50ms and 60s'],
  ])('%j is refused', (written, message) => {
    expect(JSON.stringify(http.params.safeParse({ type: 'http', ...written }).error?.issues)).toContain(message);
  });

  test('may be named in config.yml', () => {
    expect(http.params.safeParse({ type: 'http', url: '${service.health}' }).success).toBe(true);
  });

  test('that config.yml filled with something else cannot be asked', async () => {
    await expect(http.run({ type: 'http', url: '${x}' }, world(null), never)).rejects.toThrow(
      "api's address for this check is no http:// or https:// address",
    );
  });
});
