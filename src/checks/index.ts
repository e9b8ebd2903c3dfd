import type { RegisteredCheck } from './check.js';
import { container } from './container.js';
import { http } from './http.js';
import { logs } from './logs.js';
import { port } from './port.js';
import { postgres } from './postgres.js';
import { stats } from './stats.js';

/** Every check a runbook can name, by its type. To add one: a file beside this one, and a line here. */
export const checks: Readonly<Record<string, RegisteredCheck>> = {
  container,
  logs,
  stats,
  http,
  port,
  postgres,
};
