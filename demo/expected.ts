/** What the card's first line must say of each fault of the demo: the state and the cause, or that the bot could not tell. */
export const expectedHeaders: Readonly<Record<string, string>> = {
  stopped: 'api down: stopped by hand',
  removed: 'api down: container removed',
  crashed: 'api down: container crashed',
  oom: 'api down: out of memory',
  unhealthy: 'api down: application error',
  deadlocked: 'api down: application hangs',
  config: 'api down: configuration error',
  'postgres-stopped': 'api down: database down',
  'redis-stopped': 'api down: Redis down',
  'docker-unreachable': 'api up: Docker not reachable',
  'docker-silent': 'api up: Docker not reachable',
  'unknown-cause': 'api down: could not tell why',
  'missing-module': 'api down: a Python module is missing',
  'env-missing': 'api down: configuration error',
  'command-missing': 'api down: its command cannot be started',
  'restart-loop': 'api down: crashes at every start',
  segfault: 'api down: container crashed',
  quit: 'api down: ended by itself',
  killed: 'api down: stopped by hand',
  paused: 'api down: container paused',
  starting: 'api down: still starting',
  'no-healthcheck': 'api down: application hangs',
  'healthcheck-wrong': 'api up: its healthcheck is wrong',
  'host-port-taken-by-container': 'api down: port already in use',
  'host-port-taken-by-process': 'api down: port already in use',
  'port-taken-inside': 'api down: port taken inside',
  'port-not-published': 'api down: port not published',
  'wrong-port-inside': 'api down: nothing listens on its port',
  'loopback-only': 'api down: listens on localhost only',
  'network-disconnected': 'api down: not on its network',
  'wrong-database-url': 'api down: wrong DATABASE_URL',
  'wrong-database-password': 'api down: wrong DATABASE_URL',
  'pool-exhausted': 'api down: connection pool exhausted',
  'too-many-connections': 'api down: database connections exhausted',
  'table-locked': 'api down: a lock blocks the database',
  'postgres-silent': 'api down: database down',
  'postgres-starting': 'api down: database still starting',
  'wrong-redis-url': 'api down: wrong REDIS_URL',
  'redis-full': 'api down: Redis full',
  'redis-silent': 'api down: Redis down',
  slow: 'api degraded: answers slowly',
  busy: 'api down: processor saturated',
  'cpu-starved': 'api down: held back by its CPU limit',
  'disk-full': 'api down: disk full',
  'too-many-files': 'api down: too many open files',
  'wrong-body': 'api degraded: wrong content',
  'two-at-once': 'api down: Redis down and 1 more',
};
/** The same for a stack that nothing ails. */
export const expectedHealthy = 'api up: false alarm';

/** What the card must say of this fault. Throws for one that nobody has expected anything of: every card would be right. */
export function headerExpectedOf(fault: string): string {
  const header = expectedHeaders[fault];
  if (header === undefined) throw new Error(`demo/expected.ts does not say what the card must say of ${fault}`);
  return header;
}
