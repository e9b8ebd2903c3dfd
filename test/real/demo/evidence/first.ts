import type { EvidenceOf } from '../trials.js';

const unhealthy = { status: 'running', health: 'unhealthy' };
const healthy = { status: 'running', health: 'healthy' };

export const first: EvidenceOf = {
  stopped: { state: { status: 'exited', exitCode: 0 }, answer: 'refused', log: /Application shutdown complete/ },
  removed: { state: null, answer: 'refused', log: 'quiet' },
  crashed: { state: { status: 'exited', exitCode: 1 }, answer: 'refused', log: /Traceback[\s\S]*AttributeError/ },
  oom: { state: { status: 'exited', exitCode: 137, oomKilled: true }, answer: 'refused', log: 'quiet' },
  unhealthy: { state: unhealthy, answer: 500, log: /Traceback[\s\S]*KeyError/ },
  deadlocked: { state: unhealthy, answer: 'silent', log: 'quiet' },
  config: { state: { status: 'exited', exitCode: 1 }, answer: 'refused', log: /Configuration error: DATABASE_URL/ },
  'postgres-stopped': { state: unhealthy, answer: 503, log: /could not connect to database/ },
  'redis-stopped': { state: unhealthy, answer: 503, log: /could not connect to redis/ },
  'docker-unreachable': { state: healthy, answer: 200, log: 'quiet' },
  'docker-silent': { state: healthy, answer: 200, log: 'quiet' },
  'unknown-cause': { state: unhealthy, answer: 418, log: 'quiet' },
};
