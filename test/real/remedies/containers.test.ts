import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { freePorts } from '../../../demo/ports.js';
import type { Docker } from '../../../src/remedies/docker.js';
import { TooLate, type Place } from '../../../src/remedies/remedy.js';
import { until } from '../../until.js';
import { never, Site } from './site.js';

const WAIT = 'trap "exit 0" TERM; echo ready; while true; do sleep 0.1; done';
const MEMORY = ['--memory', '64m', '--memory-swap', '64m'];

/** The same place, where the first permit to join a network is over when the engine is about to be asked. */
function onceTooLateToJoin(place: Place): Place {
  const { docker } = place;
  const over = (): never => {
    throw new TooLate();
  };
  let joined = 0;
  const join: Docker['join'] = (service, id, one, permit, signal) =>
    docker.join(service, id, one, (joined += 1) === 1 ? { check: over } : permit, signal);
  return { ...place, docker: { ...docker, join } };
}

let site: Site;
beforeAll(async () => {
  site = await Site.open();
});
afterEach(() => site.sandbox.clear());
afterAll(() => site.close());

describe('restart', () => {
  test('restarts a container that runs, and is told by its start afterwards', async () => {
    await site.sandbox.run(WAIT);
    const { plan, act, settle } = await site.plan('restart', { grace: '1s' });
    const { id, startedAt, name } = await site.state();
    expect(plan.like).toBe(`docker restart -t 1 ${name}`);
    expect(plan.holds).toEqual([`local/${name}`]);
    expect(await settle()).toMatchObject({ happened: 'no' });
    expect((await act()).result).toBe('done');
    const after = await site.state();
    expect([after.id, after.status]).toEqual([id, 'running']);
    expect(Date.parse(after.startedAt ?? '')).toBeGreaterThan(Date.parse(startedAt ?? ''));
    expect(await settle()).toMatchObject({ happened: 'yes' });
  });

  test('starts one that ended, and says how things are where it cannot', async () => {
    const id = await site.sandbox.run('true');
    await until(async () => (await site.state()).status === 'exited', 'it ended');
    const { act } = await site.plan('restart', { grace: '1s' });
    await site.sandbox.docker.run(['rm', '-f', id]);
    const { result, line } = await act();
    expect(result).toBe('failed');
    expect(line).toMatch(/^could not restart \S+: No such container: \S+; \S+ is gone$/);
  });

  test('does not mistake the restarts of a loop for its own', async () => {
    await site.sandbox.run('sleep 0.3; exit 1', '--restart', 'always');
    await until(async () => (await site.state()).restartCount > 0, 'it loops');
    const { settle } = await site.plan('restart');
    const { startedAt } = await site.state();
    await until(async () => (await site.state()).startedAt !== startedAt, 'it loops once more');
    expect(await settle()).toMatchObject({ happened: 'maybe' });
  });
});

describe('start', () => {
  test('starts what is stopped and lets go on what is paused', async () => {
    const id = await site.sandbox.run(WAIT);
    await site.sandbox.docker.run(['stop', '-t', '0', id]);
    const started = await site.plan('start');
    expect(await started.act()).toMatchObject({ result: 'done' });
    expect((await site.state()).status).toBe('running');
    await site.sandbox.docker.run(['pause', id]);
    const resumed = await site.plan('start');
    expect(await resumed.settle()).toMatchObject({ happened: 'no' });
    expect(await resumed.act()).toMatchObject({ result: 'done' });
    expect(await resumed.settle()).toMatchObject({ happened: 'yes' });
    expect(await site.impossible('start')).toMatch(/runs; there is nothing to start$/);
  });
});

