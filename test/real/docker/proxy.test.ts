import { mkdtemp, readFile, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Containers, ContainerState } from '../../../src/checks/containers.js';
import { ENGINE_CALLS, pathPattern } from '../../../src/docker/calls.js';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import { probeDockerHost } from '../../../src/docker/probe.js';
import { packageRoot } from '../../../src/package-root.js';
import { haproxyIsHere, startHaproxy } from './haproxy.js';
import { listens } from './listens.js';
import { record, type Recorder } from './recorder.js';
import { Sandbox } from './sandbox.js';

const never = (): AbortSignal => new AbortController().signal;
const always = new Date(0).toISOString();
const granted = { check: () => undefined };

let sandbox: Sandbox;
let folder: string;
let stopProxy: () => Promise<void>;
let recorder: Recorder;
let containers: DockerContainers;
let container: ContainerState;

/** Makes every change there is, of a container of its own and of the one made anew from it. */
async function act(): Promise<void> {
  const docker = containers.actions;
  const { service, project } = sandbox;
  const [network, back] = [await sandbox.network(), `${project}_back`];
  const label = `com.docker.compose.project=${project}`;
  await sandbox.docker.run(['network', 'create', '--label', label, '--subnet', '10.213.199.0/24', back]);
  const script = "trap 'exit 0' TERM; echo ready; while true; do sleep 0.1; done";
  const id = await sandbox.run(script, '--network', network, '-m', '64m', '--name', `${project}-acted-1`);
  await sandbox.docker.run(['network', 'connect', '--ip', '10.213.199.7', '--alias', 'backend', back, id]);
  await docker.waitForLine(service, id, 'ready', always, 60_000, never());
  await docker.setMemory(service, id, 128 * 1024 ** 2, granted, never());
  await docker.restart(service, id, 5_000, granted, never());
  await docker.kill(service, id, 'SIGWINCH', granted, never());
  await sandbox.docker.run(['pause', id]);
  await docker.unpause(service, id, granted, never());
  const blueprint = await docker.blueprint(service, id, null, never());
  if (blueprint === null) throw new Error('there should be a blueprint');
  await docker.stop(service, id, 5_000, granted, never());
  await docker.rename(service, id, `${blueprint.name}-old`, granted, never());
  const made = await docker.create(service, blueprint, 'INC-12/3', granted, never());
  for (const join of blueprint.joins) await docker.join(service, made, join, granted, never());
  await docker.start(service, made, granted, never());
  await docker.remove(service, id, granted, never());
  expect(await docker.marked(service, 'INC-12/3', never())).toEqual([made]);
  await sandbox.docker.run(['rm', '-f', made]);
}

/** Asks the proxy as the bot would not. */
async function ask(method: string, path: string, body?: string): Promise<{ status: number; said: string }> {
  const headers = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length };
  const request = http.request({ socketPath: join(folder, 'proxy.sock'), method, path, headers });
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  request.end(body);
  const answer = await answered;
  return { status: answer.statusCode ?? 0, said: await text(answer) };
}

