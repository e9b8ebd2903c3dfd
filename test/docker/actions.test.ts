import http from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { CannotLook } from '../../src/checks/check.js';
import { createContainers } from '../../src/docker/docker-containers.js';
import { createEngine } from '../../src/docker/engine.js';
import { TooLate, type Permit } from '../../src/engine/hands.js';
import { Refused, type Docker } from '../../src/remedies/docker.js';
import { fakeEngine, sendJson, type FakeEngine } from './fake-engine.js';

const service = { name: 'api', host: 'local', container: { name: 'api-server' }, project: null };
const never = new AbortController().signal;
const granted: Permit = { check: () => undefined };
const late: Permit = {
  check: () => {
    throw new TooLate();
  },
};
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A request that changes something, as it came. */
interface Call {
  readonly call: string;
  readonly type: string | undefined;
  readonly body: unknown;
}

type Answer = (response: http.ServerResponse, call: Call) => void;

const done: Answer = (response) => {
  response.writeHead(204).end();
};

/** An engine that answers what changes something with `answer`, and looks with `seen`, by path. */
async function withEngine(
  answer: Answer = done,
  seen: Readonly<Record<string, unknown>> = {},
): Promise<{ docker: Docker; calls: Call[]; engine: FakeEngine }> {
  const calls: Call[] = [];
  const engine = await fakeEngine((request, response, url) => {
    if (request.method === 'GET') {
      const found = seen[url.pathname];
      sendJson(response, found === undefined ? 404 : 200, found ?? { message: 'nothing of the kind' });
      return;
    }
    void text(request).then((body) => {
      const call = {
        call: `${request.method ?? ''} ${request.url ?? ''}`,
        type: request.headers['content-type'],
        body: body === '' ? null : (JSON.parse(body) as unknown),
      };
      calls.push(call);
      answer(response, call);
    });
  });
  const containers = createContainers({ hosts: { local: { host: engine.host } } });
  closers.push(
    () => engine.close(),
    () => containers.close(),
  );
  return { docker: containers.actions, calls, engine };
}

const words = (status: number, message: string): Answer => {
  return (response) => sendJson(response, status, { message });
};

function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

async function thrownBy(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => new Error('it was done all the same'),
    (error: unknown) => error,
  );
}

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await thrownBy(work);
  return error instanceof Refused ? error.reason : `not refused: ${String(error)}`;
}

async function doubtOf(work: Promise<unknown>): Promise<string> {
  const error = await thrownBy(work);
  return error instanceof CannotLook ? error.reason : `no doubt: ${String(error)}`;
}

const blueprint = {
  name: 'api-server',
  image: 'sha256:1',
  create: { Image: 'api:1', Labels: { a: 'b' } },
  joins: [{ network: 'shop_back', endpoint: { Aliases: ['api'] } }],
};

const ACTIONS: readonly (readonly [string, (docker: Docker, permit: Permit) => Promise<unknown>, string, unknown])[] = [
  ['start', (docker, permit) => docker.start(service, 'a1', permit, never), 'POST /containers/a1/start', null],
  ['stop', (docker, permit) => docker.stop(service, 'a1', 2_500, permit, never), 'POST /containers/a1/stop?t=3', null],
  [
    'restart',
    (docker, permit) => docker.restart(service, 'a1', 60_000, permit, never),
    'POST /containers/a1/restart?t=60',
    null,
  ],
  [
    'kill',
    (docker, permit) => docker.kill(service, 'a1', 'SIGUSR1', permit, never),
    'POST /containers/a1/kill?signal=SIGUSR1',
    null,
  ],
  ['unpause', (docker, permit) => docker.unpause(service, 'a1', permit, never), 'POST /containers/a1/unpause', null],
  [
    'rename',
    (docker, permit) => docker.rename(service, 'a1', 'api-old', permit, never),
    'POST /containers/a1/rename?name=api-old',
    null,
  ],
  ['remove', (docker, permit) => docker.remove(service, 'a1', permit, never), 'DELETE /containers/a1', null],
  [
    'connect',
    (docker, permit) => docker.connect(service, 'a1', 'shop_default', ['api'], permit, never),
    'POST /networks/shop_default/connect',
    { Container: 'a1', EndpointConfig: { Aliases: ['api'] } },
  ],
  [
    'join',
    (docker, permit) => docker.join(service, 'a1', { network: 'shop_back', endpoint: { Links: [] } }, permit, never),
    'POST /networks/shop_back/connect',
    { Container: 'a1', EndpointConfig: { Links: [] } },
  ],
];

