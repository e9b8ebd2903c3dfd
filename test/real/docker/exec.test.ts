import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { ContainerState, ExecCommand, ExecResult } from '../../../src/checks/containers.js';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import { until } from '../../until.js';
import { Sandbox } from './sandbox.js';

const never = new AbortController().signal;
const FOREVER = 'while true; do sleep 1; done';
const WITHOUT_TIMEOUT = `rm -f /usr/bin/timeout; touch /ready; ${FOREVER}`;
const BUSYBOX_TIMEOUT = `rm -f /usr/bin/timeout; ln -s "$(command -v busybox)" /usr/bin/timeout; touch /ready; ${FOREVER}`;
const OWN_TIMEOUT = `touch /ready; ${FOREVER}`;

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

async function exec(argv: readonly string[], more: Partial<ExecCommand> = {}, signal = never): Promise<ExecResult> {
  const command = { argv, timeout: 60_000, maxBytes: 64 * 1024, ...more };
  return containers.exec(sandbox.service, await found(), command, signal);
}

/** The command lines of the container's processes. */
async function processes(): Promise<string> {
  return sandbox.docker.run(['top', (await found()).id, '-eo', 'pid,args']);
}

async function gone(words: string): Promise<void> {
  await until(async () => !(await processes()).includes(words), `${words} ended`);
}

async function ready(): Promise<void> {
  await until(async () => (await exec(['ls', '/ready'])).exitCode === 0, 'the container is prepared');
}

describe('a program in a real container', () => {
  test('tells its exit code and both streams, and costs little', async () => {
    await sandbox.run(FOREVER);
    const result = await exec(['sh', '-c', 'echo out; echo err >&2; exit 3']);
    expect(result).toMatchObject({ exitCode: 3, stdout: 'out\n', stderr: 'err\n', timedOut: false, truncated: false });
    expect(result).toMatchObject({ missing: false, maybeRunning: false });
    expect(result.took).toBeLessThan(30_000);
  });

  test('gets its arguments as they are written', async () => {
    await sandbox.run(FOREVER);
    const hostile = [
      'a b',
      '"',
      "'",
      '$(touch /tmp/owned)',
      '`id`',
      'x\ny',
      '',
      '-n',
      '--',
      '*',
      '\\',
      ';exit 9',
      'ä…😀',
      '$1',
    ];
    const result = await exec(['printf', '[%s]', ...hostile]);
    expect(result.stdout).toBe(hostile.map((one) => `[${one}]`).join(''));
    expect((await exec(['ls', '/tmp/owned'])).exitCode).not.toBe(0);
  });

  test.each([
    ['GNU timeout', OWN_TIMEOUT],
    ['BusyBox timeout', BUSYBOX_TIMEOUT],
    ['no timeout', WITHOUT_TIMEOUT],
  ])('that hangs is really ended where there is %s', async (_, script) => {
    await sandbox.run(script);
    await ready();
    const result = await exec(['sleep', '1234'], { timeout: 1_000 });
    expect(result).toMatchObject({ timedOut: true, exitCode: null, maybeRunning: false });
    expect(result.took).toBeGreaterThanOrEqual(1_000);
    await gone('1234');
  });

  test.each([
    ['BusyBox timeout', BUSYBOX_TIMEOUT],
    ['no timeout', WITHOUT_TIMEOUT],
  ])('answers as soon as it ends where there is %s, and leaves no sleeper', async (_, script) => {
    await sandbox.run(script);
    await ready();
    const result = await exec(['sh', '-c', 'echo hi; exit 4']);
    expect(result).toMatchObject({ exitCode: 4, stdout: 'hi\n', timedOut: false });
    expect(result.took).toBeLessThan(30_000);
    await gone('sleep 60');
  });

  test('that ignores signals is ended all the same, its children too', async () => {
    await sandbox.run(FOREVER);
    const result = await exec(['sh', '-c', "trap '' TERM INT HUP; sleep 4321 & wait; sleep 4321"], { timeout: 1_000 });
    expect(result.timedOut).toBe(true);
    await gone('4321');
  });

  test('that floods is not read on, and ends', async () => {
    await sandbox.run(FOREVER);
    const result = await exec(['head', '-c', '100000000', '/dev/zero'], { maxBytes: 1_000, timeout: 10_000 });
    expect(result).toMatchObject({ truncated: true, exitCode: null, timedOut: false });
    expect(result.stdout).toHaveLength(1_000);
    await gone('100000000');
  });

  test('that killed itself is not taken for one whose time was over', async () => {
    await sandbox.run(FOREVER);
    expect(await exec(['sh', '-c', 'kill -9 $$'])).toMatchObject({ exitCode: 137, timedOut: false });
  });

  test('that is not there is missing, one that says 127 itself is not', async () => {
    await sandbox.run(FOREVER);
    expect(await exec(['no-such-program', '--help'])).toMatchObject({ missing: true, exitCode: 127, stderr: '' });
    expect(await exec(['sh', '-c', 'exit 127'])).toMatchObject({ missing: false, exitCode: 127 });
    expect(await exec(['/etc/passwd'])).toMatchObject({ missing: false, exitCode: 126 });
  });

  test('that outlives the asker ends when its time is over', async () => {
    await sandbox.run(FOREVER);
    const asker = new AbortController();
    const asking = exec(['sleep', '2345'], { timeout: 10_000 }, asker.signal);
    const refused = expect(asking).rejects.toThrow('the time was over');
    await until(async () => (await processes()).includes('sleep 2345'), 'it runs');
    asker.abort();
    await refused;
    await gone('2345');
  });
});

describe('a real container that does not stay', () => {
  test('and does not run cannot be asked', async () => {
    const id = await sandbox.run(FOREVER, '--init');
    const container = await found();
    await sandbox.docker.run(['stop', '-t', '1', id]);
    const ask = () =>
      containers.exec(sandbox.service, container, { argv: ['true'], timeout: 1_000, maxBytes: 1 }, never);
    await expect(ask()).rejects.toThrow(`${container.name} does not run, so nothing can be asked from inside`);
    await sandbox.docker.run(['rm', id]);
    await expect(ask()).rejects.toThrow(`${container.name} was removed while the bot asked from inside it`);
  });

  test('and is paused cannot be asked', async () => {
    const id = await sandbox.run(FOREVER);
    await sandbox.docker.run(['pause', id]);
    await expect(exec(['true'])).rejects.toThrow(/is paused, so nothing can be asked from inside/);
    await sandbox.docker.run(['unpause', id]);
  });

  test('killed under the program leaves no exit code to believe', async () => {
    const id = await sandbox.run(FOREVER);
    const asking = exec(['sleep', '3456']);
    await until(async () => (await processes()).includes('sleep 3456'), 'it runs');
    await sandbox.docker.run(['rm', '-f', id]);
    const result = await asking;
    expect(result).toMatchObject({ timedOut: false, missing: false });
    expect(result.exitCode).not.toBe(0);
  });
});

describe('a real container without a shell', () => {
  test('runs what it has, and what runs too long may live on', async () => {
    await sandbox.run('rm -f /bin/sh /usr/bin/sh; exec sleep 1000', '--init');
    await until(async () => (await exec(['sh'])).missing, 'the shell is gone');
    expect(await exec(['sleep', '0'])).toMatchObject({ exitCode: 0, missing: false, maybeRunning: false });
    expect(await exec(['no-such-program'])).toMatchObject({ missing: true, maybeRunning: false, stdout: '' });
    const hung = await exec(['sleep', '777'], { timeout: 4_000 });
    expect(hung).toMatchObject({ timedOut: true, exitCode: null, maybeRunning: true });
  });
});
