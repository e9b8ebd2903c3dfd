import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openEngineSocket } from '../../../demo/engine-socket.js';
import type { ContainerState } from '../../../src/checks/containers.js';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import { until } from '../../until.js';
import { Sandbox } from './sandbox.js';

const never = new AbortController().signal;
const always = new Date(0).toISOString();
const FOREVER = 'while true; do sleep 1; done';
const GREEDY = 'python3 -c "x = bytearray(500_000_000)"';

let sandbox: Sandbox;
let containers: DockerContainers;

beforeAll(async () => {
  sandbox = await Sandbox.open();
  containers = createContainers({ hosts: { local: { host: sandbox.docker.host } } });
});

afterEach(() => sandbox.clear());
afterAll(() => containers.close());

async function found(): Promise<ContainerState> {
  const container = await containers.find(sandbox.service, never);
  if (container === null) throw new Error('there should be a container');
  return container;
}

async function status(wanted: ContainerState['status']): Promise<ContainerState> {
  await until(async () => (await containers.find(sandbox.service, never))?.status === wanted, `container ${wanted}`);
  return found();
}

async function actions(id: string): Promise<string[]> {
  const { events } = await containers.events(sandbox.service, always, never);
  const own = events.filter((event) => event.containerId === id);
  // Of a container's beginning and end the detail is its image.
  return own.map(({ action, detail }) => (detail.includes(':') ? action : `${action} ${detail}`.trim()));
}

describe('a container of a real engine', () => {
  test('is found by its Compose labels, its name and its id', async () => {
    const id = await sandbox.run(FOREVER, '-m', '64m', '--name', `${sandbox.project}-api-1`);
    expect(await found()).toMatchObject({ id, status: 'running', memoryLimit: 64 * 1024 ** 2, finishedAt: null });
    for (const container of [{ name: `${sandbox.project}-api-1` }, { id }, { id: id.slice(0, 12) }]) {
      expect(await containers.find({ ...sandbox.service, container }, never)).toMatchObject({ id });
    }
    expect(await containers.find({ ...sandbox.service, container: { name: sandbox.project } }, never)).toBeNull();
  });

  test('is not chosen among two', async () => {
    await sandbox.run(FOREVER);
    await sandbox.run(FOREVER);
    await expect(found()).rejects.toThrow(/^api means 2 containers on host local \(.+, .+\)/);
  });

  test('killed for memory leaves its oom event, its flag and its last samples', async () => {
    containers.watch(sandbox.service);
    const id = await sandbox.run(
      `until [ -e /go ]; do sleep 0.1; done; ${GREEDY}`,
      '-m',
      '64m',
      '--memory-swap',
      '64m',
    );
    const running = await found();
    await until(async () => (await containers.stats(sandbox.service, running, never)).length >= 2, 'samples are kept');
    await sandbox.docker.run(['exec', id, 'touch', '/go']);
    const container = await status('exited');
    expect(container).toMatchObject({ id, exitCode: 137 });
    await until(async () => (await actions(id)).length >= 4, 'both are told');
    const told = await actions(id);
    expect([...told].sort()).toEqual(['create', 'die 137', 'oom', 'start']);
    // The engine hears of both at once: only an oom that it heard of first is in the flag.
    expect(container.oomKilled).toBe(told.indexOf('oom') < told.indexOf('die 137'));
    const samples = await containers.stats(sandbox.service, container, never);
    expect(samples.length).toBeGreaterThanOrEqual(2);
    expect(samples.at(-1)).toMatchObject({ memoryLimit: 64 * 1024 ** 2, cpuPercent: expect.any(Number) as unknown });
  });

  test('that was removed is known by its events', async () => {
    const id = await sandbox.run(FOREVER);
    await sandbox.docker.run(['rm', '-f', id]);
    expect(await containers.find(sandbox.service, never)).toBeNull();
    expect(await actions(id)).toEqual(['create', 'start', 'kill 9', 'die 137', 'destroy']);
  });

  test('is measured across a restart and its replacement', async () => {
    containers.watch(sandbox.service);
    const first = await sandbox.run(FOREVER);
    const samplesOf = async () => (await containers.stats(sandbox.service, await found(), never)).length;
    await until(async () => (await samplesOf()) >= 2, 'samples of the first');
    await sandbox.docker.run(['restart', '-t', '0', first]);
    const before = Date.now();
    await until(async () => {
      const samples = await containers.stats(sandbox.service, await found(), never);
      return Date.parse(samples.at(-1)?.at ?? '') > before;
    }, 'samples after the restart');
    await sandbox.docker.run(['rm', '-f', first]);
    const second = await sandbox.run(FOREVER);
    expect(await found()).toMatchObject({ id: second });
    await until(async () => (await samplesOf()) >= 2, 'samples of the second');
  });
});

