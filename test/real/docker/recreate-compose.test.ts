import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { composeFor } from '../../../demo/compose.js';
import type { ContainerState } from '../../../src/checks/containers.js';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import { Sandbox } from './sandbox.js';

const never = new AbortController().signal;
const granted = { check: () => undefined };

let sandbox: Sandbox;
let folder: string;
let containers: DockerContainers;

beforeAll(async () => {
  [sandbox, folder] = await Promise.all([Sandbox.open(), mkdtemp(join(tmpdir(), 'compose-'))]);
  containers = createContainers({ hosts: { local: { host: sandbox.docker.host } } });
});

afterAll(async () => {
  await containers.close();
  await sandbox.clear();
  await rm(folder, { recursive: true });
});

async function found(): Promise<ContainerState> {
  const container = await containers.find(sandbox.service, never);
  if (container === null) throw new Error('there should be a container');
  return container;
}

test('Compose takes a container made anew for the one it made, and leaves it alone', async () => {
  const { service, project } = sandbox;
  const id = await sandbox.run('sleep 9');
  const image = (await sandbox.docker.run(['inspect', '-f', '{{.Config.Image}}', id])).trim();
  await sandbox.clearContainers();
  const command = ['while true; do sleep 0.1; done'];
  const limits = { init: true, mem_limit: '64m', volumes: ['/data'] };
  const services = { api: { image, entrypoint: ['sh', '-c'], command, ...limits } };
  await writeFile(join(folder, 'docker-compose.yml'), JSON.stringify({ version: '2.4', services }));
  const compose = await composeFor(sandbox.docker, project, folder);
  await compose(['up', '-d']);
  const old = await found();
  const { actions: docker } = containers;
  const blueprint = await docker.blueprint(service, old.id, null, never);
  if (blueprint === null) throw new Error('there should be a blueprint');
  await docker.stop(service, old.id, 1_000, granted, never);
  await docker.rename(service, old.id, `${old.name}-old`, granted, never);
  const made = await docker.create(service, blueprint, 'INC-12/3', granted, never);
  await docker.start(service, made, granted, never);
  await docker.remove(service, old.id, granted, never);
  const { startedAt } = await found();
  await compose(['up', '-d']);
  expect(await found()).toMatchObject({ id: made, name: old.name, image: old.image, startedAt });
  await sandbox.removeWithVolumes(made);
});
