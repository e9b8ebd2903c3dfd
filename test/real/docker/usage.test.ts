import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import { until } from '../../until.js';
import { Sandbox } from './sandbox.js';

const MIB = 1024 ** 2;
const IDLE = 'while true; do sleep 1; done';
const HOLDS_40_MIB = `python3 -c "import time; x = b'x' * ${40 * MIB}; time.sleep(600)"`;

let sandbox: Sandbox;
let containers: DockerContainers;

beforeAll(async () => {
  sandbox = await Sandbox.open();
  containers = createContainers({ hosts: { local: { host: sandbox.docker.host } } });
});

afterAll(async () => {
  await containers.close();
  await sandbox.clear();
});

test('the use of a service is told over a restart of its container and on to the container that replaces it', async () => {
  const from = new Date(Date.now() - 60_000);
  const used = () => containers.usage(sandbox.service, from, new Date(Date.now() + 60_000));
  const more = async (than: number, what: string) => until(async () => (await used()).length > than, what);
  containers.watch(sandbox.service);

  const first = await sandbox.run(HOLDS_40_MIB, '-m', '64m');
  await until(async () => (await used()).some(({ memory }) => memory > 30 * MIB), 'it holds its memory');
  const before = await used();
  await sandbox.docker.run(['restart', '-t', '0', first]);
  await more(before.length, 'it is seen after the restart');
  const restarted = await used();
  expect(restarted.slice(0, before.length)).toEqual(before);

  await sandbox.docker.run(['rm', '-f', first]);
  await sandbox.run(IDLE, '-m', '96m');
  await until(async () => (await used()).some(({ limit }) => limit === 96 * MIB), 'the new one is seen');
  const told = await used();
  expect(told.slice(0, restarted.length)).toEqual(restarted);
  expect([...new Set(told.map(({ limit }) => limit))]).toEqual([64 * MIB, 96 * MIB]);
  expect(await containers.usage({ ...sandbox.service, host: 'elsewhere' }, from, new Date())).toEqual([]);
});