describe('hard restart', () => {
  test('saves the log, makes the container anew and waits for its start-up line', async () => {
    const old = await site.sandbox.run(WAIT, '--env', 'COLOUR=blue');
    await until(async () => (await site.sandbox.docker.run(['logs', old])).includes('ready'), 'it wrote');
    const { act, settle } = await site.plan('hard_restart', { startup: '^ready$', within: '1m' });
    const { name } = await site.state();
    expect(await settle()).toMatchObject({ happened: 'no' });
    const { result, line, texts } = await act();
    expect([result, line]).toEqual([
      'done',
      expect.stringMatching(/^log saved, \S+ killed and made anew; its start-up line came after/),
    ]);
    expect(texts?.[0]?.body).toMatch(/^\S+Z ready\n$/);
    const now = await site.state();
    expect([now.id === old, now.name, now.status]).toEqual([false, name, 'running']);
    const env = await site.sandbox.docker.run(['inspect', '-f', '{{.Config.Env}}', now.id]);
    expect(env).toContain('COLOUR=blue');
    expect(await settle()).toMatchObject({ happened: 'yes' });
  });

  test('puts the old container back where the new one cannot join its second network', async () => {
    const { docker, project } = site.sandbox;
    const [network, second] = [await site.sandbox.network(), `${project}_second`];
    await docker.run(['network', 'create', '--label', `com.docker.compose.project=${project}`, second]);
    const old = await site.sandbox.run(WAIT, '--network', network);
    await docker.run(['network', 'connect', second, old]);
    const { act } = await site.plan('hard_restart', {}, onceTooLateToJoin(site.place()));
    const { name } = await site.state();
    const { result, line } = await act();
    expect(result).toBe('failed');
    expect(line).toMatch(/the time to act was over; the new \S+ is removed; the old \S+ has its name back; .* again$/);
    expect(site.steps.slice(-4)[0]).toBe(`connecting the new ${name} to ${second}`);
    expect(await site.state()).toMatchObject({ id: old, name, status: 'running' });
    expect((await act()).result).toBe('done');
    const { networks } = await site.containers.details(site.sandbox.service, await site.state(), never);
    expect(networks.map(({ name: one }) => one).sort()).toEqual([network, second].sort());
  });

  test('puts the old container back where the new one cannot start', async () => {
    const port = String((await freePorts(1))[0]);
    const old = await site.sandbox.run(WAIT, '--network', 'bridge', '-p', `127.0.0.1:${port}:80`);
    await site.sandbox.docker.run(['stop', '-t', '0', old]);
    await site.sandbox.run(
      WAIT,
      '--network',
      'bridge',
      '-p',
      `127.0.0.1:${port}:80`,
      '--label',
      'com.docker.compose.service=other',
    );
    const { act, settle } = await site.plan('hard_restart');
    const before = await site.state();
    const { result, line } = await act();
    expect(result).toBe('failed');
    expect(line).toMatch(/port is already allocated.*; the new \S+ is removed; the old \S+ has its name back$/);
    expect(await site.state()).toMatchObject({ id: old, name: before.name, status: 'exited' });
    expect(await settle()).toMatchObject({ happened: 'no' });
  });

  test('is not offered for a container that Docker removes by itself', async () => {
    await site.sandbox.run(WAIT, '--rm');
    expect(await site.impossible('hard_restart')).toMatch(/is removed by Docker as soon as it stops/);
  });
});

describe('more memory', () => {
  test('is given at once, and to one that was killed for it with a start', async () => {
    const id = await site.sandbox.run(WAIT, ...MEMORY);
    const { startedAt } = await site.state();
    const live = await site.plan('raise_memory');
    expect(live.plan).toMatchObject({ label: 'Raise memory: 128 MiB', undo: 'back to 64 MiB' });
    expect(await live.act()).toMatchObject({ result: 'done', line: 'limit 64 MiB to 128 MiB' });
    expect(await live.settle()).toMatchObject({ happened: 'yes' });
    expect(await site.state()).toMatchObject({ memoryLimit: 128 * 1024 ** 2, startedAt });
    await site.sandbox.docker.run(['kill', id]);
    await until(async () => (await site.state()).status === 'exited', 'it ended');
    const again = await site.plan('raise_memory', { factor: 1.5 });
    expect(await again.act()).toMatchObject({ result: 'done', line: 'limit 128 MiB to 192 MiB, started' });
    expect(await site.state()).toMatchObject({ memoryLimit: 192 * 1024 ** 2, status: 'running' });
    expect(await site.impossible('raise_memory', { factor: 1.001 })).toContain('has 192 MiB');
  });
});

describe('reconnect', () => {
  test('finds the network its peers share and joins it under its names', async () => {
    const network = await site.sandbox.network();
    const peer = ['--network', network, '--label', 'com.docker.compose.service=postgres'];
    await site.sandbox.run(WAIT, ...peer);
    const id = await site.sandbox.run(WAIT, '--network', network);
    await site.sandbox.docker.run(['network', 'disconnect', network, id]);
    const { act, settle } = await site.plan('reconnect', { peers: ['postgres'] });
    expect(await settle()).toMatchObject({ happened: 'no' });
    expect(await act()).toMatchObject({ result: 'done' });
    expect(await settle()).toMatchObject({ happened: 'yes' });
    const { networks } = await site.containers.details(site.sandbox.service, await site.state(), never);
    expect(networks[0]?.aliases).toEqual(expect.arrayContaining(['api', (await site.state()).name]));
    expect(await site.impossible('reconnect', { peers: ['postgres'] })).toContain(
      'no network of postgres that it is not on',
    );
  });
});

