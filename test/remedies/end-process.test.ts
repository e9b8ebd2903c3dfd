import { afterEach, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { HostContainer, HostNetwork } from '../../src/checks/container-details.js';
import type { World } from '../../src/checks/check.js';
import { freePorts } from '../../demo/ports.js';
import { endProcess, endProcessAt } from '../../src/remedies/end-process.js';
import { ownLine } from '../../src/remedies/host-process.js';
import { ended, state, words, world } from '../checks/builders.js';
import { Stage } from './stage.js';

/** An interface that everybody has: as if Docker's network of this id ended in it. */
const here: HostNetwork = { id: 'lo', name: 'bridge', driver: 'bridge', bridge: 'lo' };

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
});

const HOLD = `
const listening = () => process.stdout.write('listening');
require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1', listening);`;
const STUBBORN = `process.on('SIGTERM', () => {});`;

/** A process of our own that holds a port: this one, or one that nobody else takes once it is free again. */
async function hold(script = HOLD, given?: number): Promise<{ child: ChildProcess; port: number }> {
  const port = given ?? (await freePorts(1))[0] ?? 0;
  const argv = ['-e', script, '--', String(port)];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return { child, port };
}

interface Around {
  readonly container?: Parameters<typeof world>[0];
  readonly on?: HostContainer[];
  /** Long unless told: it is over as soon as the process is gone. */
  readonly grace?: string;
}

function stage(port: number, more: Around = {}): Stage {
  const container = more.container === undefined ? state() : more.container;
  const where: World = world(container, {
    networks: () => Promise.resolve([here]),
    onHost: () => Promise.resolve(more.on ?? []),
  });
  return new Stage(endProcess, { port, grace: more.grace ?? '30s' }, where);
}

function alive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

describe('the process that holds a port', () => {
  test('is asked to end, and the port is free', async () => {
    const { child, port } = await hold();
    const scene = stage(port);
    const plan = await scene.plan();
    expect(plan.like).toBe(`kill ${child.pid}`);
    expect(words(plan.does)).toContain(`process ${child.pid} on host local: `);
    expect(await scene.act(plan)).toEqual({
      result: 'done',
      says: [`node, pid ${child.pid}, ended; port ${port} is free`],
    });
    expect(child.signalCode ?? (await once(child, 'exit'))[1]).toBe('SIGTERM');
    expect(scene.steps).toEqual([`ending node, pid ${child.pid}`]);
    expect(await scene.settle(plan)).toMatchObject({ happened: 'yes', says: [`node, pid ${child.pid}, is gone`] });
  });

  test('is killed when it does not end by itself, which is another step', async () => {
    const { child, port } = await hold(STUBBORN + HOLD);
    const scene = stage(port, { grace: '1s' });
    const done = await scene.act(await scene.plan());
    expect(done).toMatchObject({ result: 'done', says: [`node, pid ${child.pid}, was killed; port ${port} is free`] });
    expect(scene.steps).toEqual([
      `ending node, pid ${child.pid}`,
      `killing node, pid ${child.pid}, which did not end in 1 s`,
    ]);
  });

  test('gives way to the stopped container of the service', async () => {
    const { port } = await hold();
    const scene = stage(port, { container: ended(128) });
    const { state: own } = scene.engine.add(ended(128));
    const plan = await scene.plan();
    expect(words(plan.does)).toMatch(/; then container api-server is started$/);
    expect(words((await scene.act(plan)).says)).toMatch(/ is free, started api-server$/);
    expect(scene.engine.calls).toEqual([`start ${own.id}`]);
  });

  test('is left alone when the time is over', async () => {
    const { child, port } = await hold();
    const scene = stage(port);
    scene.tooLateAt = 1;
    const done = await scene.act(await scene.plan());
    expect(done).toEqual({ result: 'failed', says: ['the time to act was over, so no SIGTERM was sent'] });
    expect(alive(child)).toBe(true);
  });

  test('is not killed when the time is over in between, and that is said', async () => {
    const { child, port } = await hold(STUBBORN + HOLD);
    const scene = stage(port, { grace: '1s' });
    scene.tooLateAt = 2;
    const done = await scene.act(await scene.plan());
    expect(words(done.says)).toBe(
      `node, pid ${child.pid}, was asked to end and did not; the time to act was over, so no SIGKILL was sent`,
    );
    expect(alive(child)).toBe(true);
    expect((await scene.settle(await scene.plan())).happened).toBe('no');
  });

  test('that ended meanwhile is not looked for elsewhere', async () => {
    const { child, port } = await hold();
    const scene = stage(port);
    const plan = await scene.plan();
    scene.onStep = async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    };
    expect(words((await scene.act(plan)).says)).toBe(`nobody holds port ${port} of host local; nothing was ended`);
  });

  test('that another one took over from is not the one: neither is ended', async () => {
    const { child, port } = await hold();
    const scene = stage(port);
    const plan = await scene.plan();
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
    const other = await hold(HOLD, port);
    expect(words((await scene.act(plan)).says)).toBe(
      `port ${port} is held by another process now, node, pid ${other.child.pid}; nothing was ended`,
    );
    expect(alive(other.child)).toBe(true);
  });

  test('with the same number but another start is not the one', async () => {
    const { child, port } = await hold();
    const scene = stage(port);
    const plan = await scene.plan();
    const action = { ...(plan.action as object), startedAt: '1' };
    expect((await scene.act({ ...plan, action })).result).toBe('failed');
    expect(alive(child)).toBe(true);
    expect((await scene.settle({ ...plan, action })).happened).toBe('yes');
  });

  test.each([
    ['another machine', 'another-start pid:[4026531836]'],
    ['a machine nobody knows', null],
  ])('whose number is of %s is left for people to look for', async (_which, numbering) => {
    const { child, port } = await hold();
    const scene = stage(port);
    const plan = await scene.plan();
    const action = { ...(plan.action as object), numbering };
    expect(await scene.settle({ ...plan, action })).toMatchObject({
      happened: 'maybe',
      find: `\`ps -o lstart,args -p ${child.pid}\` on host local. It shows node: it did not happen. Otherwise it did.`,
    });
    expect((await scene.settle(plan)).happened).toBe('no');
  });
});

describe('what is never ended', () => {
  test('the bot itself', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    expect(await stage(port).impossible()).toBe('the port is held by the bot itself, or by what started it');
    server.close();
  });

  test('what started the bot, up to the first process', () => {
    const line = ownLine('/proc');
    expect([process.pid, process.ppid, 1].filter((pid) => !line.has(pid))).toEqual([]);
  });

  test('a container: that is stopped, not ended', async () => {
    const { port } = await hold();
    const on: HostContainer[] = [
      {
        ...{ id: 'c', name: 'other', status: 'running', image: 'x', imageId: 'x', createdAt: '', labels: {} },
        ports: [{ containerPort: 80, protocol: 'tcp', hostIp: '', hostPort: port }],
        networks: [],
      },
    ];
    expect(await stage(port, { on }).impossible()).toBe(
      `port ${port} is held by container other, not by a process of the host`,
    );
  });

  test('nobody, where nobody holds the port', async () => {
    const { child, port } = await hold();
    const exited = once(child, 'exit');
    child.kill();
    await exited;
    expect(await stage(port).impossible()).toBe(`nobody holds port ${port} of host local`);
  });

  test("anything, where the numbers of the processes are not the bot's", async () => {
    const scene = new Stage(
      endProcessAt('/nowhere'),
      { port: 1 },
      world(state(), { networks: () => Promise.resolve([here]) }),
    );
    expect(await scene.impossible()).toBe('the bot cannot see the processes of the Docker host');
  });
});