describe('a change', () => {
  test.each(ACTIONS)('%s is one call of the engine', async (_, act, call, body) => {
    const { docker, calls } = await withEngine();
    await act(docker, granted);
    expect(calls).toEqual([{ call, body, type: body === null ? undefined : 'application/json' }]);
  });

  test.each(ACTIONS)('%s sends nothing when its time to act is over', async (_, act) => {
    const { docker, calls, engine } = await withEngine();
    expect(await thrownBy(act(docker, late))).toBeInstanceOf(TooLate);
    expect(calls).toEqual([]);
    expect(engine.asked.filter((path) => !/^\/(?:events|_ping)/.test(path))).toEqual([]);
  });

  test.each(ACTIONS)('%s that the engine refuses is refused in its words', async (_, act) => {
    const { docker, calls } = await withEngine(words(409, 'Conflict.\nThe container \u001b[31ma1 is  busy.'));
    expect(await refusalOf(act(docker, granted))).toBe('Conflict. The container a1 is busy');
    expect(calls).toHaveLength(1);
  });

  test.each(ACTIONS)('%s is in doubt when the engine dies over it', async (_, act) => {
    const { docker, calls, engine } = await withEngine((response) => response.destroy());
    expect(await doubtOf(act(docker, granted))).toBe(
      `Docker on host local does not answer: ${engine.host} closed the connection`,
    );
    expect(calls).toHaveLength(1);
  });

  test('that is so already is made', async () => {
    const { docker } = await withEngine((response) => response.writeHead(304).end());
    await docker.start(service, 'a1', granted, never);
    await docker.stop(service, 'a1', 0, granted, never);
  });

  test.each([
    [404, `No such container: ${'5af3'.repeat(16)}`, 'No such container: 5af35af35af3'],
    [500, 'driver failed: bind: address already in use.', 'driver failed: bind: address already in use'],
    [500, 'cannot reach postgres://shop:hunter2secret@db/shop', 'cannot reach postgres://shop:•••@db/shop'],
    [503, '', 'Docker refused and gave no reason (HTTP 503)'],
  ])('refused with HTTP %s and the words "%s" is refused for good', async (status, message, reason) => {
    const { docker } = await withEngine(words(status, message));
    expect(await refusalOf(docker.start(service, 'a1', granted, never))).toBe(reason);
  });

  test('refused at length is told in 300 characters', async () => {
    const { docker } = await withEngine(words(500, 'long '.repeat(500)));
    expect((await refusalOf(docker.start(service, 'a1', granted, never))).length).toBeLessThanOrEqual(300);
  });

  test('refused by something that is no engine is refused in its words too', async () => {
    const { docker } = await withEngine((response) => response.writeHead(403).end('<h1>Forbidden</h1>'));
    expect(await refusalOf(docker.start(service, 'a1', granted, never))).toBe('<h1>Forbidden</h1>');
  });

  test.each([502, 504])('whose answer a proxy lost (HTTP %s) is in doubt', async (status) => {
    const { docker } = await withEngine(words(status, 'Bad Gateway'));
    expect(await doubtOf(docker.start(service, 'a1', granted, never))).toBe(
      `the proxy before Docker on host local lost its answer (HTTP ${status})`,
    );
  });

  test('answered with what no engine says is in doubt', async () => {
    const { docker } = await withEngine((response) => response.writeHead(302, { location: '/login' }).end());
    expect(await doubtOf(docker.start(service, 'a1', granted, never))).toBe(
      'Docker on host local gave an answer the bot does not understand: HTTP 302',
    );
  });

  test('is in doubt when the engine breaks off in the middle of its answer', async () => {
    const { docker, engine } = await withEngine((response) => {
      response.writeHead(500, { 'content-length': '100' });
      response.write('{"mess', () => response.destroy());
    });
    expect(await doubtOf(docker.start(service, 'a1', granted, never))).toBe(
      `Docker on host local does not answer: ${engine.host} closed the connection`,
    );
  });

  test('is not sent where there is no engine, and that is said', async () => {
    const { docker, engine } = await withEngine();
    await engine.stop();
    expect(await doubtOf(docker.start(service, 'a1', granted, never))).toMatch(
      /^Docker on host local does not answer: .* \S+; nothing was sent$/,
    );
  });

  test('is not sent when it was given up before', async () => {
    const { docker, calls } = await withEngine();
    const over = AbortSignal.abort();
    expect(await doubtOf(docker.start(service, 'a1', granted, over))).toBe(
      'Docker on host local was not asked to the end: the time was over; nothing was sent',
    );
    expect(calls).toEqual([]);
  });

  test('is in doubt when it is given up while the engine works', async () => {
    const run = new AbortController();
    const { docker } = await withEngine(() => run.abort());
    expect(await doubtOf(docker.restart(service, 'a1', 60_000, granted, run.signal))).toBe(
      'Docker on host local was not asked to the end: the time was over',
    );
  });

  test('is for a host of config.yml', async () => {
    const { docker } = await withEngine();
    expect(await doubtOf(docker.start({ ...service, host: 'prod' }, 'a1', granted, never))).toBe(
      'no Docker host is called prod; known: local',
    );
  });
});