describe('a dump before a restart', () => {
  test('is what the container wrote since the signal', async () => {
    const dumps = 'trap "echo Thread 1 waits for a lock" USR1; echo ready; while true; do sleep 0.1; done';
    const id = await site.sandbox.run(dumps);
    await until(async () => (await site.sandbox.docker.run(['logs', id])).includes('ready'), 'it wrote');
    const { act, settle } = await site.plan('dump_and_restart', { wait: '5s', grace: '0s' });
    const { result, texts } = await act();
    expect(result).toBe('done');
    expect(texts?.[0]?.body).toContain('Thread 1 waits for a lock');
    expect(await settle()).toMatchObject({ happened: 'yes' });
  });
});

describe('stop of the container that holds a port', () => {
  test('gives the port to the service', async () => {
    const [port = 0] = await freePorts(1);
    const publish = ['--network', 'bridge', '-p', `127.0.0.1:${String(port)}:80`];
    const own = await site.sandbox.run(WAIT, ...publish);
    await site.sandbox.docker.run(['stop', '-t', '0', own]);
    const other = await site.sandbox.run(WAIT, ...publish, '--label', 'com.docker.compose.service=other');
    const { plan, act, settle } = await site.plan('stop_holder', { port, grace: '1s' });
    expect(plan.holds).toHaveLength(2);
    expect(await settle()).toMatchObject({ happened: 'no' });
    expect((await act()).line).toMatch(/^stopped \S+, started \S+$/);
    expect(await site.state()).toMatchObject({ id: own, status: 'running' });
    expect((await site.sandbox.docker.run(['inspect', '-f', '{{.State.Status}}', other])).trim()).toBe('exited');
    expect(await settle()).toMatchObject({ happened: 'yes' });
  });
});

describe('rollback of an image', () => {
  test('makes the container anew from the one its predecessor ran', async () => {
    const first = await site.sandbox.run(WAIT);
    const image = (await site.state()).image;
    const name = `${site.sandbox.project}:new`;
    // Not with the script as its own: that would count as the image's.
    await site.sandbox.docker.run(['commit', '--change', 'ENTRYPOINT ["python3"]', first, name]);
    try {
      await site.sandbox.docker.run(['rm', '-f', first]);
      await site.sandbox.runImage(name, WAIT);
      const { plan, act, settle } = await site.plan('rollback_image', { grace: '0s', startup: 'ready' });
      expect(plan.undo).toContain(name);
      expect((await act()).line).toMatch(/made anew from \S+; its start-up line came/);
      expect(await site.state()).toMatchObject({ image, status: 'running' });
      expect(await settle()).toMatchObject({ happened: 'yes' });
    } finally {
      await site.sandbox.clear();
      await site.sandbox.docker.run(['rmi', '-f', name]);
    }
  });

  test('finds it though a newer image took its name', async () => {
    const { docker, project, service } = site.sandbox;
    const name = `${project}:latest`;
    const build = async (): Promise<string> => {
      const id = await site.sandbox.run('sleep 100');
      const image = await docker.run(['commit', '--change', 'ENTRYPOINT ["python3"]', id, name]);
      await site.sandbox.clearContainers();
      return image.trim();
    };
    const built: string[] = [];
    try {
      site.containers.watch(service);
      built.push(await build());
      const first = await site.sandbox.runImage(name, WAIT);
      // Until the bot has seen it, as it does within a moment of its creation.
      await until(async () => {
        const { events } = await site.containers.events(service, new Date(0).toISOString(), never);
        return events.some(({ containerId, imageId }) => containerId === first && imageId === built[0]);
      }, 'it was seen');
      await site.sandbox.clearContainers();
      built.push(await build());
      // What was built is of the same service: its last container must be the one that is gone back to.
      await site.sandbox.runImage(built[0] ?? '', WAIT);
      await site.sandbox.clearContainers();
      await site.sandbox.runImage(name, WAIT);
      // The rung before it on the ladder.
      expect(await (await site.plan('hard_restart')).act()).toMatchObject({ result: 'done' });
      const { plan, act } = await site.plan('rollback_image', { grace: '0s' });
      expect(plan.action).toMatchObject({ image: built[0] });
      expect(await act()).toMatchObject({ result: 'done' });
      const { imageId } = await site.containers.details(service, await site.state(), never);
      expect(imageId).toBe(built[0]);
    } finally {
      await site.sandbox.clear();
      await docker.run(['rmi', '-f', ...built]);
    }
  });
});
