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
};
/** The same for a stack that nothing ails. */
export const expectedHealthy = 'api up: false alarm';
