import { expect } from '@jest/globals';
import type { Stack } from '../../../../demo/stack.js';
import { until } from '../../../until.js';
import { ask, type EvidenceOf } from '../trials.js';

const unhealthy = { status: 'running', health: 'unhealthy' };
const healthy = { status: 'running', health: 'healthy' };

async function memoryPercent(stack: Stack): Promise<number> {
  const stats = await stack.docker(['stats', '--no-stream', '--format', '{{.MemPerc}}', stack.containers.api]);
  return Number.parseFloat(stats);
}

/** Faults of an API that runs on. */
export const runs: EvidenceOf = {
  slow: {
    state: unhealthy,
    answer: 'silent',
    log: 'quiet',
    also: async (stack) => {
      const from = performance.now();
      expect((await fetch(stack.urls.health)).status).toBe(200);
      expect(performance.now() - from).toBeGreaterThan(2_900);
    },
  },
  busy: {
    state: unhealthy,
    answer: 'silent',
    log: 'quiet',
    // How much CPU it gets depends on who else wants some; that it always wants some does not.
    also: async (stack) => expect(await stack.exec('api', ['ps', '-C', 'uvicorn', '-o', 'stat='])).toMatch(/^R/),
  },
  'cpu-starved': {
    state: unhealthy,
    answer: 'silent',
    log: 'quiet',
    also: async (stack) => {
      const limit = ['inspect', '--format', '{{.HostConfig.NanoCpus}}', stack.containers.api];
      expect((await stack.docker(limit)).trim()).toBe('50000000');
    },
  },
  'disk-full': {
    state: unhealthy,
    answer: 500,
    log: /Traceback[\s\S]*^OSError: \[Errno 28\] No space left on device$/m,
  },
  'too-many-files': {
    state: unhealthy,
    answer: 'silent',
    log: /^OSError: \[Errno 24\] Too many open files[\s\S]*socket\.accept\(\) out of system resource/m,
  },
  'wrong-body': {
    state: healthy,
    answer: 200,
    log: 'quiet',
    also: async (stack) => expect(await (await fetch(stack.urls.health)).text()).toContain('We will be back soon'),
  },
  'two-at-once': {
    state: { ...unhealthy, oomKilled: false },
    answer: 503,
    log: /could not connect to redis: Error -2 connecting to redis:6379/,
    also: async (stack) => {
      await until(async () => (await memoryPercent(stack)) > 90, 'its memory is used up');
      expect(await stack.state('redis')).toMatchObject({ status: 'exited' });
      expect(await ask(stack.urls.health)).toBe(503);
    },
  },
};
