import { formatBytes } from '../text/units.js';
import { CannotLook, type World } from './check.js';
import type { ExecResult, ServiceTarget } from './containers.js';
import { lookAtContainer } from './look-at-container.js';

const NOT_ENDED_ITSELF = 126;
const MOST_BYTES = 16 * 1024;
// What a tool may take to begin and to say that its own time was over.
const GRACE = 1_000;

/** What a script told from inside a container. */
export interface ToldInside {
  /** Empty where the container has no tool to ask with. */
  readonly tool: string;
  /** Its `name=value` lines. */
  readonly values: ReadonlyMap<string, string>;
  /** What the tool complained, as it came. */
  readonly words: string;
  /** The tool had to be killed. */
  readonly timedOut: boolean;
  /** Milliseconds, the tool's own measure where it has one. */
  readonly latency: number;
}

/** Runs a script in the container of a service; `limit` in milliseconds is the tool's own. Throws `CannotLook` where that cannot be. */
export async function askInside(
  world: World,
  service: ServiceTarget,
  argv: readonly string[],
  limit: number,
  signal: AbortSignal,
): Promise<ToldInside> {
  const command = { argv, timeout: limit + GRACE, maxBytes: MOST_BYTES };
  const result = await lookAtContainer({ ...world, service }, signal, (container) => {
    if (container.status === 'running') return world.containers.exec(service, container, command, signal);
    throw new CannotLook(`the container of ${service.name} does not run, so nothing can be asked from inside`);
  });
  if (result === null) throw new CannotLook(`${service.name} has no container to ask from`);
  return toldOf(result, service, world);
}

/** Whole seconds, as the tools take them. */
export function secondsOf(limit: number): number {
  return Math.ceil(limit / 1_000);
}

function toldOf(result: ExecResult, { name }: ServiceTarget, world: World): ToldInside {
  const { stdout, stderr, timedOut, took } = result;
  if (result.missing) throw new CannotLook(`the container of ${name} has no shell to ask with`);
  if (result.truncated)
    throw new CannotLook(`the container of ${name} answered with more than ${formatBytes(MOST_BYTES)}`);
  if (!timedOut && result.exitCode !== 0)
    throw new CannotLook(`the container of ${name} ended, or something in it was killed, while it was asked`);
  const values = valuesOf(stdout);
  if (timedOut && !values.has('tool')) throw new CannotLook(`the container of ${name} did not begin to ask in time`);
  if (!timedOut && broke(values))
    throw new CannotLook(`${world.clean(values.get('tool') ?? '')} in the container of ${name} failed`);
  const seconds = Number(values.get('seconds') ?? Number.NaN);
  const latency = Number.isNaN(seconds) ? took : Math.round(seconds * 1_000);
  return { tool: world.clean(values.get('tool') ?? ''), values, words: stderr, timedOut, latency };
}

/** True for a tool that did not end as tools do: without a word, or killed. */
function broke(values: ReadonlyMap<string, string>): boolean {
  if (!values.has('tool')) return false;
  return values.has('code') ? Number(values.get('code')) >= NOT_ENDED_ITSELF : !values.has('error');
}

function valuesOf(written: string): ReadonlyMap<string, string> {
  const lines = written.split('\n').filter((line) => line.includes('='));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1).trim()]));
}
