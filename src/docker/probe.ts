import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import type { DockerHost } from '../docker-host.js';
import { UserError } from '../errors.js';
import { openEndpoint, type Endpoint } from './endpoint.js';
import { createEngine, type Engine } from './engine.js';
import { EngineRefused } from './failure.js';

/** What one look at a Docker host told. */
export interface DockerReport {
  readonly name: string;
  /** Fit for people: it holds no login. */
  readonly address: string;
  /** True when the engine answered, whatever it answered. */
  readonly reachable: boolean;
  /** Such as 20.10.24; null when it did not tell. */
  readonly engineVersion: string | null;
  /** Such as 1.41. */
  readonly apiVersion: string | null;
  readonly cgroup: 'v1' | 'v2' | null;
  /** A sentence about what is wrong, null when nothing is: then the bot may read all it needs. */
  readonly problem: string | null;
  /** How to mend it, null when nothing is wrong. */
  readonly mend: string | null;
}

const LIMIT = 4_000;
/** Engine 20.10 speaks it. */
const OLDEST_API = [1, 41] as const;

const version = z.object({ Version: z.string(), ApiVersion: z.string() });
const info = z.object({ CgroupVersion: z.string().default('1') });
const listing = z.array(z.unknown());

/** Looks at one Docker host over a connection of its own and closes it again. Never throws; takes 5 s at most. */
export async function probeDockerHost(name: string, host: DockerHost, signal: AbortSignal): Promise<DockerReport> {
  const unknown = {
    name,
    address: host.host ?? '',
    reachable: false,
    engineVersion: null,
    apiVersion: null,
    cgroup: null,
  };
  let endpoint: Endpoint;
  try {
    endpoint = openEndpoint(name, host);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...unknown, problem: error.message, mend: 'Mend it in config.yml or in the environment.' };
  }
  try {
    const told = await ask(createEngine(name, endpoint), signal);
    return { ...unknown, address: endpoint.address, reachable: true, ...told };
  } catch (error) {
    if (!(error instanceof CannotLook)) throw error;
    const reachable = error.cause instanceof EngineRefused;
    const mend = mendOf(error.cause, endpoint.address);
    return { ...unknown, address: endpoint.address, reachable, problem: `${error.reason.replace(/\.$/, '')}.`, mend };
  } finally {
    await endpoint.close();
  }
}

type Told = Pick<DockerReport, 'engineVersion' | 'apiVersion' | 'cgroup' | 'problem' | 'mend'>;

async function ask(engine: Engine, signal: AbortSignal): Promise<Told> {
  const question = { limit: LIMIT, signal };
  const [engineIs, hostIs] = await Promise.all([
    engine.json({ ...question, path: '/version' }, version),
    engine.json({ ...question, path: '/info' }, info),
    // Whoever may list containers may read the rest as well.
    engine.json({ ...question, path: '/containers/json', query: { limit: '1' } }, listing),
  ]);
  const api = engineIs?.ApiVersion ?? null;
  const old = api !== null && isOlder(api);
  return {
    engineVersion: engineIs?.Version ?? null,
    apiVersion: api,
    cgroup: hostIs === null ? null : hostIs.CgroupVersion === '2' ? 'v2' : 'v1',
    problem: old ? `Docker on host ${engine.host} is older than 20.10, the oldest the bot knows.` : null,
    mend: old ? 'Update Docker there.' : null,
  };
}

function isOlder(api: string): boolean {
  const [major = 0, minor = 0] = api.split('.').map(Number);
  return major < OLDEST_API[0] || (major === OLDEST_API[0] && minor < OLDEST_API[1]);
}

/** What to do about it, by what failed. */
function mendOf(cause: unknown, address: string): string {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
  if (cause instanceof EngineRefused && cause.status === 403)
    return 'A proxy stands in front of the engine; let it pass the calls that docs/security.md lists.';
  if (code === 'EACCES' || code === 'EPERM')
    return 'Add the bot’s user to the group that owns the socket (usually docker) and start the bot again, or let it use the proxy of compose.yml.';
  if (address.startsWith('ssh://')) return `Try it by hand, as the bot's user: ${sshByHand(address)}`;
  if (code.startsWith('CERT_') || code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS'))
    return 'Renew the certificates, or check which ones cert_path (DOCKER_CERT_PATH) names.';
  return 'Check that Docker runs there, and that the address is right: DOCKER_HOST for local, docker.hosts in config.yml for the others.';
}

function sshByHand(address: string): string {
  const url = new URL(address);
  const port = url.port === '' ? '' : `-p ${url.port} `;
  const user = url.username === '' ? '' : `${url.username}@`;
  return `ssh -o BatchMode=yes ${port}${user}${url.hostname} ls -l ${url.pathname}`;
}
