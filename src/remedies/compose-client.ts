import { runLocally, type LocalCommand } from '../checks/command-bot.js';
import type { ExecResult } from '../checks/containers.js';
import { DEFAULT_SOCKET, readDockerAddress, type DockerHost } from '../docker-host.js';

/** Of the bot's environment, what Compose gets beside PATH, HOME, LANG and the engine's address. */
const PASSED_ON = ['DOCKER_CONFIG'];
const VERSION_LIMIT = 5_000;
const VERSION_BYTES = 4_096;
const PLUGIN = ['docker', 'compose'];
const STAND_ALONE = ['docker-compose'];

/** Runs Compose's client on the bot's machine, led to one Docker engine. */
export type RunCompose = (command: LocalCommand, signal: AbortSignal) => Promise<ExecResult>;

/** Runs Compose against the engine of a service; a reason, one sentence without its full stop, where it cannot be led there as the bot is. */
export function composeRunner(host: string, engine: DockerHost): RunCompose | string {
  const address = engineEnvironment(host, engine);
  if (typeof address === 'string') return address;
  const environment = { ...process.env, ...address };
  return (command, signal) =>
    runLocally({ ...command, env: [...command.env, ...PASSED_ON, ...Object.keys(address)] }, environment, signal);
}

/** The client to use: the plugin (v2) where there is one, else the stand-alone program (1.29), there or not. Throws as `runLocally` does. */
export async function findCompose(run: RunCompose, signal: AbortSignal): Promise<readonly string[]> {
  const argv = [...PLUGIN, 'version'];
  const asked = { argv, timeout: VERSION_LIMIT, maxBytes: VERSION_BYTES, cwd: undefined, env: [] };
  return (await run(asked, signal)).exitCode === 0 ? PLUGIN : STAND_ALONE;
}

type EngineEnvironment = Partial<Record<'DOCKER_HOST' | 'DOCKER_CERT_PATH' | 'DOCKER_TLS_VERIFY', string>>;

/** Always said, so that no context of Docker's client leads elsewhere. */
function engineEnvironment(
  host: string,
  { host: written, certPath, tlsVerify }: DockerHost,
): EngineEnvironment | string {
  const address = readDockerAddress(written ?? `unix://${DEFAULT_SOCKET}`);
  if (typeof address === 'string') return `Docker host ${host} ${address}`;
  if (address.kind === 'ssh') return `Docker host ${host} is reached through ssh, where the bot does not run Compose`;
  if (address.kind === 'unix') return { DOCKER_HOST: `unix://${address.path}` };
  if (certPath !== undefined && tlsVerify !== true)
    return `Docker host ${host} is not verified (tls_verify: false), and Compose has no such way`;
  const secure = tlsVerify === true;
  const name = address.host.includes(':') ? `[${address.host}]` : address.host;
  return {
    DOCKER_HOST: `tcp://${name}:${address.port ?? (secure ? 2376 : 2375)}`,
    ...(secure ? { DOCKER_TLS_VERIFY: '1' } : {}),
    ...(certPath === undefined ? {} : { DOCKER_CERT_PATH: certPath }),
  };
}
