import { cutText } from '../text/clean.js';
import type { Facts, FactSpec, FactValue, UnknownFact } from '../runbook/facts.js';
import { eventsOfRun, hasEnded, killedForMemory, stoppedByHand } from './container-end.js';
import type { ContainerState } from './containers.js';
import { eventsOf, type Told } from './history.js';
import { failingStreak, probesOfRun } from './probes.js';
import { replacedAt, restartLoop, restartsRecent, windowOf } from './restarts.js';

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
  restarts_recent: { type: 'int', says: 'How often its restart policy started it again within the window.' },
  restart_loop: {
    type: 'bool',
    says: 'It ends again and again: its restart policy started it at least twice within the window, and it is between two runs or runs for less than a minute.',
  },
  created_at: { type: 'time', says: 'When the container was created; null where it is missing.' },
  replaced_at: {
    type: 'time',
    says: 'When it took the place of another container of the service within the window; null when it did not.',
  },
  started_at: { type: 'time', says: 'When the current or last run began; null when it never ran.' },
  finished_at: { type: 'time', says: 'When the last run ended; null while it runs for the first time.' },
  uptime: { type: 'int', unit: 'ms', says: 'How long the current run lasts; 0 when it does not run.' },
  health: {
    type: 'string',
    says: 'One of none, starting, healthy or unhealthy; none where it does not run or has no healthcheck.',
  },
  healthy: { type: 'bool', says: 'It runs and its healthcheck says healthy.' },
  starting_for: {
    type: 'int',
    unit: 'ms',
    says: 'How long its healthcheck has been saying starting; 0 when it says something else.',
  },
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
    restarts_recent: restartsRecent(state, told, now, window),
    restart_loop: restartLoop(state, told, now, window),
    created_at: state.createdAt,
    replaced_at: replacedAt(state, told, now, window),
    started_at: state.startedAt,
    finished_at: state.finishedAt,
    uptime: running ? age(state.startedAt, now) : 0,
    // Judged by status first: a container that is down may still report unhealthy.
    health: running ? state.health : 'none',
    healthy: running && state.health === 'healthy',
    starting_for: running && state.health === 'starting' ? age(state.startedAt, now) : 0,
    failing_streak: running ? failingStreak(state) : 0,
    health_output: cutText(probesOfRun(state).at(-1)?.output ?? '', 500),
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

function age(since: string | null, now: Date): number {
  return since === null ? 0 : Math.max(0, now.getTime() - Date.parse(since));
}

function recent(action: string, { state, told, now, window }: Seen): number | UnknownFact {
  const { from, gap } = windowOf(state, told, now, window);
  const events = eventsOf(told).filter((event) => event.containerId === state.id && event.action === action);
  return gap ?? events.filter((event) => Date.parse(event.at) >= Date.parse(from)).length;
}
