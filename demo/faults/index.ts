import { config } from './config.js';
import { crashed } from './crashed.js';
import { deadlocked } from './deadlocked.js';
import { dockerSilent } from './docker-silent.js';
import { dockerUnreachable } from './docker-unreachable.js';
import type { Fault } from './fault.js';
import { oom } from './oom.js';
import { postgresStopped } from './postgres-stopped.js';
import { redisStopped } from './redis-stopped.js';
import { removed } from './removed.js';
import { stopped } from './stopped.js';
import { unhealthy } from './unhealthy.js';
import { unknownCause } from './unknown-cause.js';

/** Every way the demo can break its stack. To add one, add its file and its line here. */
export const faults: readonly Fault[] = [
  stopped,
  removed,
  crashed,
  oom,
  unhealthy,
  deadlocked,
  config,
  postgresStopped,
  redisStopped,
  dockerUnreachable,
  dockerSilent,
  unknownCause,
];
