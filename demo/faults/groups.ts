/** The faults by what is hit, for people who choose one. */
export const groups: Readonly<Record<string, readonly string[]>> = {
  'The container': [
    ...['stopped', 'removed', 'crashed', 'oom', 'killed', 'paused', 'quit', 'segfault', 'restart-loop'],
    ...['unhealthy', 'starting'],
  ],
  'Its settings': [
    ...['config', 'env-missing', 'command-missing', 'missing-module', 'healthcheck-wrong', 'no-healthcheck'],
    ...['wrong-database-url', 'wrong-database-password', 'wrong-redis-url'],
  ],
  'Network and ports': [
    ...['host-port-taken-by-container', 'host-port-taken-by-process', 'port-taken-inside', 'port-not-published'],
    ...['wrong-port-inside', 'loopback-only', 'network-disconnected'],
  ],
  PostgreSQL: [
    ...['postgres-stopped', 'postgres-silent', 'postgres-starting', 'pool-exhausted', 'too-many-connections'],
    'table-locked',
  ],
  Redis: ['redis-stopped', 'redis-full', 'redis-silent'],
  'Load and memory': ['slow', 'busy', 'cpu-starved', 'deadlocked', 'disk-full', 'too-many-files'],
  Docker: ['docker-unreachable', 'docker-silent'],
  'Hard to tell': ['unknown-cause', 'wrong-body', 'two-at-once'],
};

/** The group a fault belongs to, by its name. Throws where it is in none. */
export function groupOf(name: string): string {
  const [group] = Object.entries(groups).find(([, names]) => names.includes(name)) ?? [];
  if (group === undefined) throw new Error(`The fault ${name} is in no group.`);
  return group;
}