describe('the log of a real container', () => {
  const all = { tail: 100, since: null, maxBytes: 1024 * 1024 };

  test('has both streams, times, and survives half a megabyte without a newline', async () => {
    await sandbox.run('echo one; echo two >&2; head -c 500000 /dev/zero | tr "\\0" x; echo; echo last');
    const { lines, truncated } = await containers.logs(sandbox.service, await status('exited'), all, never);
    expect(lines.map((line) => line.text.slice(0, 4)).sort()).toEqual(['last', 'one', 'two', 'xxxx']);
    expect(lines.find((line) => line.text === 'two')?.stream).toBe('stderr');
    expect(lines.find((line) => line.text.startsWith('x'))?.text).toHaveLength(2_000);
    expect(Date.now() - Date.parse(lines[0]?.at ?? '')).toBeLessThan(60_000);
    expect(truncated).toBe(false);
  });

  test('with a terminal is read as well', async () => {
    await sandbox.run('echo one; echo two >&2', '-t');
    const { lines } = await containers.logs(sandbox.service, await status('exited'), all, never);
    expect(lines.map((line) => line.text)).toEqual(['one', 'two']);
    expect(lines[0]?.at).not.toBeNull();
  });

  test('is bounded in lines and bytes, the newest kept', async () => {
    await sandbox.run('i=0; while [ $i -lt 3000 ]; do echo "line $i of many, many lines"; i=$((i+1)); done');
    const container = await status('exited');
    const few = await containers.logs(sandbox.service, container, { ...all, tail: 5 }, never);
    expect(few.lines.map((line) => line.text.slice(0, 9))).toEqual(
      [2995, 2996, 2997, 2998, 2999].map((n) => `line ${n}`),
    );
    const tight = await containers.logs(sandbox.service, container, { ...all, tail: 3000, maxBytes: 50_000 }, never);
    expect(tight.truncated).toBe(true);
    expect(tight.lines.at(-1)?.text).toMatch(/^line 2999/);
  });
});

test('an engine that goes and comes back is asked again, and its events are complete', async () => {
  const socket = await openEngineSocket(sandbox.docker.host);
  const behind = createContainers({ hosts: { local: { host: socket.host } } });
  try {
    behind.watch(sandbox.service);
    const id = await sandbox.run(FOREVER, '--init');
    const before = await behind.events(sandbox.service, always, never);
    for (const way of ['refused', 'silent'] as const) {
      await socket.cut(way);
      await expect(behind.find(sandbox.service, never)).rejects.toThrow('Docker on host local does not answer');
      await socket.mend();
    }
    await sandbox.docker.run(['stop', id]);
    const after = await behind.events(sandbox.service, always, never);
    const ours = after.events.filter((event) => event.containerId === id);
    expect(ours.map((event) => event.action)).toEqual(['create', 'start', 'kill', 'die', 'stop']);
    expect(Date.parse(after.completeSince)).toBeLessThanOrEqual(Date.parse(before.completeSince));
  } finally {
    await behind.close();
    await socket.close();
  }
});
