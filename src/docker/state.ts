import { z } from 'zod';
import type { ContainerState } from '../checks/containers.js';
import { engineTime } from './time.js';

const probe = z.object({ Start: z.string(), ExitCode: z.number(), Output: z.string().nullish() });

const health = z.object({
  Status: z.enum(['none', 'starting', 'healthy', 'unhealthy']).or(z.literal('').transform(() => 'none' as const)),
  FailingStreak: z.number(),
  Log: z.array(probe).nullish(),
});

/** What the Engine API answers to `GET /containers/{id}/json`, as far as the bot reads it. */
export const inspection = z.object({
  Id: z.string().min(1),
  Name: z.string(),
  Created: z.string(),
  RestartCount: z.number().default(0),
  State: z.object({
    Status: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
    ExitCode: z.number(),
    OOMKilled: z.boolean().default(false),
    Error: z.string().default(''),
    StartedAt: z.string().default(''),
    FinishedAt: z.string().default(''),
    Health: health.nullish(),
  }),
  Config: z.object({ Image: z.string().default(''), Tty: z.boolean().default(false) }),
  HostConfig: z.object({
    Memory: z.number().default(0),
    RestartPolicy: z.object({ Name: z.string().default('') }).nullish(),
  }),
});

export type Inspection = z.infer<typeof inspection>;

/** Puts an inspection into the bot's words. */
export function toState(seen: Inspection): ContainerState {
  const { State: state } = seen;
  return {
    id: seen.Id,
    name: seen.Name.replace(/^\//, ''),
    image: seen.Config.Image,
    status: state.Status,
    exitCode: state.ExitCode,
    oomKilled: state.OOMKilled,
    error: state.Error,
    startedAt: engineTime(state.StartedAt),
    finishedAt: engineTime(state.FinishedAt),
    createdAt: engineTime(seen.Created) ?? new Date(0).toISOString(),
    restartCount: seen.RestartCount,
    restartPolicy: seen.HostConfig.RestartPolicy?.Name || 'no',
    health: state.Health?.Status ?? 'none',
    failingStreak: state.Health?.FailingStreak ?? 0,
    healthLog: (state.Health?.Log ?? []).map((one) => ({
      at: engineTime(one.Start) ?? '',
      exitCode: one.ExitCode,
      output: one.Output ?? '',
    })),
    memoryLimit: seen.HostConfig.Memory,
    tty: seen.Config.Tty,
  };
}
