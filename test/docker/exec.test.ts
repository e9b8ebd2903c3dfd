import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createContainers, type DockerContainers } from '../../src/docker/docker-containers.js';
import { TooLate } from '../../src/engine/hands.js';
import { state } from '../checks/builders.js';
import { fakeEngine, notFound, sendJson, type FakeEngine, type Handler } from './fake-engine.js';

const service = { name: 'api', host: 'local', container: { name: 'api-server' }, project: null };
const never = new AbortController().signal;
const container = state({ id: 'abc123' });

let engine: FakeEngine;
let containers: DockerContainers;

beforeEach(async () => {
  engine = await fakeEngine();
  containers = createContainers({ hosts: { local: { host: engine.host } } });
});
afterEach(async () => {
  await containers.close();
  await engine.close();
});

function run(argv: readonly string[] = ['true'], timeout = 20_000) {
  return containers.exec(service, container, { argv, timeout, maxBytes: 1_024 }, never);
}

/** An engine that starts what it is asked to start, writes this, and lets `more` decide how it goes on. */
function starting(written: string, more: (response: ServerResponse) => void, then: Handler = notFound): Handler {
  return (request, response, url) => {
    if (url.pathname === '/containers/abc123/exec') sendJson(response, 201, { Id: 'e1' });
    else if (url.pathname === '/exec/e1/start') {
      response.writeHead(200, { 'content-type': 'application/vnd.docker.raw-stream' });
      const head = Buffer.from([1, 0, 0, 0, 0, 0, 0, written.length]);
      response.write(Buffer.concat([head, Buffer.from(written)]), () => more(response));
    } else then(request, response, url);
  };
}

function body(request: IncomingMessage): Promise<unknown> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString('utf8'))));
  });
}

