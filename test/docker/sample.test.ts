import { describe, expect, test } from '@jest/globals';
import { toSample } from '../../src/docker/sample.js';
import { Samples } from '../../src/docker/samples.js';

const MIB = 1024 * 1024;

function written(change: { read?: string; memory?: object; before?: object } = {}): unknown {
  return {
    read: change.read ?? '2026-01-01T00:00:10.5Z',
    pids_stats: { current: 7 },
    cpu_stats: { cpu_usage: { total_usage: 3_000 }, system_cpu_usage: 20_000, online_cpus: 2 },
    precpu_stats: change.before ?? { cpu_usage: { total_usage: 1_000 }, system_cpu_usage: 10_000, online_cpus: 2 },
    memory_stats: { usage: 100 * MIB, limit: 200 * MIB, stats: {}, ...change.memory },
  };
}

describe('a sample', () => {
  test('shows the processor as docker stats does: two cores make 200 %', () => {
    expect(toSample(written())?.cpuPercent).toBe(40);
  });

  test('has no processor time when nothing was measured before', () => {
    expect(toSample(written({ before: { cpu_usage: { total_usage: 0 } } }))?.cpuPercent).toBeNull();
  });

  test('tells how often its CPU limit made it wait, never where it has no limit', () => {
    const throttled = (periods: number, throttled_periods: number): object => ({
      cpu_usage: { total_usage: 1_000 },
      system_cpu_usage: periods * 1_000,
      throttling_data: { periods, throttled_periods },
    });
    const message = written({ before: throttled(10, 5) }) as object;
    expect(toSample({ ...message, cpu_stats: throttled(20, 14) })?.throttledPercent).toBe(90);
    expect(toSample({ ...message, cpu_stats: throttled(10, 5) })?.throttledPercent).toBe(0);
    expect(toSample(written())?.throttledPercent).toBe(0);
    expect(toSample(written({ before: { cpu_usage: { total_usage: 0 } } }))?.throttledPercent).toBeNull();
  });

  test.each([
    ['version 1', { total_inactive_file: 30 * MIB, inactive_file: 1 }, 70 * MIB],
    ['version 2', { inactive_file: 30 * MIB }, 70 * MIB],
    ['none', {}, 100 * MIB],
    ['more than is used', { inactive_file: 300 * MIB }, 100 * MIB],
  ])('counts memory without the page cache, cgroup %s', (_title, stats, used) => {
    expect(toSample(written({ memory: { stats } }))).toMatchObject({
      memoryUsed: used,
      memoryLimit: 200 * MIB,
      pids: 7,
    });
  });

  test.each([
    ['of a container that is down', { read: '0001-01-01T00:00:00Z', cpu_stats: { cpu_usage: {} }, memory_stats: {} }],
    ['with values but no time', written({ read: '0001-01-01T00:00:00Z' })],
    ['that is nothing of the kind', 'hello'],
  ])('is none in a message %s', (_title, message) => {
    expect(toSample(message)).toBeNull();
  });
});

describe('kept samples', () => {
  const sample = (second: number) => ({
    at: new Date(second * 1000).toISOString(),
    cpuPercent: 0,
    throttledPercent: 0,
    memoryUsed: 0,
    memoryLimit: 1,
    pids: 1,
  });

  test('are those of the last two minutes of a container, long after it died', () => {
    const samples = new Samples();
    for (let second = 0; second <= 300; second += 1) samples.add('a', sample(second));
    samples.add('b', sample(9_000));
    const kept = samples.of('a');
    expect(kept[0]?.at).toBe(sample(170).at);
    expect(kept.at(-1)?.at).toBe(sample(300).at);
    expect(samples.of('c')).toEqual([]);
  });

  test('are given up for containers longest without one', () => {
    const samples = new Samples();
    for (let container = 0; container < 60; container += 1) samples.add(`c${container}`, sample(container));
    expect(samples.of('c9')).toEqual([]);
    expect(samples.of('c10')).toHaveLength(1);
  });

  test('hold the same measurement once', () => {
    const samples = new Samples();
    samples.add('a', sample(1));
    samples.add('a', sample(1));
    expect(samples.of('a')).toHaveLength(1);
  });
});
