import { makeRunbook } from './builders.js';
import type { Facts } from '../src/runbook/facts.js';
import type { Text } from '../src/text/text.js';

/** A small runbook with one of everything: yes, no and unknown branches, a false alarm, a blind outcome, rival and independent causes. */
export const sample = makeRunbook(`
checks:
  health: { type: bot, title: Health endpoint, has: { ok: bool, error: string, latency: ms } }
  container: { type: docker, title: Container, has: { running: bool, oom_killed: bool, stopped: bool, killed_at: time, exit_code: int } }
  log: { type: docker, title: Log, has: { out_of_memory: lines } }
  database: { type: bot, title: PostgreSQL, has: { ok: bool, error: string } }
  cache: { type: bot, title: Redis, has: { open: bool } }
users_feel: health
tree:
  - ask: Does the health endpoint answer?
    when: health.ok
    yes: false_alarm
  - ask: Is the container running?
    when: container.running
    no: container_down
    unknown: docker_silent
  - ask: Are its dependencies up?
    when: database.ok && cache.open
    yes: hangs
    no: dependency_down
outcomes:
  false_alarm: { title: false alarm, state: up, kind: false_alarm, only_if: health.ok && container.running, next: check the alert rule and the Prometheus target., show: [health, container] }
  container_down: { title: container not running, state: down, next: 'start it with \`docker compose up -d api\`.', show: [container] }
  docker_silent: { title: Docker not reachable, state: down, kind: blind, next: check Docker on the host., show: [health, database, cache] }
  hangs: { title: does not answer, state: down, next: restart it., show: [health, container] }
  dependency_down: { title: a dependency is down, state: down, next: bring the dependency back first., show: [database, cache] }
causes:
  out_of_memory:
    title: out of memory
    next: 'raise its memory limit, then \`docker compose up -d api\`.'
    symptoms:
      - { when: container.oom_killed, weight: 6, say: 'killed by the kernel for memory at {{container.killed_at}}, exit {{container.exit_code}}' }
      - { when: log.out_of_memory.size() > 0, weight: 2, say: 'its log says {{log.out_of_memory}}' }
      - { when: container.running, weight: -4 }
  stopped_by_hand:
    title: stopped by hand
    next: ask in the channel who stopped it.
    symptoms:
      - { when: container.stopped, weight: 5, say: 'stopped through Docker, exit {{container.exit_code}}' }
      - { when: container.oom_killed, weight: -6 }
  database_down:
    title: database down
    independent: true
    next: start PostgreSQL.
    symptoms:
      - { when: '!database.ok', weight: 5, say: 'PostgreSQL gives no login ({{database.error}})' }
  redis_down:
    title: Redis down
    independent: true
    next: start Redis.
    symptoms:
      - { when: '!cache.open', weight: 5, say: Redis takes no connection }
`);

/** Another runbook of the same service. */
export const second = makeRunbook(`
id: api-slow
title: API Slow
checks: { latency: { type: bot, title: Latency, has: { ok: bool } } }
tree: [{ ask: Is it slow?, when: latency.ok, yes: fine, no: slow }]
outcomes:
  fine: { title: answers in time, state: up, next: nothing. }
  slow: { title: slow, state: degraded, next: look at the load. }
`);

export type FactsByCheck = Readonly<Record<string, Facts>>;

/** Every fact of the sample on a good day. */
export const healthy: FactsByCheck = {
  health: { ok: true, error: '', latency: 41 },
  container: { running: true, oom_killed: false, stopped: false, killed_at: null, exit_code: 0 },
  log: { out_of_memory: [] },
  database: { ok: true, error: '' },
  cache: { open: true },
};

/** The good day, with some facts changed. */
export function facts(changes: FactsByCheck): FactsByCheck {
  return Object.fromEntries(Object.entries(healthy).map(([check, all]) => [check, { ...all, ...changes[check] }]));
}

const refused: Facts = { ok: false, error: 'refused' };
const KILLED_AT = '2025-12-04T03:04:11.000Z';

/** Killed for memory. */
export const killed = facts({
  health: refused,
  container: { running: false, oom_killed: true, killed_at: KILLED_AT, exit_code: 137 },
  log: { out_of_memory: [{ at: KILLED_AT, text: 'MemoryError' }] },
});

/** Docker does not answer. */
export const blind: FactsByCheck = facts({
  health: refused,
  ...Object.fromEntries(
    ['container', 'log'].map((check) => [
      check,
      Object.fromEntries(
        Object.keys(healthy[check] ?? {}).map((fact) => [fact, { unknown: 'Docker gave no answer in 5 s' }]),
      ),
    ]),
  ),
});

/** Both dependencies are down. */
export const twoDown = facts({
  health: refused,
  database: { ok: false, error: 'refused' },
  cache: { open: false },
});

/** What the checks say of themselves, as people would read it. */
export const sayings: Readonly<Record<string, Text>> = {
  health: ['connection refused'],
  container: ['exited with code 137, ', { time: KILLED_AT, to: 'second' }],
  log: ['100 lines read: 1 of out of memory'],
  database: ['login, 4 ms'],
  cache: ['port 6379: open, 1 ms'],
};
