import type { ContainerState } from './containers.js';

type Probe = ContainerState['healthLog'][number];

/** The probes of the current or last run, oldest first: after a restart the engine still shows those of the run before. */
export function probesOfRun(state: ContainerState): readonly Probe[] {
  const began = Date.parse(state.startedAt ?? '');
  return state.healthLog.filter((probe) => !(Date.parse(probe.at) < began));
}

/** Failed probes in a row. The engine counts no failures during the start period; the probes themselves do show them. */
export function failingStreak(state: ContainerState): number {
  const probes = probesOfRun(state);
  const lastPass = probes.findLastIndex((probe) => probe.exitCode === 0);
  return Math.max(state.failingStreak, state.health === 'none' ? 0 : probes.length - 1 - lastPass);
}
