import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import type { Process } from '../checks/container-details.js';
import type { ContainerState } from '../checks/containers.js';
import { ContainerGone } from '../checks/look-at-container.js';
import type { Engine } from './engine.js';
import { EngineRefused } from './failure.js';

const LIMIT = 4_000;
// The engine runs `ps` on its host; the command comes last, since it may hold spaces.
const COLUMNS = '-eo pid,ppid,etimes,stat,args';

const answer = z.object({ Processes: z.array(z.array(z.string())).nullish() });

/** The processes of a container; null when it does not run. Throws `CannotLook`, and `ContainerGone` when it was removed meanwhile. */
export async function readProcesses(
  engine: Engine,
  container: ContainerState,
  signal: AbortSignal,
): Promise<readonly Process[] | null> {
  const path = `/containers/${container.id}/top`;
  try {
    const seen = await engine.json({ path, query: { ps_args: COLUMNS }, limit: LIMIT, signal }, answer);
    if (seen === null) throw new ContainerGone(container.name, 'its processes were listed');
    return (seen.Processes ?? []).map(toProcess);
  } catch (error) {
    if (isNotRunning(error)) return null;
    throw error;
  }
}

/** The engine's 409: the container does not run, or is between two runs. */
function isNotRunning(error: unknown): boolean {
  return error instanceof CannotLook && error.cause instanceof EngineRefused && error.cause.status === 409;
}

function toProcess([pid = '', parent = '', seconds = '', state = '', ...command]: readonly string[]): Process {
  return {
    pid: Number(pid),
    parent: Number(parent),
    age: (Number(seconds) || 0) * 1_000,
    state: state.slice(0, 1),
    command: command.join(' '),
  };
}
