import { z } from 'zod';
import { run, succeeds, type CommandOptions } from './command.js';

/** Where an engine listens unless told otherwise. */
export const defaultHost = 'unix:///var/run/docker.sock';

const stateSchema = z.object({
  Status: z.string(),
  ExitCode: z.number(),
  OOMKilled: z.boolean(),
  Error: z.string(),
  StartedAt: z.string(),
  Health: z.object({ Status: z.string(), FailingStreak: z.number() }).nullish(),
});

const containerSchema = z.object({ State: stateSchema, RestartCount: z.number() });

/**
 * A container's state in short. `error` is why it could not be started, or empty; `restarts` how often Docker restarted it;
 * `health` is `none` where no healthcheck is defined.
 */
export interface ContainerSummary {
  readonly status: string;
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly error: string;
  readonly restarts: number;
  readonly startedAt: string;
  readonly health: string;
  readonly failingStreak: number;
}

/** Docker's own client, bound to one engine. */
export interface Docker {
  /** As in DOCKER_HOST. */
  readonly host: string;
  /** The environment in which `docker` and Compose talk to this engine. */
  readonly env: NodeJS.ProcessEnv;
  /** Runs `docker …` and returns what it printed. Throws `CommandFailed`. */
  run(args: readonly string[], options?: CommandOptions): Promise<string>;
  /** The container's state, or null when there is no such container. Throws `CommandFailed` when the engine is silent. */
  state(container: string): Promise<ContainerSummary | null>;
}

/** @param host as in DOCKER_HOST; see `dockerHost`. */
export function dockerAt(host: string): Docker {
  const env = { ...process.env, DOCKER_HOST: host };
  const docker = async (args: readonly string[], options: CommandOptions = {}): Promise<string> =>
    run('docker', args, { ...options, env });
  return { host, env, run: docker, state: (container) => inspect(docker, container) };
}

/** The engine Docker's own client would use: DOCKER_HOST, else its current context, else the usual socket. */
export async function dockerHost(): Promise<string> {
  if (process.env['DOCKER_HOST']) return process.env['DOCKER_HOST'];
  const context = await run('docker', ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}']).catch(() => '');
  return context.trim() || defaultHost;
}

/** True when the `docker` program is there and the engine answers it. */
export async function engineAnswers(host: string): Promise<boolean> {
  const env = { ...process.env, DOCKER_HOST: host };
  return succeeds('docker', ['version', '--format', '{{.Server.Version}}'], { env, timeout: 5_000 });
}

async function inspect(docker: Docker['run'], container: string): Promise<ContainerSummary | null> {
  // `ps` answers with nothing where `inspect` fails with a sentence that would have to be read.
  const ids = await docker(['ps', '-aq', '--no-trunc', '--filter', `name=^/${container}$`]);
  if (ids.trim() === '') return null;
  const [found] = z.array(containerSchema).parse(JSON.parse(await docker(['container', 'inspect', ids.trim()])));
  if (found === undefined) return null;
  const { Status, ExitCode, OOMKilled, Error, StartedAt, Health } = found.State;
  return {
    status: Status,
    exitCode: ExitCode,
    oomKilled: OOMKilled,
    error: Error,
    restarts: found.RestartCount,
    startedAt: StartedAt,
    health: Health?.Status ?? 'none',
    failingStreak: Health?.FailingStreak ?? 0,
  };
}