(haproxyIsHere ? describe : describe.skip)('behind the proxy of deploy/docker-proxy.cfg', () => {
  beforeAll(async () => {
    [sandbox, folder] = await Promise.all([Sandbox.open(), mkdtemp(join(tmpdir(), 'proxy-'))]);
    const [proxy, socket] = [join(folder, 'proxy.sock'), join(folder, 'bot.sock')];
    const engine = sandbox.docker.host.replace('unix://', 'unix@');
    const configuration = await readFile(join(packageRoot(), 'deploy/docker-proxy.cfg'), 'utf8');
    const isUp = (): Promise<boolean> => listens(proxy);
    stopProxy = await startHaproxy(configuration, isUp, { LISTEN: `unix@${proxy}`, ENGINE: engine });
    recorder = await record(socket, proxy);
    await sandbox.run('while true; do sleep 1; done');
    containers = createContainers({ hosts: { local: { host: `unix://${socket}` } } });
    const found = await containers.find(sandbox.service, never());
    if (found === null) throw new Error('there should be a container');
    container = found;
  });

  afterAll(async () => {
    await containers.close();
    await recorder.close();
    await stopProxy();
    await sandbox.clear();
    await rm(folder, { recursive: true });
  });

  test('the whole Docker edge works, and it makes every call on the list and no other', async () => {
    const { service } = sandbox;
    const argv = ['printf', '%s', 'a "quoted" \\ word,\n"Privileged":true} ü'];
    const { imageId } = await containers.details(service, container, never());
    containers.watch(service);
    const asked: Record<keyof Containers, unknown> = {
      find: await containers.find(service, never()),
      logs: await containers.logs(service, container, { tail: 10, since: null, maxBytes: 1_000 }, never()),
      stats: await containers.stats(service, container, never()),
      events: await containers.events(service, always, never()),
      details: imageId,
      processes: await containers.processes(service, container, never()),
      onHost: await containers.onHost(service, never()),
      networks: await containers.networks(service, never()),
      exec: await containers.exec(service, container, { argv, timeout: 30_000, maxBytes: 1_000 }, never()),
      image: await containers.image(service, imageId, never()),
    };
    expect(asked).toMatchObject({
      ...{ find: { id: container.id }, exec: { exitCode: 0, stdout: argv[2] }, image: expect.anything() as unknown },
      stats: expect.arrayContaining([expect.objectContaining({ pids: expect.any(Number) as unknown })]) as unknown,
    });
    const permitted = { argv, timeout: 30_000, maxBytes: 1_000, permit: () => undefined };
    expect(await containers.exec(service, container, permitted, never())).toMatchObject({ stdout: argv[2] });
    await containers.ping('local', never());
    const host = `unix://${join(folder, 'bot.sock')}`;
    expect(await probeDockerHost('local', { host }, never())).toMatchObject({ reachable: true, problem: null });
    await act();
    const names = ENGINE_CALLS.map((call) => ({
      name: `${call.method} ${call.path}`,
      // The recorder notes no query.
      pattern: new RegExp(`^${call.method} ${pathPattern({ ...call, to: 'look' }).slice(1)}`),
    }));
    const made = recorder.calls.map((call) => names.find(({ pattern }) => pattern.test(call))?.name ?? call);
    expect([...new Set(made)].sort()).toEqual(names.map(({ name }) => name).sort());
  });

  test('the longest program a runbook is likely to spell out passes, one beyond what the proxy reads does not', async () => {
    const run = (argv: readonly string[]) =>
      containers.exec(sandbox.service, container, { argv, timeout: 30_000, maxBytes: 1_000 }, never());
    expect(await run(['sh', '-c', 'printf %s ${#1}', 'sh', 'x'.repeat(40_000)])).toMatchObject({ stdout: '40000' });
    // Refused before it was read whole: the answer may be lost on the way.
    await expect(run(['printf', 'x'.repeat(100_000)])).rejects.toThrow(
      /^Docker on host local (refused|does not answer)/,
    );
  });

  test.each([
    ['POST', '/containers/ID/stop'],
    ['POST', '/containers/ID/stop?t=1&signal=SIGKILL'],
    ['POST', '/containers/ID/restart'],
    ['POST', '/containers/ID/kill'],
    ['POST', '/containers/ID/kill?signal=9'],
    ['POST', '/containers/ID/start?x=y'],
    ['POST', '/containers/ID/pause'],
    ['POST', '/containers/ID/update'],
    ['POST', '/containers/ID/rename'],
    ['POST', '/containers/ID/rename?name=a/b'],
    ['DELETE', '/containers/ID?force=1'],
    ['DELETE', '/containers/ID?v=1'],
    ['DELETE', '/containers/ID?%66orce=1'],
    ['DELETE', '/images/ID'],
    ['DELETE', '/networks/bridge'],
    ['DELETE', '/volumes/data'],
    ['POST', '/containers/create'],
    ['POST', '/containers/create?name=x'],
    ['POST', '/containers/prune'],
    ['POST', '/networks/bridge/connect'],
    ['POST', '/networks/bridge/disconnect'],
    ['POST', '/networks/create'],
    ['POST', '/containers/ID/json'],
    ['GET', '/containers/ID/archive?path=/'],
    ['GET', '/containers/ID/export'],
    ['GET', '/v1.41/containers/ID/json'],
    ['GET', '/containers/ID/../../info'],
    ['GET', '/containers/ID%2fjson'],
    ['GET', '//info'],
    ['HEAD', '/info'],
    ['PUT', '/info'],
    ['POST', '/build'],
    ['POST', '/commit'],
    ['GET', '/secrets'],
    ['POST', '/session'],
  ])('%s %s is refused', async (method, path) => {
    const { status, said } = await ask(method, path.replace('ID', container.id));
    expect(status).toBe(403);
    if (method !== 'HEAD') expect(said).toContain('docs/security.md');
    expect(await containers.find(sandbox.service, never())).toMatchObject({ id: container.id, status: 'running' });
  });

  const asRoot = '"AttachStdout":true,"AttachStderr":true,"Tty":false,"Cmd":["id"]';
  test.each([
    ['more rights', `{${asRoot},"Privileged":true}`],
    ['more rights, said first', `{"privileged":true,${asRoot}}`],
    ['more rights, in disguise', `{${asRoot},"\\u0050rivileged":true}`],
    ['another user', `{${asRoot},"User":"0"}`],
    ['variables', `{${asRoot},"Env":["LD_PRELOAD=/x"]}`],
    ['a second value behind the first', `{${asRoot}}{"Privileged":true}`],
    ['a new line before more', `{${asRoot}\n,"Privileged":true}`],
    ['no program', '{"AttachStdout":true,"AttachStderr":true,"Tty":false,"Cmd":[]}'],
    ['nothing', ''],
  ])('a program with %s is refused', async (_, body) => {
    expect(await ask('POST', `/containers/${container.id}/exec`, body)).toMatchObject({ status: 403 });
  });

  test('and a program as the bot asks for it is not', async () => {
    const created = await ask('POST', `/containers/${container.id}/exec`, `{${asRoot}}`);
    expect(created.status).toBe(201);
    const { Id } = JSON.parse(created.said) as { Id: string };
    expect(await ask('POST', `/exec/${Id}/start`, '{"Detach":true,"Tty":false}')).toMatchObject({ status: 403 });
    expect(await ask('POST', `/exec/${Id}/start`, '{"Detach":false,"Tty":false}')).toMatchObject({ status: 200 });
  });

  test.each([
    [
      'more than its memory',
      '/containers/ID/update',
      '{"Memory":64,"MemorySwap":64,"RestartPolicy":{"Name":"always"}}',
    ],
    ['a limit in disguise', '/containers/ID/update', '{"Memory":64,"MemorySwap":64,"memory":1}'],
    ['a body where there is none', '/containers/ID/start', '{"Privileged":true}'],
    ['a body where there is none', '/containers/ID/kill?signal=SIGTERM', '{}'],
    [
      'another network’s settings',
      '/networks/bridge/connect',
      '{"Container":"ID","EndpointConfig":{"Aliases":[],"MacAddress":"x"}}',
    ],
    [
      'a forced connection',
      '/networks/bridge/connect',
      '{"Container":"ID","EndpointConfig":{"Aliases":[]},"Force":true}',
    ],
  ])('a change with %s is refused', async (_, path, body) => {
    const forThis = (written: string): string => written.replace('ID', container.id);
    expect(await ask('POST', forThis(path), forThis(body))).toMatchObject({ status: 403 });
  });

  test('where only looking is let through, a change is refused in words that say where to look', async () => {
    const file = join(folder, 'observe.sock');
    const whole = await readFile(join(packageRoot(), 'deploy/docker-proxy.cfg'), 'utf8');
    const looking = whole.replace(/^ *# To act[^]*# End of: to act$/m, '');
    expect(looking.length).toBeLessThan(whole.length);
    const engine = sandbox.docker.host.replace('unix://', 'unix@');
    const isUp = (): Promise<boolean> => listens(file);
    const stop = await startHaproxy(looking, isUp, { LISTEN: `unix@${file}`, ENGINE: engine });
    const observing = createContainers({ hosts: { local: { host: `unix://${file}` } } });
    try {
      expect(await observing.find(sandbox.service, never())).toMatchObject({ id: container.id });
      await expect(observing.actions.restart(sandbox.service, container.id, 0, granted, never())).rejects.toThrow(
        'this proxy does not let the bot make this call; docs/security.md lists those it may make',
      );
    } finally {
      await observing.close();
      await stop();
    }
  });

  test('what the proxy refuses is told so by a look at the host', async () => {
    const file = join(folder, 'narrow.sock');
    const narrow = (await readFile(join(packageRoot(), 'deploy/docker-proxy.cfg'), 'utf8')).replace(
      /^.*info\$.*\n/m,
      '',
    );
    const engine = sandbox.docker.host.replace('unix://', 'unix@');
    const isUp = (): Promise<boolean> => listens(file);
    const stop = await startHaproxy(narrow, isUp, { LISTEN: `unix@${file}`, ENGINE: engine });
    try {
      const report = await probeDockerHost('local', { host: `unix://${file}` }, never());
      expect(report).toMatchObject({ reachable: true, mend: expect.stringContaining('docs/security.md') as unknown });
      expect(report.problem).toMatch(
        /^Docker on host local refused the question: this proxy does not let .* \(HTTP 403\)\.$/,
      );
    } finally {
      await stop();
    }
  });
});
