import { CannotLook } from '../checks/check.js';
import type { Containers, ContainerState, ServiceTarget, StatsSample } from '../checks/containers.js';
import type { DockerHost } from '../docker-host.js';
import type { Sample } from '../incident/record.js';
import type { Docker } from '../remedies/docker.js';
import { createActions } from './actions.js';
import { readDetails } from './details.js';
import { openEndpoint, type Endpoint } from './endpoint.js';
import { createEngine, type Engine } from './engine.js';
import { watchEvents, type EventWatch } from './event-watch.js';
import { runInContainer } from './exec.js';
import { findContainer } from './find.js';
import { readImage } from './image.js';
import { ImageMemory } from './image-memory.js';
import type { KeptLoop } from './kept-loop.js';
import { silentLog, type Log } from './log.js';
import { readLogs } from './logs.js';
import { listNetworks } from './networks.js';
import { listContainers } from './on-host.js';
import { Samples } from './samples.js';
import { sampleOnce, watchStats } from './stats-watch.js';
import { readProcesses } from './top.js';
import { Usage } from './usage.js';

const PING_LIMIT = 2_000;
// The kept stream brings a sample a second.
const FRESH_MS = 3_000;

/** The Docker engines of config.yml. From its creation on the events of each are kept. */
export interface DockerContainers extends Containers {
  /** The same engines, to change things. */
  readonly actions: Docker;
  /** Keeps the statistics of this service from now on; told twice it watches once. Throws `CannotLook` for an unknown host. */
  watch(service: ServiceTarget): void;
  /** What the service's containers used between two moments, as far as they were watched; at most 240 samples, oldest first. Never rejects. */
  usage(service: ServiceTarget, from: Date, to: Date): Promise<readonly Sample[]>;
  /** Settles when the engine answers. Throws `CannotLook`. */
  ping(host: string, signal: AbortSignal): Promise<void>;
  /** Ends every stream; settles when all have ended. */
  close(): Promise<void>;
}

export interface DockerOptions {
  /** By name; `local` is the one a service runs on unless config.yml says otherwise. */
  readonly hosts: Readonly<Record<string, DockerHost>>;
  readonly logger?: Log;
  readonly now?: () => Date;
}

interface Host {
  readonly endpoint: Endpoint;
  readonly engine: Engine;
  readonly events: EventWatch;
  readonly images: ImageMemory;
  readonly samples: Samples;
  readonly usage: Usage;
}

/** Connects to nothing that must be there: an engine may come and go. Throws `UserError('config_invalid')` for an address it cannot read. */
export function createContainers({
  hosts: written,
  logger = silentLog,
  now = () => new Date(),
}: DockerOptions): DockerContainers {
  const endpoints = Object.entries(written).map(([name, docker]) => [name, openEndpoint(name, docker)] as const);
  const hosts = new Map<string, Host>();
  for (const [name, endpoint] of endpoints) {
    const engine = createEngine(name, endpoint);
    const events = watchEvents(engine, logger, now);
    const images = new ImageMemory(engine, events);
    hosts.set(name, { endpoint, engine, events, images, samples: new Samples(), usage: new Usage() });
  }
  const watches = new Map<string, KeptLoop>();

  function hostOf(name: string): Host {
    const host = hosts.get(name);
    if (host !== undefined) return host;
    throw new CannotLook(`no Docker host is called ${name}; known: ${[...hosts.keys()].join(', ')}`);
  }

  return {
    find: async (service, signal) => findContainer(hostOf(service.host).engine, service, signal),
    logs: async (service, container, options, signal) =>
      readLogs(hostOf(service.host).engine, container, options, signal),
    stats: async (service, container, signal) => statsOf(hostOf(service.host), container, now, signal),
    events: async (service, since, signal) => {
      const { events, images } = hostOf(service.host);
      return images.told(await events.history(service, since, signal));
    },
    details: async (service, container, signal) => readDetails(hostOf(service.host).engine, container, signal),
    processes: async (service, container, signal) => readProcesses(hostOf(service.host).engine, container, signal),
    onHost: async (service, signal) => listContainers(hostOf(service.host).engine, signal),
    networks: async (service, signal) => listNetworks(hostOf(service.host).engine, signal),
    exec: async (service, container, command, signal) =>
      runInContainer(hostOf(service.host).engine, container, command, signal),
    image: async (service, id, signal) => readImage(hostOf(service.host).engine, id, signal),
    actions: createActions((host) => hostOf(host).engine),
    watch: (service) => {
      const key = JSON.stringify([service.host, service.container]);
      if (watches.has(key)) return;
      hostOf(service.host).images.look();
      watches.set(key, watchStats(service, { ...hostOf(service.host), log: logger, now }));
    },
    usage: ({ host, container }, from, to) =>
      Promise.resolve(hosts.get(host)?.usage.between(container, from, to) ?? []),
    ping: async (host, signal) => {
      await hostOf(host).engine.ask({ path: '/_ping', limit: PING_LIMIT, signal }, (answer) => {
        answer.resume();
        return Promise.resolve(true);
      });
    },
    close: async () => {
      await Promise.all([...watches.values()].map((watch) => watch.close()));
      await Promise.all([...hosts.values()].map((host) => host.events.close()));
      await Promise.all([...hosts.values()].map((host) => host.images.close()));
      await Promise.all([...hosts.values()].map((host) => host.endpoint.close()));
    },
  };
}

async function statsOf(
  host: Host,
  container: ContainerState,
  now: () => Date,
  signal: AbortSignal,
): Promise<readonly StatsSample[]> {
  const kept = host.samples.of(container.id);
  const newest = kept.at(-1);
  const fresh = newest !== undefined && now().getTime() - Date.parse(newest.at) < FRESH_MS;
  if (fresh || container.status !== 'running') return kept;
  const sample = await sampleOnce(host.engine, container.id, signal);
  if (sample !== null) host.samples.add(container.id, sample);
  return host.samples.of(container.id);
}
