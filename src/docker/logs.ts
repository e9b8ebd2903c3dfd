import type { ContainerState, LogLine } from '../checks/containers.js';
import { ContainerGone } from '../checks/look-at-container.js';
import type { Engine } from './engine.js';
import { readLogBody } from './log-body.js';
import { LogLines } from './log-lines.js';
import { engineSeconds } from './time.js';

const LIMIT = 5_000;
// From the beginning the engine reads every line of all runs before: for a long log that never ends in time.
const FIRST_LIMIT = 1_500;

/** What to read of a log: the newest `tail` lines since a time (ISO 8601, null for all), or with null the first ones; at most `maxBytes`. */
export interface LogRequest {
  readonly tail: number | null;
  readonly since: string | null;
  readonly maxBytes: number;
}

/**
 * The newest lines, oldest first, each cut to 2,000 characters. Where the bytes do not suffice, fewer lines are read rather than
 * older ones; `truncated` says so. Throws `CannotLook`.
 */
export async function readLogs(
  engine: Engine,
  container: ContainerState,
  request: LogRequest,
  signal: AbortSignal,
): Promise<{ readonly lines: readonly LogLine[]; readonly truncated: boolean }> {
  if (request.tail === null) {
    const read = await readLines(engine, container, request, signal);
    return { lines: read.lines, truncated: read.more };
  }
  // The engine sends the oldest line first, so what was cut off at the end is what matters most: ask again for less.
  for (let tail = request.tail; ; tail = Math.ceil(tail / 8)) {
    const read = await readLines(engine, container, { ...request, tail }, signal);
    if (!read.more || tail <= 1) return { lines: read.lines, truncated: read.more || tail < request.tail };
  }
}

async function readLines(
  engine: Engine,
  container: ContainerState,
  request: LogRequest,
  signal: AbortSignal,
): Promise<{ readonly lines: readonly LogLine[]; readonly more: boolean }> {
  const query = {
    stdout: '1',
    stderr: '1',
    timestamps: '1',
    tail: String(request.tail ?? 'all'),
    ...sinceQuery(request.since),
  };
  const path = `/containers/${container.id}/logs`;
  const limit = request.tail === null ? FIRST_LIMIT : LIMIT;
  const read = await engine.ask({ path, query, limit, signal }, async (body) => {
    const lines = new LogLines();
    const more = await readLogBody(body, container.tty, request.maxBytes, lines);
    const all = lines.all();
    return { lines: request.tail === null ? all : all.slice(-request.tail), more };
  });
  if (read === null) throw new ContainerGone(container.name, 'its log was read');
  return read;
}

function sinceQuery(since: string | null): { since?: string } {
  return since === null ? {} : { since: engineSeconds(Date.parse(since)) };
}
