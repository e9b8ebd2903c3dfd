import { cutText } from '../text/clean.js';
import type { Facts, FactSpec, FactValue, UnknownFact } from '../runbook/facts.js';
import { eventsOfRun, hasEnded, killedForMemory, stoppedByHand } from './container-end.js';
import type { ContainerState } from './containers.js';
import { eventsOf, gapSince, type Told } from './history.js';

/** What the check saw, before any judgement. `window` is in milliseconds. */
export interface Seen {
  readonly state: ContainerState;
  readonly told: Told;
  readonly now: Date;
  readonly window: number;
}

export const containerSpecs = {
  found: { type: 'bool', says: 'The service has a container.' },
  removed: { type: 'bool', says: 'It had one, which was removed; unknown where Docker events do not reach back.' },
  running: { type: 'bool', says: 'Its status is running.' },
  status: {
    type: 'string',
    says: 'One of created, running, paused, restarting, removing, exited or dead; missing where there is none.',
  },
  exit_code: {
    type: 'int',
    says: 'Exit code of the last run; 0 while it runs, never ran or is missing without a trace.',
  },
  oom_killed: {
    type: 'bool',
    says: 'The kernel killed a process of the current or last run for memory, believably: exit 137 with the OOM flag, or an oom event.',
  },
  killed_for_memory_at: { type: 'time', says: 'When that was, the newest time; null when it was not.' },
  stopped_by_hand: {
    type: 'bool',
    says: 'It ended because somebody stopped or killed it through Docker, the bot included.',
  },
  error: { type: 'string', says: "The engine's reason why it did not start; empty where there is none." },
  restarts: { type: 'int', says: 'How often its restart policy started it again, since it was created.' },
  exits_recent: { type: 'int', says: 'How often this container ended within the window, for whatever reason.' },
  ooms_recent: {
    type: 'int',
    says: 'How often the kernel killed in this container for memory within the window, over all its runs.',
  },
  started_at: { type: 'time', says: 'When the current or last run began; null when it never ran.' },
  finished_at: { type: 'time', says: 'When the last run ended; null while it runs for the first time.' },
  uptime: { type: 'int', unit: 'ms', says: 'How long the current run lasts; 0 when it does not run.' },
  health: {
    type: 'string',
    says: 'One of none, starting, healthy or unhealthy; none where it does not run or has no healthcheck.',
  },
  healthy: { type: 'bool', says: 'It runs and its healthcheck says healthy.' },
  failing_streak: {
    type: 'int',
    says: 'Failed health probes in a row, those during the start included; 0 when it does not run.',
  },
  health_output: { type: 'string', says: 'What the newest health probe said, 500 characters at most.' },
  name: { type: 'string', says: 'Name of the container; empty where it is missing.' },
  image: { type: 'string', says: 'Image it was created from; empty where it is missing.' },
  memory_limit: { type: 'int', unit: 'bytes', says: 'Its memory limit; 0 is none.' },
} satisfies Readonly<Record<string, FactSpec>>;

export type ContainerFacts = Record<keyof typeof containerSpecs, FactValue | UnknownFact> & Facts;

/** Judges a container that exists. Strings are as the engine gave them: clean them before. */
export function containerFacts({ state, told, now, window }: Seen): ContainerFacts {
  const running = state.status === 'running';
  const memory = killedForMemory(state, told);
  return {
    found: true,
    removed: false,
    running,
    status: state.status,
    exit_code: hasEnded(state) ? state.exitCode : 0,
    oom_killed: memory,
    killed_for_memory_at: memory === true ? memoryKillTime(state, told) : memory === false ? null : memory,
    stopped_by_hand: stoppedByHand(state, told),
    error: cutText(state.error, 500),
    restarts: state.restartCount,
    exits_recent: recent('die', { state, told, now, window }),
    ooms_recent: recent('oom', { state, told, now, window }),
    started_at: state.startedAt,
    finished_at: state.finishedAt,
    uptime: running && state.startedAt !== null ? Math.max(0, now.getTime() - Date.parse(state.startedAt)) : 0,
    // Judged by status first: a container that is down may still report unhealthy.
    health: running ? state.health : 'none',
    healthy: running && state.health === 'healthy',
    failing_streak: running ? failingStreak(state) : 0,
    health_output: cutText(state.healthLog.at(-1)?.output ?? '', 500),
    name: state.name,
    image: state.image,
    memory_limit: state.memoryLimit,
  };
}

function memoryKillTime(state: ContainerState, told: Told): string | null {
  const run = { id: state.id, startedAt: state.startedAt ?? state.createdAt };
  const kills = eventsOfRun(told, run).filter((event) => event.action === 'oom');
  return kills.at(-1)?.at ?? state.finishedAt;
}

function recent(action: string, { state, told, now, window }: Seen): number | UnknownFact {
  const windowStart = new Date(now.getTime() - window).toISOString();
  const from = Date.parse(state.createdAt) > Date.parse(windowStart) ? state.createdAt : windowStart;
  const events = eventsOf(told).filter((event) => event.containerId === state.id);
  const created = events.find((event) => event.action === 'create');
  // The create event comes just after the creation; what is complete since it is complete.
  const gap = gapSince(told, from === state.createdAt && created !== undefined ? created.at : from);
  return gap ?? events.filter((event) => event.action === action && Date.parse(event.at) >= Date.parse(from)).length;
}

/** The engine counts no failures during the start period; the probes themselves do show them. */
function failingStreak(state: ContainerState): number {
  const lastPass = state.healthLog.findLastIndex((probe) => probe.exitCode === 0);
  return Math.max(state.failingStreak, state.health === 'none' ? 0 : state.healthLog.length - 1 - lastPass);
}
