import type { RegisteredRemedy } from './remedy.js';
import { command } from './command.js';
import { composeUp } from './compose-up.js';
import { endProcess } from './end-process.js';
import { rebuild } from './rebuild.js';
import { resetConnections } from './reset-connections.js';
import { rollbackRelease } from './rollback-release.js';
import { restart } from './restart.js';
import { start } from './start.js';
import { hardRestart } from './hard-restart.js';
import { raiseMemory } from './raise-memory.js';
import { reconnect } from './reconnect.js';
import { dumpAndRestart } from './dump-and-restart.js';
import { rollbackImage } from './rollback-image.js';
import { stopHolder } from './stop-holder.js';

/** Every remedy a runbook can name, by its type. To add one: a file beside this one, and a line here. */
export const remedies: Readonly<Record<string, RegisteredRemedy>> = {
  restart,
  start,
  hard_restart: hardRestart,
  raise_memory: raiseMemory,
  reconnect,
  dump_and_restart: dumpAndRestart,
  rollback_image: rollbackImage,
  stop_holder: stopHolder,
  end_process: endProcess,
  reset_connections: resetConnections,
  rebuild,
  rollback_release: rollbackRelease,
  compose_up: composeUp,
  command,
};
