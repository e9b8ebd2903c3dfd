import { busy } from './busy.js';
import { commandMissing } from './command-missing.js';
import { config } from './config.js';
import { cpuStarved } from './cpu-starved.js';
import { crashed } from './crashed.js';
import { deadlocked } from './deadlocked.js';
import { diskFull } from './disk-full.js';
import { dockerSilent } from './docker-silent.js';
import { dockerUnreachable } from './docker-unreachable.js';
import { envMissing } from './env-missing.js';
import type { Fault } from './fault.js';
import { healthcheckWrong } from './healthcheck-wrong.js';
import { hostPortTakenByContainer } from './host-port-taken-by-container.js';
import { hostPortTakenByProcess } from './host-port-taken-by-process.js';
import { killed } from './killed.js';
import { loopbackOnly } from './loopback-only.js';
import { missingModule } from './missing-module.js';
import { networkDisconnected } from './network-disconnected.js';
import { noHealthcheck } from './no-healthcheck.js';
import { oom } from './oom.js';
import { paused } from './paused.js';
import { poolExhausted } from './pool-exhausted.js';
import { portNotPublished } from './port-not-published.js';
import { portTakenInside } from './port-taken-inside.js';
import { postgresSilent } from './postgres-silent.js';
import { postgresStarting } from './postgres-starting.js';
import { postgresStopped } from './postgres-stopped.js';
import { quit } from './quit.js';
import { redisFull } from './redis-full.js';
import { redisSilent } from './redis-silent.js';
import { redisStopped } from './redis-stopped.js';
import { removed } from './removed.js';
import { restartLoop } from './restart-loop.js';
import { segfault } from './segfault.js';
import { slow } from './slow.js';
import { starting } from './starting.js';
import { stopped } from './stopped.js';
import { tableLocked } from './table-locked.js';
import { tooManyConnections } from './too-many-connections.js';
import { tooManyFiles } from './too-many-files.js';
import { twoAtOnce } from './two-at-once.js';
import { unhealthy } from './unhealthy.js';
import { unknownCause } from './unknown-cause.js';
import { wrongBody } from './wrong-body.js';
import { wrongDatabasePassword } from './wrong-database-password.js';
import { wrongDatabaseUrl } from './wrong-database-url.js';
import { wrongPortInside } from './wrong-port-inside.js';
import { wrongRedisUrl } from './wrong-redis-url.js';

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
  missingModule,
  envMissing,
  commandMissing,
  restartLoop,
  segfault,
  quit,
  killed,
  paused,
  starting,
  noHealthcheck,
  healthcheckWrong,
  hostPortTakenByContainer,
  hostPortTakenByProcess,
  portTakenInside,
  portNotPublished,
  wrongPortInside,
  loopbackOnly,
  networkDisconnected,
  wrongDatabaseUrl,
  wrongDatabasePassword,
  poolExhausted,
  tooManyConnections,
  tableLocked,
  postgresSilent,
  postgresStarting,
  wrongRedisUrl,
  redisFull,
  redisSilent,
  slow,
  busy,
  cpuStarved,
  diskFull,
  tooManyFiles,
  wrongBody,
  twoAtOnce,
];
