import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { hostPortTakenByProcess } from '../../../demo/faults/host-port-taken-by-process.js';
import { tooManyConnections } from '../../../demo/faults/too-many-connections.js';
import { Stack } from '../../../demo/stack.js';
import type { World } from '../../../src/checks/check.js';
import type { ServiceTarget } from '../../../src/checks/containers.js';
import { createContainers, type DockerContainers } from '../../../src/docker/docker-containers.js';
import { command } from '../../../src/remedies/command.js';
import { endProcess } from '../../../src/remedies/end-process.js';
import type { RegisteredRemedy } from '../../../src/remedies/remedy.js';
import { resetConnections } from '../../../src/remedies/reset-connections.js';
import { cleanText } from '../../../src/text/clean.js';
import { maskSecrets } from '../../../src/text/mask.js';
import { words } from '../../checks/builders.js';
import { Stage } from '../../remedies/stage.js';

let stack: Stack;
let containers: DockerContainers;
beforeAll(async () => {
  stack = await Stack.up({ project: `runbook-bot-test-${randomBytes(4).toString('hex')}` });
  containers = createContainers({ hosts: { local: { host: stack.engine.host } } });
});
afterEach(() => stack.restore());
afterAll(async () => {
  await containers.close();
  await stack.down();
});

function stage(remedy: RegisteredRemedy, params: object): Stage {
  const container = { compose: { project: stack.project, service: 'api' } };
  const service: ServiceTarget = { name: 'api', host: 'local', container, project: null };
  const clean = (text: string): string => maskSecrets(cleanText(text));
  const world: World = { service, services: { api: service }, containers, clean, now: () => new Date() };
  const { actions: docker } = containers;
  return new Stage(remedy, params, world, { service, docker, engine: { host: stack.engine.host } });
}

async function healthy(): Promise<void> {
  await stack.until('api', 'healthy', (state) => state?.status === 'running' && state.health === 'healthy');
}

describe('on the demo stack', () => {
  test('a command runs in the container', async () => {
    const script = 'echo kept > /var/spool/api/kept && cat /var/spool/api/kept';
    const scene = stage(command, { steps: [{ where: 'container', argv: ['sh', '-c', script] }] });
    const done = await scene.act(await scene.plan());
    expect([done.result, words(done.says)]).toEqual(['done', expect.stringMatching(/: kept$/)]);
    expect(await stack.exec('api', ['cat', '/var/spool/api/kept'])).toBe('kept\n');
  });

  test('the connections of a job that took them all are ended, and the API is well again', async () => {
    await tooManyConnections.make(stack);
    const ordinary = stage(resetConnections, { url: stack.urls.database, idle_longer_than: '1s' });
    await expect(ordinary.plan()).rejects.toThrow('PostgreSQL has no connection left for this role');
    const scene = stage(resetConnections, { url: stack.urls.databaseAdmin, idle_longer_than: '1s' });
    const done = await scene.act(await scene.plan());
    expect(words(done.says)).toMatch(/^ended \d\d of \d\d connections; \d+ left$/);
    await healthy();
  });

  test('the process that holds the port of the API is ended, and the API started', async () => {
    await hostPortTakenByProcess.make(stack);
    const scene = stage(endProcess, { port: stack.ports.api });
    const plan = await scene.plan();
    const done = await scene.act(plan);
    expect(words(done.says)).toMatch(/^node, pid \d+, ended; port \d+ is free, started \S+-api-server$/);
    expect(scene.steps.map((step) => step.split(' ')[0])).toEqual(['ending', 'starting']);
    await healthy();
    expect((await scene.settle(plan)).happened).toBe('yes');
  });
});
