import type { RegisteredCheck } from './check.js';
import { command } from './command.js';
import { container } from './container.js';
import { deployments } from './deployments.js';
import { environment } from './environment.js';
import { healthcheck } from './healthcheck.js';
import { http } from './http.js';
import { inside } from './inside.js';
import { logs } from './logs.js';
import { network } from './network.js';
import { neighbour } from './neighbour.js';
import { port } from './port.js';
import { portHolder } from './port-holder.js';
import { portMapping } from './port-mapping.js';
import { postgres } from './postgres.js';
import { prometheus } from './prometheus.js';
import { redis } from './redis.js';
import { rowCounts } from './row-counts.js';
import { processes } from './processes.js';
import { stats } from './stats.js';

/** Every check a runbook can name, by its type. To add one: a file beside this one, and a line here. */
export const checks: Readonly<Record<string, RegisteredCheck>> = {
  container,
  logs,
  stats,
  processes,
  healthcheck,
  port_mapping: portMapping,
  port_holder: portHolder,
  network,
  http,
  port,
  postgres,
  redis,
  row_counts: rowCounts,
  prometheus,
  inside,
  neighbour,
  environment,
  deployments,
  command,
};
