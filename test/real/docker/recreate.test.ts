import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import type { Permit } from '../../../src/engine/hands.js';
import { Refused, type Blueprint, type Docker } from '../../../src/remedies/docker.js';
import { Sandbox } from './sandbox.js';

const never = new AbortController().signal;
const always = new Date(0).toISOString();
const granted: Permit = { check: () => undefined };
const FOREVER = "trap 'exit 0' TERM; echo ready; while true; do sleep 0.1; done";

let sandbox: Sandbox;
let containers: DockerContainers;
let docker: Docker;
const images: string[] = [];

beforeAll(async () => {
  sandbox = await Sandbox.open();
  containers = createContainers({ hosts: { local: { host: sandbox.docker.host } } });
  docker = containers.actions;
});

afterEach(async () => {
  await sandbox.clear();
  for (const image of images.splice(0)) await sandbox.docker.run(['rmi', '-f', image]);
});
afterAll(() => containers.close());

type Inspected = Readonly<Record<string, unknown>>;

async function inspect(id: string): Promise<Inspected> {
  const [seen] = JSON.parse(await sandbox.docker.run(['inspect', id])) as Inspected[];
  if (seen === undefined) throw new Error('there should be a container');
  return seen;
}

/** What decides about a container, without what belongs to one life or one id. */
function lasting(seen: Inspected): unknown {
  const config = seen['Config'] as Inspected;
  const networks = (seen['NetworkSettings'] as { Networks: Readonly<Record<string, Inspected>> }).Networks;
  const id = String(seen['Id']).slice(0, 12);
  return {
    Name: seen['Name'],
    Image: seen['Image'],
    Mounts: [...(seen['Mounts'] as Inspected[])]
      .map(({ Type, Name, Destination, RW }) => ({ Type, Name, Destination, RW }))
      .sort((one, other) => String(one.Destination).localeCompare(String(other.Destination))),
    Config: {
      ...config,
      Hostname: config['Hostname'] === id ? '(its id)' : config['Hostname'],
      Labels: { ...(config['Labels'] as object), 'dev.runbook-bot.remedy': undefined },
    },
    HostConfig: { ...(seen['HostConfig'] as object), Binds: undefined },
    Networks: Object.fromEntries(
      Object.entries(networks).map(([name, one]) => [
        name,
        {
          Aliases: ((one['Aliases'] ?? []) as string[]).filter((alias) => alias !== id),
          IPAMConfig: one['IPAMConfig'] ?? {},
        },
      ]),
    ),
  };
}

async function blueprintOf(id: string, image: string | null = null): Promise<Blueprint> {
  const blueprint = await docker.blueprint(sandbox.service, id, image, never);
  if (blueprint === null) throw new Error('there should be a blueprint');
  return blueprint;
}

/** Makes the container anew, as the remedy does; returns the new one's id. */
async function recreate(id: string, image: string | null = null): Promise<string> {
  const { service } = sandbox;
  const blueprint = await blueprintOf(id, image);
  await docker.stop(service, id, 5_000, granted, never);
  await docker.rename(service, id, `${blueprint.name}-old`, granted, never);
  const made = await docker.create(service, blueprint, 'INC-12/3', granted, never);
  for (const join of blueprint.joins) await docker.join(service, made, join, granted, never);
  await docker.start(service, made, granted, never);
  await docker.remove(service, id, granted, never);
  return made;
}

async function running(...flags: string[]): Promise<string> {
  const id = await sandbox.run(FOREVER, '--name', `${sandbox.project}-api-1`, ...flags);
  await docker.waitForLine(sandbox.service, id, '^ready$', always, 60_000, never);
  return id;
}

/** Makes an image with other defaults; returns its id. */
async function build(tag: string, ...lines: string[]): Promise<string> {
  const name = `${sandbox.project}:${tag}`;
  const made = await sandbox.run(FOREVER);
  const changes = lines.flatMap((line) => ['-c', line]);
  const id = (await sandbox.docker.run(['commit', ...changes, made, name])).trim();
  images.push(name);
  await sandbox.clearContainers();
  return id;
}

