import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ContainerState } from '../../../src/checks/containers.js';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import { TooLate, type Permit } from '../../../src/engine/hands.js';
import { Refused, type Docker } from '../../../src/remedies/docker.js';
import { until } from '../../until.js';
import { Sandbox } from './sandbox.js';

const never = new AbortController().signal;
const always = new Date(0).toISOString();
const granted: Permit = { check: () => undefined };
const MiB = 1024 ** 2;
/** Ends at once when it is asked to. */
const POLITE = "trap 'exit 0' TERM; echo ready; while true; do sleep 0.1; done";
const DEAF = "trap '' TERM; echo ready; while true; do sleep 0.1; done";

let sandbox: Sandbox;
let containers: DockerContainers;
let docker: Docker;

beforeAll(async () => {
  sandbox = await Sandbox.open();
  containers = createContainers({ hosts: { local: { host: sandbox.docker.host } } });
  docker = containers.actions;
});

afterEach(() => sandbox.clear());
afterAll(() => containers.close());

async function found(): Promise<ContainerState> {
  const container = await containers.find(sandbox.service, never);
  if (container === null) throw new Error('there should be a container');
  return container;
}

/** Starts a container and waits until its script is ready. */
async function running(script: string, ...flags: string[]): Promise<string> {
  const id = await sandbox.run(script, ...flags);
  expect(await docker.waitForLine(sandbox.service, id, '^ready$', always, 60_000, never)).toBe(true);
  return id;
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('it was done all the same'),
    (thrown: unknown) => thrown,
  );
  return error instanceof Refused ? error.reason : `not refused: ${String(error)}`;
}

describe('a container of a real engine', () => {
  test('is stopped, started and restarted; what is so already stays so', async () => {
    const { service } = sandbox;
    const id = await running(POLITE);
    await docker.start(service, id, granted, never);
    await docker.stop(service, id, 60_000, granted, never);
    expect(await found()).toMatchObject({ status: 'exited', exitCode: 0 });
    await docker.stop(service, id, 60_000, granted, never);
    await docker.start(service, id, granted, never);
    const before = await found();
    expect(before.status).toBe('running');
    await docker.restart(service, id, 10_000, granted, never);
    const after = await found();
    expect(after.status).toBe('running');
    expect(Date.parse(after.startedAt ?? '')).toBeGreaterThan(Date.parse(before.startedAt ?? ''));
  });

  test('that does not heed is killed after its grace', async () => {
    const id = await running(DEAF);
    const began = performance.now();
    await docker.stop(sandbox.service, id, 1_000, granted, never);
    expect(performance.now() - began).toBeGreaterThanOrEqual(1_000);
    expect(await found()).toMatchObject({ status: 'exited', exitCode: 137 });
  });

  test('gets a signal, and goes on or ends', async () => {
    const { service } = sandbox;
    const id = await running(`trap 'echo dumped' USR1; ${POLITE}`);
    const since = new Date().toISOString();
    await docker.kill(service, id, 'SIGUSR1', granted, never);
    expect(await docker.waitForLine(service, id, '^dumped$', since, 60_000, never)).toBe(true);
    expect((await found()).status).toBe('running');
    await docker.kill(service, id, 'SIGKILL', granted, never);
    await until(async () => (await found()).status === 'exited', 'it ended');
    expect(await refusal(docker.kill(service, id, 'SIGKILL', granted, never))).toMatch(/is not running$/);
  });

  test('that is paused goes on', async () => {
    const id = await running(POLITE);
    await sandbox.docker.run(['pause', id]);
    await docker.unpause(sandbox.service, id, granted, never);
    expect((await found()).status).toBe('running');
    expect(await refusal(docker.unpause(sandbox.service, id, granted, never))).toMatch(/is not paused$/);
  });

  test('is renamed, and removed once it does not run', async () => {
    const { service, project } = sandbox;
    const id = await running(POLITE);
    await docker.rename(service, id, `${project}-aside`, granted, never);
    expect((await found()).name).toBe(`${project}-aside`);
    expect(await refusal(docker.remove(service, id, granted, never))).toMatch(/cannot remove a running container/);
    await docker.stop(service, id, 60_000, granted, never);
    await docker.remove(service, id, granted, never);
    expect(await containers.find(service, never)).toBeNull();
  });

  test('that is gone is refused by name, whatever is asked of it', async () => {
    const { service } = sandbox;
    const id = await running(POLITE);
    await sandbox.docker.run(['rm', '-f', id]);
    const asked: readonly (() => Promise<unknown>)[] = [
      () => docker.start(service, id, granted, never),
      () => docker.stop(service, id, 1_000, granted, never),
      () => docker.restart(service, id, 1_000, granted, never),
      () => docker.kill(service, id, 'SIGKILL', granted, never),
      () => docker.rename(service, id, `${sandbox.project}-x`, granted, never),
      () => docker.remove(service, id, granted, never),
      () => docker.setMemory(service, id, 64 * MiB, granted, never),
      () => docker.unpause(service, id, granted, never),
    ];
    const reasons = await Promise.all(asked.map((ask) => refusal(ask())));
    // The engine says it for a kill with a few words before.
    const expected = `No such container: ${id.slice(0, 12)}`;
    expect(reasons.map((reason) => reason.slice(-expected.length))).toEqual(asked.map(() => expected));
    expect(await docker.blueprint(service, id, null, never)).toBeNull();
  });

  test('that cannot start is refused in the words of the engine', async () => {
    const id = await running(POLITE, '--network', 'bridge', '-p', '127.0.0.1:0:80');
    const port = (await sandbox.docker.run(['port', id, '80'])).trim().split(':').at(-1) ?? '';
    const flags = ['--network', 'bridge', '-p', `127.0.0.1:${port}:80`, '--name', `${sandbox.project}-second`];
    // Its container is made all the same, and stays as it is.
    await sandbox.run(POLITE, ...flags).catch(() => undefined);
    const second = (await sandbox.docker.run(['ps', '-aqf', `name=^/${sandbox.project}-second$`, '--no-trunc'])).trim();
    expect(await refusal(docker.start(sandbox.service, second, granted, never))).toMatch(/port is already allocated$/);
  });

  test('is left alone when the time to act is over', async () => {
    const id = await running(POLITE);
    const before = await found();
    const late: Permit = {
      check: () => {
        throw new TooLate();
      },
    };
    await expect(docker.restart(sandbox.service, id, 1_000, late, never)).rejects.toThrow(TooLate);
    expect(await found()).toEqual(before);
  });
});