describe('the time to act', () => {
  /** Gives the connection only when told to. */
  class SlowAgent extends http.Agent {
    readonly #path: string;
    readonly #wait: Promise<void>;
    constructor(path: string, wait: Promise<void>) {
      super({ keepAlive: false });
      this.#path = path;
      this.#wait = wait;
    }

    override createConnection(...[, connected]: Parameters<http.Agent['createConnection']>): null {
      void this.#wait.then(() => {
        const socket = connect(this.#path, () => connected?.(null, socket));
      });
      return null;
    }
  }

  test('is compared when there is a connection, not before', async () => {
    const { engine, calls } = await withEngine();
    const path = engine.host.slice('unix://'.length);
    const slow = gate();
    let over = false;
    const permit = {
      check: () => {
        if (over) throw new TooLate();
      },
    };
    const agent = new SlowAgent(path, slow.opened);
    const endpoint = { address: engine.host, connection: { socketPath: path }, agent, close: () => Promise.resolve() };
    const change = { method: 'POST', path: '/containers/a1/start', permit, limit: 5_000, signal: never } as const;
    const started = thrownBy(createEngine('local', endpoint).change(change, z.unknown()));
    over = true;
    slow.open();
    expect(await started).toBeInstanceOf(TooLate);
    expect(calls).toEqual([]);
  });
});

describe('a look after a change', () => {
  test('is not shared with one from before', async () => {
    const held = gate();
    let looks = 0;
    const engine = await fakeEngine((request, response) => {
      if (request.method !== 'GET') {
        response.writeHead(204).end();
        return;
      }
      looks += 1;
      void held.opened.then(() => sendJson(response, 200, []));
    });
    const containers = createContainers({ hosts: { local: { host: engine.host } } });
    closers.push(
      () => engine.close(),
      () => containers.close(),
    );
    const before = containers.actions.marked(service, 'INC-1/1', never);
    await containers.actions.start(service, 'a1', granted, never);
    const after = containers.actions.marked(service, 'INC-1/1', never);
    held.open();
    await Promise.all([before, after]);
    expect(engine.asked.filter((path) => path.startsWith('/containers/json'))).toHaveLength(2);
    expect(looks).toBeGreaterThanOrEqual(2);
  });
});

