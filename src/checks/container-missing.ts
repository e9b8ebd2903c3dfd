import type { UnknownFact } from '../runbook/facts.js';
import type { ContainerFacts } from './container-facts.js';
import type { EngineEvent } from './containers.js';
import { eventsOf, gapSince, untoldBefore, type Told } from './history.js';

/** Judges a service without a container: what its last one did is known from the engine's events, as far as they reach. */
export function missingFacts(told: Told, now: Date, window: number): ContainerFacts {
  const last = lastContainer(told);
  const run = last.slice(
    Math.max(
      0,
      last.findLastIndex((event) => event.action === 'start'),
    ),
  );
  const die = run.findLast((event) => event.action === 'die');
  const oom = run.findLast((event) => event.action === 'oom');
  const destroyed = last.at(-1)?.action === 'destroy';
  const untold = untoldBefore(told);
  const windowStart = new Date(now.getTime() - window).toISOString();
  // What is complete since it was created is complete for it.
  const created = last.find((event) => event.action === 'create')?.at ?? windowStart;
  const gap = gapSince(told, created > windowStart ? created : windowStart);
  const count = (action: string): number | UnknownFact =>
    gap ?? last.filter((event) => event.action === action && event.at >= windowStart).length;
  return {
    ...NOTHING,
    removed: destroyed ? true : untold,
    exit_code: exitCodeOf(die),
    oom_killed: destroyed ? oom !== undefined : untold,
    killed_for_memory_at: destroyed ? (oom?.at ?? null) : untold,
    stopped_by_hand: destroyed ? wasStopped(run, oom) : untold,
    exits_recent: count('die'),
    ooms_recent: count('oom'),
    started_at: last.findLast((event) => event.action === 'start')?.at ?? null,
    finished_at: (die ?? (destroyed ? last.at(-1) : undefined))?.at ?? null,
  };
}

const NOTHING = {
  found: false,
  running: false,
  status: 'missing',
  error: '',
  restarts: 0,
  restarts_recent: 0,
  restart_loop: false,
  created_at: null,
  replaced_at: null,
  uptime: 0,
  health: 'none',
  healthy: false,
  starting_for: 0,
  failing_streak: 0,
  health_output: '',
  name: '',
  image: '',
  memory_limit: 0,
} as const;

/** When the last container was removed; null where the events do not tell. */
export function removedAt(told: Told): string | null {
  const end = lastContainer(told).at(-1);
  return end?.action === 'destroy' ? end.at : null;
}

function lastContainer(told: Told): readonly EngineEvent[] {
  const events = eventsOf(told);
  const id = events.at(-1)?.containerId;
  return events.filter((event) => event.containerId === id);
}

function exitCodeOf(die: EngineEvent | undefined): number {
  const code = Number(die?.detail ?? 0);
  return Number.isSafeInteger(code) ? code : 0;
}

/** `docker rm -f` sends a kill and no stop. */
function wasStopped(events: readonly EngineEvent[], oom: EngineEvent | undefined): boolean {
  return oom === undefined && events.some((event) => event.action === 'stop' || event.action === 'kill');
}
