import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { StatsSample } from '../../src/checks/containers.js';
import { Usage, UsageRecord } from '../../src/docker/usage.js';

const START = Date.parse('2025-12-04T03:00:00.000Z');
const HOUR = 3_600_000;

function sampleAt(second: number, memoryUsed: number, cpuPercent: number | null = 1): StatsSample {
  const at = new Date(START + second * 1_000).toISOString();
  return { at, memoryUsed, memoryLimit: 1_000, cpuPercent, throttledPercent: 0, pids: 1 };
}

function recordOf(samples: readonly StatsSample[]): UsageRecord {
  const record = new UsageRecord();
  for (const sample of samples) record.add(sample);
  return record;
}

const all = (record: UsageRecord) => record.between(new Date(0), new Date(START + 100 * HOUR));

describe('what a service used', () => {
  test('two minutes are kept whole, what is older becomes one sample in ten seconds with its peaks', () => {
    const spike = (second: number) => (second === 44 ? 900 : 100);
    const record = recordOf(Array.from({ length: 200 }, (_, s) => sampleAt(s, spike(s), s === 47 ? 95 : 1)));
    const told = all(record);
    expect(told).toHaveLength(7 + 131);
    expect(told.filter(({ memory }) => memory === 900)).toEqual([
      { at: '2025-12-04T03:00:44.000Z', memory: 900, limit: 1_000, cpu: 95 },
    ]);
  });

  test('six hours are kept, and no more', () => {
    const record = recordOf(Array.from({ length: 8 * 360 }, (_, index) => sampleAt(index * 10, 100)));
    const end = new Date(START + 8 * HOUR);
    expect(record.between(new Date(START), new Date(START + 2 * HOUR - 20_000))).toEqual([]);
    expect(record.between(new Date(START + 2 * HOUR), end)[0]?.at).toBe('2025-12-04T05:00:00.000Z');
  });

  test('a sample that comes twice, or late, is counted once', () => {
    const record = recordOf([sampleAt(1, 1), sampleAt(2, 2), sampleAt(2, 2), sampleAt(1, 1), sampleAt(3, 3)]);
    expect(all(record).map(({ memory }) => memory)).toEqual([1, 2, 3]);
  });

  test('nobody knows the CPU where no sample of the interval does', () => {
    const record = recordOf([sampleAt(0, 5, null), sampleAt(1, 4, 7), sampleAt(10, 3, null), sampleAt(500, 1)]);
    expect(all(record).map(({ memory, cpu }) => [memory, cpu])).toEqual([
      [5, 7],
      [3, null],
      [1, 1],
    ]);
  });

  test('at most 240 samples are told, in order, within the time asked for, with the highest memory and CPU', () => {
    const measured = fc.array(fc.record({ memory: fc.nat(1_000), cpu: fc.nat(400) }), {
      minLength: 1,
      maxLength: 1_500,
    });
    fc.assert(
      fc.property(measured, (values) => {
        const record = recordOf(values.map(({ memory, cpu }, index) => sampleAt(index * 11, memory, cpu)));
        const told = all(record);
        expect(told.length).toBeLessThanOrEqual(240);
        if (values.length <= 240) expect(told).toHaveLength(values.length);
        expect(told.map(({ at }) => at)).toEqual([...new Set(told.map(({ at }) => at))].sort());
        expect(Math.max(...told.map(({ memory }) => memory))).toBe(Math.max(...values.map(({ memory }) => memory)));
        expect(Math.max(...told.map(({ cpu }) => cpu ?? 0))).toBe(Math.max(...values.map(({ cpu }) => cpu)));
      }),
      { numRuns: 60 },
    );
  });

  test('services are told apart by what config.yml says of their container', () => {
    const usage = new Usage();
    usage.add({ name: 'api' }, sampleAt(0, 1));
    usage.add({ name: 'cache' }, sampleAt(0, 2));
    const [from, to] = [new Date(START), new Date(START)];
    expect(usage.between({ name: 'api' }, from, to).map(({ memory }) => memory)).toEqual([1]);
    expect(usage.between({ id: 'api' }, from, to)).toEqual([]);
  });
});
