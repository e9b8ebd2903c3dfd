import { z } from 'zod';
import type { StatsSample } from '../checks/containers.js';
import { engineTime } from './time.js';

const cpu = z.object({
  cpu_usage: z.object({ total_usage: z.number(), percpu_usage: z.array(z.number()).nullish() }),
  system_cpu_usage: z.number().optional(),
  online_cpus: z.number().optional(),
  throttling_data: z.object({ periods: z.number(), throttled_periods: z.number() }).nullish(),
});

const measured = z.object({
  read: z.string(),
  pids_stats: z.object({ current: z.number().default(0) }).nullish(),
  cpu_stats: cpu,
  precpu_stats: cpu.nullish(),
  memory_stats: z.object({
    usage: z.number(),
    limit: z.number(),
    stats: z.record(z.string(), z.number()).nullish(),
  }),
});

type Measured = z.infer<typeof measured>;

/** Understands one message of the stats stream, or null: while a container is down the engine sends messages without values. */
export function toSample(written: unknown): StatsSample | null {
  const parsed = measured.safeParse(written);
  const at = parsed.success ? engineTime(parsed.data.read) : null;
  if (!parsed.success || at === null) return null;
  const { memory_stats: memory, pids_stats: pids } = parsed.data;
  return {
    at,
    cpuPercent: cpuPercent(parsed.data),
    throttledPercent: throttledPercent(parsed.data),
    memoryUsed: memory.usage - cache(memory.usage, memory.stats ?? {}),
    memoryLimit: memory.limit,
    pids: pids?.current ?? 0,
  };
}

/** The page cache that the kernel would give back first, under its name in cgroup v1 and in v2. */
function cache(usage: number, stats: Readonly<Record<string, number>>): number {
  const inactive = stats['total_inactive_file'] ?? stats['inactive_file'] ?? 0;
  return inactive < usage ? inactive : 0;
}

function cpuPercent({ cpu_stats: now, precpu_stats: before }: Measured): number | null {
  if (before?.system_cpu_usage === undefined || now.system_cpu_usage === undefined) return null;
  const system = now.system_cpu_usage - before.system_cpu_usage;
  const own = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  if (system <= 0 || own < 0) return null;
  const cores = now.online_cpus ?? now.cpu_usage.percpu_usage?.length ?? 1;
  return (own / system) * cores * 100;
}

/** Without a CPU limit no periods are counted, and nothing is ever throttled. */
function throttledPercent({ cpu_stats: { throttling_data: now }, precpu_stats }: Measured): number | null {
  const before = precpu_stats?.throttling_data;
  if (precpu_stats?.system_cpu_usage === undefined) return null;
  const periods = (now?.periods ?? 0) - (before?.periods ?? 0);
  return periods <= 0 ? 0 : (((now?.throttled_periods ?? 0) - (before?.throttled_periods ?? 0)) / periods) * 100;
}