describe('the memory limit', () => {
  const limits = (Memory: number, MemorySwap: number) => ({
    '/containers/a1/json': { HostConfig: { Memory, MemorySwap } },
  });
  test.each([
    ['without swap', 100, 100, { Memory: 300, MemorySwap: 300 }],
    ['with swap', 100, 250, { Memory: 300, MemorySwap: 450 }],
    ['with swap without end', 100, -1, { Memory: 300, MemorySwap: -1 }],
    ['where swap is not counted', 100, 0, { Memory: 300, MemorySwap: 300 }],
    ['where there was none', 0, 0, { Memory: 300, MemorySwap: 300 }],
  ])('%s is raised with the same room to swap', async (_, memory, swap, body) => {
    const { docker, calls } = await withEngine(
      (response) => sendJson(response, 200, { Warnings: null }),
      limits(memory, swap),
    );
    await docker.setMemory(service, 'a1', 300, granted, never);
    expect(calls).toMatchObject([{ call: 'POST /containers/a1/update', body }]);
  });

  test('of a container that is gone is refused, and nothing is sent', async () => {
    const { docker, calls } = await withEngine();
    expect(await refusalOf(docker.setMemory(service, 'a1', 300, granted, never))).toBe('No such container: a1');
    expect(calls).toEqual([]);
  });

  test('is not sent when the time to act is over after the look', async () => {
    const { docker, calls } = await withEngine(done, limits(100, 100));
    expect(await thrownBy(docker.setMemory(service, 'a1', 300, late, never))).toBeInstanceOf(TooLate);
    expect(calls).toEqual([]);
  });
});

describe('creating by a blueprint', () => {
  const created: Answer = (response, { call }) => {
    if (call.startsWith('POST /containers/create')) sendJson(response, 201, { Id: 'c'.repeat(64), Warnings: [] });
    else done(response, { call, type: '', body: null });
  };
  const create = (docker: Docker, permit = granted): Promise<string> =>
    docker.create(service, blueprint, 'INC-12/3', permit, never);

  test('creates it with the mark, and joins none of its other networks', async () => {
    const { docker, calls } = await withEngine(created);
    expect(await create(docker)).toBe('c'.repeat(64));
    expect(calls.map(({ call, body }) => [call, body])).toEqual([
      [
        'POST /containers/create?name=api-server',
        { Image: 'api:1', Labels: { a: 'b', 'dev.runbook-bot.remedy': 'INC-12/3' } },
      ],
    ]);
  });

  test('creates nothing when the time to act is over', async () => {
    const { docker, calls } = await withEngine(created);
    expect(await thrownBy(create(docker, late))).toBeInstanceOf(TooLate);
    expect(calls).toEqual([]);
  });

  test('is in doubt when the engine does not tell its id', async () => {
    const { docker } = await withEngine((response) => sendJson(response, 201, {}));
    expect(await doubtOf(create(docker))).toMatch(/gave an answer the bot does not understand/);
  });
});

describe('containers with a mark', () => {
  test('are told by their label, whatever else the engine lists', async () => {
    const { docker, engine } = await withEngine(done, {
      '/containers/json': [
        { Id: 'a', Labels: { 'dev.runbook-bot.remedy': 'INC-12/3' } },
        { Id: 'b', Labels: { 'dev.runbook-bot.remedy': 'INC-12/33' } },
        { Id: 'c', Labels: null },
      ],
    });
    expect(await docker.marked(service, 'INC-12/3', never)).toEqual(['a']);
    const asked = new URL(engine.asked.find((path) => path.startsWith('/containers/json')) ?? '/', 'http://engine');
    expect(asked.searchParams.get('all')).toBe('1');
    expect(asked.searchParams.get('filters')).toBe('{"label":["dev.runbook-bot.remedy=INC-12/3"]}');
  });
});