describe('a container made anew', () => {
  test('is what it was: limits, variables, labels, healthcheck, names and addresses in its networks', async () => {
    const network = await sandbox.network();
    const second = `${sandbox.project}_back`;
    const subnet = `10.213.${200 + (process.pid % 50)}`;
    await sandbox.docker.run([
      ...['network', 'create', '--label', `com.docker.compose.project=${sandbox.project}`],
      ...['--subnet', `${subnet}.0/24`, second],
    ]);
    const id = await running(
      ...['--network', network, '--network-alias', 'api', '-p', '127.0.0.1:0:8000', '-m', '64m'],
      ...['--memory-swap', '96m', '--memory-reservation', '32m', '--cpus', '0.5', '--pids-limit', '100'],
      ...['-e', 'A=1=2', '-e', 'DATABASE_URL=postgres://u:p@db/x', '--label', 'team=shop', '--user', '1000:1000'],
      ...['--restart', 'on-failure:3', '--ulimit', 'nofile=500:1000', '--cap-drop', 'NET_RAW', '--init'],
      ...['--add-host', 'other:10.0.0.9', '--dns', '127.0.0.1', '--read-only', '--tmpfs', '/tmp:size=1m'],
      ...['--log-opt', 'max-size=1m', '--stop-signal', 'SIGINT', '--stop-timeout', '7', '--shm-size', '8m'],
      ...['--health-cmd', 'true', '--health-interval', '7s', '-w', '/tmp'],
    );
    await sandbox.docker.run(['network', 'connect', '--ip', `${subnet}.77`, '--alias', 'backend', second, id]);
    const before = lasting(await inspect(id));
    const made = await recreate(id);
    const seen = await inspect(made);
    expect(lasting(seen)).toEqual(before);
    expect((seen['Config'] as { Labels: unknown }).Labels).toMatchObject({ 'dev.runbook-bot.remedy': 'INC-12/3' });
    expect(await docker.marked(sandbox.service, 'INC-12/3', never)).toEqual([made]);
    expect(await docker.marked(sandbox.service, 'INC-12/4', never)).toEqual([]);
    expect(await containers.find(sandbox.service, never)).toMatchObject({ id: made, status: 'running' });
    // And once more: nothing creeps in from life to life.
    expect(lasting(await inspect(await recreate(made)))).toEqual(before);
  });

  test('keeps what it wrote into volumes nobody named', async () => {
    const named = `${sandbox.project}_named`;
    const id = await running(
      ...[
        '-v',
        '/data',
        '--mount',
        'type=volume,target=/more',
        '-v',
        `${named}:/named`,
        '--mount',
        'type=tmpfs,target=/t',
      ],
    );
    const write = 'echo kept | tee /data/a /more/a /named/a';
    await sandbox.docker.run(['exec', id, 'sh', '-c', write]);
    const before = lasting(await inspect(id));
    const made = await recreate(id);
    expect(await sandbox.docker.run(['exec', made, 'cat', '/data/a', '/more/a', '/named/a'])).toBe('kept\n'.repeat(3));
    const { Mounts, Config } = before as { Mounts: unknown; Config: unknown };
    expect(lasting(await inspect(made))).toMatchObject({ Mounts, Config });
    await sandbox.removeWithVolumes(made);
  });

  test('with another image has that one’s defaults, and keeps what it was told', async () => {
    const shell = `ENTRYPOINT ["sh","-c"]`;
    const first = await build('1', 'ENV VERSION=1 SHARED=x', 'WORKDIR /srv', shell, `CMD ["${FOREVER}"]`, 'LABEL v=1');
    const second = await build(
      '2',
      'ENV VERSION=2 SHARED=x',
      'WORKDIR /opt',
      shell,
      `CMD ["${FOREVER} # 2"]`,
      'LABEL v=2',
    );
    const labels = [
      `com.docker.compose.project=${sandbox.project}`,
      'com.docker.compose.service=api',
      'com.docker.compose.oneoff=False',
    ];
    const flags = ['--network', 'none', '--no-healthcheck', '-e', 'OWN=1', '--name', `${sandbox.project}-api-1`];
    const old = (
      await sandbox.docker.run(['run', '-d', ...flags, ...labels.flatMap((label) => ['--label', label]), first])
    ).trim();
    const made = await recreate(old, second);
    const seen = await inspect(made);
    expect(seen['Image']).toBe(second);
    expect(seen['Config']).toMatchObject({
      Image: `${sandbox.project}:2`,
      WorkingDir: '/opt',
      Cmd: [`${FOREVER} # 2`],
      Entrypoint: ['sh', '-c'],
      Healthcheck: { Test: ['NONE'] },
      Labels: { v: '2', 'com.docker.compose.service': 'api' },
    });
    const { Env } = seen['Config'] as { Env: string[] };
    expect(Env).toEqual(expect.arrayContaining(['VERSION=2', 'SHARED=x', 'OWN=1']));
    expect(Env).not.toContain('VERSION=1');
    expect(await containers.find(sandbox.service, never)).toMatchObject({ id: made, status: 'running' });
  });

  test('with a command of its own keeps that, whatever the image says', async () => {
    const second = await build('2', 'CMD ["other"]', 'ENTRYPOINT ["nobody"]');
    const id = await running();
    const made = await recreate(id, second);
    expect((await inspect(made))['Config']).toMatchObject({ Entrypoint: ['sh'], Cmd: ['-c', FOREVER] });
  });

  test('is found again in its network by its service’s name where it had been taken out', async () => {
    const network = await sandbox.network();
    const id = await running('--network', network, '--network-alias', 'api');
    await sandbox.docker.run(['network', 'disconnect', network, id]);
    const made = await recreate(id);
    const { Networks } = (await inspect(made))['NetworkSettings'] as {
      Networks: Readonly<Record<string, { Aliases: string[] }>>;
    };
    expect(Networks[network]?.Aliases).toContain('api');
  });

  test('is connected to a network with its names there', async () => {
    const network = await sandbox.network();
    const id = await running('--network', network, '--network-alias', 'api');
    await sandbox.docker.run(['network', 'disconnect', network, id]);
    await docker.connect(sandbox.service, id, network, ['api', 'shop'], granted, never);
    const { Networks } = (await inspect(id))['NetworkSettings'] as {
      Networks: Readonly<Record<string, { Aliases: string[] }>>;
    };
    expect(Networks[network]?.Aliases).toEqual(expect.arrayContaining(['api', 'shop']));
    await expect(docker.connect(sandbox.service, id, network, [], granted, never)).rejects.toThrow(/already exists/);
  });

  test('whose network is gone does not start, and the engine says why', async () => {
    const network = await sandbox.network();
    const id = await running('--network', network, '--network-alias', 'api');
    const blueprint = await blueprintOf(id);
    await sandbox.docker.run(['rm', '-f', id]);
    await sandbox.docker.run(['network', 'rm', network]);
    const work = docker
      .create(sandbox.service, blueprint, 'INC-12/3', granted, never)
      .then((made) => docker.start(sandbox.service, made, granted, never));
    await expect(work).rejects.toThrow(Refused);
    await expect(work).rejects.toThrow(`network ${network} not found`);
  });

  test('that Docker removes when it stops is refused before', async () => {
    const id = await running('--rm');
    await expect(docker.blueprint(sandbox.service, id, null, never)).rejects.toThrow(
      `${sandbox.project}-api-1 is removed by Docker as soon as it stops, so it could not be put back`,
    );
  });
});