describe('a memory limit', () => {
  const limits = async (id: string): Promise<string> =>
    (await sandbox.docker.run(['inspect', '-f', '{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}}', id])).trim();

  test.each([
    ['without swap', 64, `${256 * MiB} ${256 * MiB}`],
    ['with swap', 96, `${256 * MiB} ${288 * MiB}`],
    ['with swap without end', -1, `${256 * MiB} -1`],
  ])('%s is raised while the container runs, and survives a restart', async (_, swap, after) => {
    const id = await running(POLITE, '-m', '64m', '--memory-swap', swap === -1 ? '-1' : `${swap}m`);
    const { startedAt } = await found();
    await docker.setMemory(sandbox.service, id, 256 * MiB, granted, never);
    expect(await limits(id)).toBe(after);
    expect(await found()).toMatchObject({ status: 'running', memoryLimit: 256 * MiB, startedAt });
    await docker.restart(sandbox.service, id, 5_000, granted, never);
    expect(await limits(id)).toBe(after);
  });

  test('below what an engine allows is refused in its words', async () => {
    const id = await running(POLITE, '-m', '64m');
    expect(await refusal(docker.setMemory(sandbox.service, id, 1 * MiB, granted, never))).toMatch(/memory/i);
    expect((await found()).memoryLimit).toBe(64 * MiB);
  });
});

describe('a line of the log', () => {
  test('is waited for while the container runs and over its restart', async () => {
    const { service } = sandbox;
    const id = await running(POLITE.replace('ready', 'ready; echo "life $(date +%N)"'));
    await docker.stop(service, id, 60_000, granted, never);
    const since = new Date().toISOString();
    const waited = docker.waitForLine(service, id, String.raw`^life \d+$`, since, 60_000, never);
    await docker.start(service, id, granted, never);
    expect(await waited).toBe(true);
  });

  test('that does not come is not waited for without end, and older ones do not count', async () => {
    const id = await running(POLITE);
    const since = new Date(Date.now() + 1_000).toISOString();
    expect(await docker.waitForLine(sandbox.service, id, 'ready', since, 500, never)).toBe(false);
  });

  test('is found in a terminal too, without its colours', async () => {
    const script = String.raw`printf '\033[32mup and \033[0mrunning\r\n'; while true; do sleep 0.1; done`;
    const id = await sandbox.run(script, '-t');
    expect(await docker.waitForLine(sandbox.service, id, '^up and running$', always, 60_000, never)).toBe(true);
  });
});