describe('a program in a container', () => {
  test('is not started without its permit, which is asked for last', async () => {
    const asked: string[] = [];
    const answer = starting('hi', (response) => response.end());
    engine.answer = (request, response, url) => {
      asked.push(url.pathname);
      answer(request, response, url);
    };
    const permit = (): void => {
      asked.push('permit');
      throw new TooLate('too late');
    };
    const command = { argv: ['true'], timeout: 20_000, maxBytes: 1_024, permit };
    await expect(containers.exec(service, container, command, never)).rejects.toThrow('too late');
    expect(asked.filter((one) => one === 'permit' || one.includes('exec'))).toEqual([
      '/containers/abc123/exec',
      'permit',
    ]);
  });

  test('with its permit says what it says, is gone, or is refused as without', async () => {
    const command = { argv: ['true'], timeout: 20_000, maxBytes: 1_024, permit: () => undefined };
    const ask = () => containers.exec(service, container, command, never);
    engine.answer = starting(
      'hi',
      (response) => response.end(),
      (_request, response) => sendJson(response, 200, { Running: false, ExitCode: 0 }),
    );
    expect(await ask()).toMatchObject({ exitCode: 0, stdout: 'hi' });
    const refusing = (status: number): Handler => {
      return (_request, response, url) =>
        url.pathname.endsWith('/exec')
          ? sendJson(response, 201, { Id: 'e1' })
          : sendJson(response, status, { message: 'cannot be started' });
    };
    engine.answer = refusing(404);
    await expect(ask()).rejects.toThrow('api-server was removed');
    engine.answer = refusing(500);
    await expect(ask()).rejects.toThrow('cannot be started');
  });

  test('is asked for with POST, its arguments behind a constant script', async () => {
    const seen: [string | undefined, unknown][] = [];
    const answer = starting(
      'hi',
      (response) => response.end(),
      (_request, response) => sendJson(response, 200, { Running: false, ExitCode: 0 }),
    );
    engine.answer = (request, response, url) => {
      if (request.method === 'POST') void body(request).then((posted) => seen.push([request.method, posted]));
      answer(request, response, url);
    };
    expect(await run(['echo', '$(id)', "'"])).toMatchObject({ exitCode: 0, stdout: 'hi' });
    const first = seen[0]?.[1] as { Cmd: string[] };
    expect(first).toMatchObject({ AttachStdout: true, AttachStderr: true, Tty: false });
    expect([first.Cmd.slice(0, 2), first.Cmd.slice(3)]).toEqual([
      ['sh', '-c'],
      ['sh', '20', 'echo', '$(id)', "'"],
    ]);
    expect(seen[1]?.[1]).toEqual({ Detach: false, Tty: false });
  });

  test('is waited for until the engine knows its exit code', async () => {
    let looks = 0;
    engine.answer = starting(
      '',
      (response) => response.end(),
      (_request, response) => {
        looks += 1;
        sendJson(response, 200, looks < 3 ? { Running: true, ExitCode: null } : { Running: false, ExitCode: 7 });
      },
    );
    expect(await run()).toMatchObject({ exitCode: 7 });
  });

  test('has no exit code where the engine forgot it with its container', async () => {
    engine.answer = starting('half', (response) => response.end());
    expect(await run()).toMatchObject({ exitCode: null, stdout: 'half', timedOut: false });
  });

  test('whose output never ends is given up soon after its time, with what came', async () => {
    engine.answer = starting('half', () => undefined);
    expect(await run(['true'], 1_000)).toMatchObject({
      exitCode: null,
      stdout: 'half',
      timedOut: true,
      maybeRunning: false,
    });
  });

  test('is unknown when the engine goes away in the middle', async () => {
    engine.answer = starting('half', (response) => response.socket?.destroy());
    await expect(run()).rejects.toThrow(/^Docker on host local does not answer: .+ closed the connection$/);
  });

  test('is unknown when the engine goes away before its exit code is known', async () => {
    engine.answer = starting(
      '',
      (response) => response.end(),
      (_request, response) => response.socket?.destroy(),
    );
    await expect(run()).rejects.toThrow(/^Docker on host local does not answer: .+ closed the connection$/);
  });

  test.each<[number, string, string]>([
    [409, 'Container abc123 is not running', 'api-server does not run, so nothing can be asked from inside'],
    [409, 'Container abc123 is paused, unpause the container before exec', 'api-server is paused, so nothing'],
    [409, 'Container abc123 is restarting, wait until it is running', 'api-server is restarting, so nothing'],
    [404, 'No such container: abc123', 'api-server was removed while the bot asked from inside it'],
    [403, 'exec is not allowed here', 'Docker on host local refused the question: exec is not allowed here (HTTP 403)'],
    [500, 'ups', 'Docker on host local refused the question: ups (HTTP 500)'],
  ])('that is refused with %i %s', async (status, message, sentence) => {
    engine.answer = (_request, response) => sendJson(response, status, { message });
    await expect(run()).rejects.toThrow(sentence);
  });

  test('that cannot be started for another reason than that it is missing says which', async () => {
    const words =
      'OCI runtime exec failed: exec failed: container_linux.go:380: fork/exec: resource temporarily unavailable: unknown\r\n';
    engine.answer = starting(
      words,
      (response) => response.end(),
      (_request, response) => sendJson(response, 200, { Running: false, ExitCode: 126 }),
    );
    await expect(run()).rejects.toThrow('nothing can be started in api-server: resource temporarily unavailable');
  });
});

describe('an image', () => {
  test('is told with its names and when it was built', async () => {
    engine.answer = (_request, response, url) =>
      sendJson(response, url.pathname === '/images/sha256:1/json' ? 200 : 404, {
        Id: 'sha256:1',
        Created: '2026-01-01T00:00:00.5Z',
        RepoTags: ['api:1'],
      });
    const image = { id: 'sha256:1', createdAt: '2026-01-01T00:00:00.500Z', tags: ['api:1'] };
    expect(await containers.image(service, 'sha256:1', never)).toEqual(image);
    expect(await containers.image(service, 'sha256:2', never)).toBeNull();
  });
});
