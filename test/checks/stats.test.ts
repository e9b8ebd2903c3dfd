import { describe, expect, test } from '@jest/globals';
import { stats } from '../../src/checks/stats.js';
import type { ContainerState, StatsSample } from '../../src/checks/containers.js';
import { misfits } from '../../src/runbook/facts.js';
import { ended, never, NOW, state, words, world } from './builders.js';

const GIB = 1024 ** 3;
const params = { type: 'stats' };

function sample(at: string, used: number, cpuPercent: number | null = 0.2): StatsSample {
  return {
    at,
    cpuPercent,
    throttledPercent: cpuPercent === null ? null : 0,
    memoryUsed: used,
    memoryLimit: 2 * GIB,
    pids: 3,
  };
}

async function look(container: ContainerState, samples: readonly StatsSample[]) {
  const seen = await stats.run(params, world(container, { stats: () => Promise.resolve(samples) }), never);
  expect(misfits(stats.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

describe('what a container uses', () => {
  test('is its newest sample while it runs', async () => {
    const samples = [sample('2026-01-01T03:09:58.000Z', 1.5 * GIB), sample(NOW.toISOString(), GIB)];
    const { facts, line } = await look(state(), samples);
    expect(facts).toEqual({
      live: true,
      sampled_at: NOW.toISOString(),
      memory_used: GIB,
      memory_limit: 2 * GIB,
      memory_percent: 50,
      memory_peak_percent: 75,
      cpu_percent: 0.2,
      throttled_percent: 0,
      pids: 3,
    });
    expect(line).toBe('memory 1.0 of 2.0 GiB, CPU 0.2 %');
  });

  test('is told with how much its CPU limit held it back in the last 30 seconds', async () => {
    const waited = (at: string, throttledPercent: number | null) => ({ ...sample(at, GIB), throttledPercent });
    const { facts, line } = await look(state(), [
      waited('2026-01-01T03:09:20.000Z', 100),
      waited('2026-01-01T03:09:40.000Z', null),
      waited('2026-01-01T03:09:58.000Z', 90),
      waited(NOW.toISOString(), 20),
    ]);
    expect(facts).toMatchObject({ throttled_percent: 55 });
    expect(line).toBe('memory 1.0 of 2.0 GiB, CPU 0.2 %, held back by its CPU limit 55 % of the time');
  });

  test('is told of a container that died, with the time', async () => {
    const { facts, line } = await look(ended(137), [sample('2026-01-01T03:04:09.000Z', 2 * GIB)]);
    expect(facts).toMatchObject({ live: false, memory_percent: 100 });
    expect(line).toBe('memory 2.0 of 2.0 GiB, CPU 0.2 %, last measured <03:04:09>');
  });

  test('is unknown when only the run before was measured', async () => {
    const { facts, line } = await look(state(), [sample('2026-01-01T01:50:00.000Z', GIB)]);
    expect(facts).toMatchObject({ live: false, memory_used: { unknown: 'no sample of this run was kept' } });
    expect(line).toBe('no sample of this run was kept');
  });

  test('has no processor time with one sample', async () => {
    const { facts, line } = await look(state(), [sample(NOW.toISOString(), GIB, null)]);
    expect(facts['cpu_percent']).toEqual({ unknown: 'one sample so far; processor time needs two' });
    expect(line).toBe('memory 1.0 of 2.0 GiB');
  });

  test('cannot be told when there is no container', async () => {
    await expect(stats.run(params, world(null), never)).rejects.toThrow('there is no container');
  });
});
