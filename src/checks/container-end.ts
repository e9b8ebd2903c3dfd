import type { UnknownFact } from '../runbook/facts.js';
import type { ContainerState, EngineEvent } from './containers.js';
import { eventsOf, gapSince, type Told } from './history.js';

/** How the current or last run of a container went; `run` is when it began. */
export interface Run {
  readonly id: string;
  readonly startedAt: string;
}

// INT, QUIT, KILL, TERM: what `docker stop`, `docker kill` and Compose send to end a container.
const ENDING_SIGNALS = new Set(['2', '3', '9', '15']);
const EXITS_AFTER_SIGNAL = new Set([0, 130, 131, 137, 143]);
// A signal that was sent longer before is not why it ended.
const SIGNAL_REACH = 120_000;
// Event times and the times in the container's state are taken some milliseconds apart.
const SLACK = 1_000;

/** True for a container that ended or is between two runs: its exit code and OOM flag are about its last run. */
export function hasEnded(state: ContainerState): boolean {
  return state.status === 'exited' || state.status === 'restarting' || state.status === 'dead';
}

/** The events of one run, oldest first. */
export function eventsOfRun(told: Told, run: Run): EngineEvent[] {
  const from = Date.parse(run.startedAt);
  return eventsOf(told).filter((event) => event.containerId === run.id && Date.parse(event.at) >= from);
}

/** Null when no event of this run can be missing. */
export function gapInRun(told: Told, run: Run): UnknownFact | null {
  // The start event comes just after StartedAt; what is complete since it is complete.
  const began = eventsOfRun(told, run).find((event) => event.action === 'start');
  return gapSince(told, began?.at ?? run.startedAt);
}

/**
 * Whether the kernel killed a process of this run for memory. The engine's flag alone may be old while the container
 * runs and may mean a child process when it ended otherwise, so it is believed only beside exit code 137.
 */
export function killedForMemory(state: ContainerState, told: Told): boolean | UnknownFact {
  if (state.startedAt === null) return false;
  const run = { id: state.id, startedAt: state.startedAt };
  if (eventsOfRun(told, run).some((event) => event.action === 'oom')) return true;
  if (hasEnded(state) && state.oomKilled && state.exitCode === 137) return true;
  if (hasEnded(state) && !state.oomKilled && state.exitCode !== 137) return false;
  return gapInRun(told, run) ?? false;
}

/** Whether somebody ended this run through Docker: a stop, or a signal that ends, shortly before it died. */
export function stoppedByHand(state: ContainerState, told: Told): boolean | UnknownFact {
  if (!hasEnded(state) || state.startedAt === null || state.finishedAt === null) return false;
  const run = { id: state.id, startedAt: state.startedAt };
  const ended = Date.parse(state.finishedAt);
  const events = eventsOfRun(told, run);
  if (events.some((event) => event.action === 'stop' && Date.parse(event.at) >= ended - SLACK)) return true;
  const memory = killedForMemory(state, told);
  if (memory === true) return false;
  const from = Math.max(Date.parse(run.startedAt), ended - SIGNAL_REACH);
  const signalled = events.some((event) => endsByHand(event) && isBetween(event, from, ended + SLACK));
  if (signalled && EXITS_AFTER_SIGNAL.has(state.exitCode)) return true;
  const gap = gapInRun(told, run);
  return gap === null ? false : (gapSince(told, new Date(from).toISOString()) ?? false);
}

/** True for a signal sent through Docker that ends a program. */
export function endsByHand(event: EngineEvent): boolean {
  return event.action === 'kill' && ENDING_SIGNALS.has(event.detail);
}

function isBetween(event: EngineEvent, from: number, to: number): boolean {
  const at = Date.parse(event.at);
  return at >= from && at <= to;
}
