import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { deadlocked } from '../../../demo/faults/deadlocked.js';
import { hostPortTakenByContainer } from '../../../demo/faults/host-port-taken-by-container.js';
import { networkDisconnected } from '../../../demo/faults/network-disconnected.js';
import { oom } from '../../../demo/faults/oom.js';
import { untilHealthy, type Fault } from '../../../demo/faults/fault.js';
import { Stack } from '../../../demo/stack.js';
import type { Done } from '../../../src/remedies/remedy.js';
import { Site } from './site.js';

let stack: Stack;
let site: Site;
beforeAll(async () => {
  stack = await Stack.up({ project: `runbook-bot-remedies-${process.pid}` });
  site = await Site.open();
});
afterEach(() => stack.restore());
afterAll(async () => {
  await site.close();
  await stack.down();
});

/** Breaks the demo's API, and does a remedy to it; it must be healthy afterwards. */
async function mend(fault: Fault, type: string, params: object = {}): Promise<Done> {
  await fault.make(stack);
  const container = { compose: { project: stack.project, service: 'api' } };
  const place = site.place();
  const service = { name: 'api', host: 'local', container, project: null };
  const prepared = await site.plan(type, params, { ...place, service, world: { ...place.world, service } });
  const done = await prepared.act();
  await untilHealthy(stack);
  expect(done.result).toBe('done');
  return done;
}

describe('on the demo stack', () => {
  test('a deadlock is dumped before the restart that ends it', async () => {
    const { texts } = await mend(deadlocked, 'dump_and_restart', { wait: '5s', grace: '1s' });
    expect(texts?.[0]?.body).toMatch(/Thread 0x[\s\S]*breakage\.py/);
  });

  test('more memory brings back what was killed for it', async () => {
    const { says } = await mend(oom, 'raise_memory');
    expect(says).toEqual(['limit 256 MiB to 512 MiB, started']);
  });

  test('a lost network is joined again', async () => {
    await mend(networkDisconnected, 'reconnect', { peers: ['postgres', 'redis'] });
  });

  test('a port that another container took is given back', async () => {
    await mend(hostPortTakenByContainer, 'stop_holder', { port: stack.ports.api, grace: '1s' });
  });

  test('a hung process is killed and made anew', async () => {
    const { texts } = await mend(deadlocked, 'hard_restart', { startup: 'Application startup complete' });
    expect(texts?.[0]?.body).toContain('Application startup complete');
  });
});
