import type { Patch } from './compose-file.js';
import { composeFor, type Compose } from './compose.js';
import { dockerAt, dockerHost, type ContainerSummary, type Docker } from './docker.js';
import { openEngineSocket, type EngineSocket } from './engine-socket.js';
import { ensureImages, services, type ServiceName } from './images.js';
import type { Manners } from './packages.js';
import { freePorts } from './ports.js';
import { ProjectFolder } from './project-folder.js';
import { containerNames, removeNotRunning, removeProject, removeService } from './project.js';
import { seesUp } from './prometheus.js';
import {
  buildFiles,
  buildRelease,
  composeFiles,
  environmentFile,
  firstFiles,
  nameFirst,
  removeReleases,
  type Built,
  type Release,
} from './release.js';
import { startServices } from './start.js';
import { waitFor } from './wait.js';

export type Ports = Readonly<Record<ServiceName, number>>;

export interface StackOptions {
  /** The Compose project; `runbook-bot-demo` unless given. Stacks of different projects run side by side. */
  readonly project?: string;
  /** The engine, as in DOCKER_HOST; where Docker's own client would look unless given. */
  readonly host?: string;
  /** Ports on loopback; free ones are chosen for those left out. */
  readonly ports?: Partial<Ports>;
  /** How to speak while images are built; silent, and installing nothing, unless given. */
  readonly manners?: Manners;
}

interface Parts {
  readonly project: string;
  readonly ports: Ports;
  readonly containers: Readonly<Record<ServiceName, string>>;
  readonly engine: EngineSocket;
  readonly docker: Docker;
  readonly compose: Compose;
  readonly folder: ProjectFolder;
  readonly release: Release;
}

const defaultProject = 'runbook-bot-demo';
const quiet: Manners = { say: () => undefined, install: false };

/** The demo's services, running on a Docker engine under one Compose project. */
export class Stack {
  readonly project: string;
  readonly ports: Ports;
  /** Container names. */
  readonly containers: Readonly<Record<ServiceName, string>>;
  /** What the bot's configuration needs to reach the services from this machine. */
  readonly urls: Readonly<
    Record<'api' | 'health' | 'database' | 'databaseAdmin' | 'redis' | 'frontend' | 'prometheus', string>
  >;
  /** Value of the X-API-Key header that the API accepts. */
  readonly apiKey = 'sp_demo_key';
  /** The bot's own way to the engine; its `host` is the DOCKER_HOST to give to the bot. */
  readonly engine: EngineSocket;
  readonly #docker: Docker;
  readonly #compose: Compose;
  readonly #folder: ProjectFolder;
  readonly #release: Release;
  readonly #undo: (() => Promise<void>)[] = [];

  private constructor(parts: Parts) {
    const { project, ports, containers, engine, docker, compose, folder, release } = parts;
    this.project = project;
    this.ports = ports;
    this.containers = containers;
    const postgres = `127.0.0.1:${ports.postgres}/structured_prompt_db`;
    this.urls = {
      api: `http://127.0.0.1:${ports.api}`,
      health: `http://127.0.0.1:${ports.api}/v1/health`,
      database: `postgresql://structured_prompt:structured_prompt@${postgres}`,
      databaseAdmin: `postgresql://postgres:postgres@${postgres}`,
      redis: `redis://127.0.0.1:${ports.redis}/0`,
      frontend: `http://127.0.0.1:${ports.frontend}/v1/health`,
      prometheus: `http://127.0.0.1:${ports.prometheus}`,
    };
    this.engine = engine;
    this.#docker = docker;
    this.#compose = compose;
    this.#folder = folder;
    this.#release = release;
  }

  /** The folder of its Compose project, under Git where Git is installed: each edit and each release is a commit there. */
  get folder(): string {
    return this.#folder.path;
  }

  /**
   * Removes what an earlier run of the project left, starts the services and waits until the API is healthy.
   * The engine must answer (see `ensureEngine`); missing images are built.
   */
  static async up(options: StackOptions = {}): Promise<Stack> {
    const project = options.project ?? defaultProject;
    const docker = dockerAt(options.host ?? (await dockerHost()));
    const tag = await ensureImages(docker, options.manners ?? quiet);
    await removeProject(docker, project);
    const ports = await choosePorts(options.ports ?? {});
    const release = { tag, project };
    const folder = await ProjectFolder.make(await firstFiles(release, composeValues(project, tag, ports)));
    const compose = await composeFor(docker, project, folder.path);
    const engine = await openEngineSocket(docker.host);
    try {
      await nameFirst(docker, release);
      await startServices(docker, compose, project);
      const containers = await containerNames(docker, project);
      const stack = new Stack({ project, ports, containers, engine, docker, compose, folder, release });
      await stack.#healthy();
      return stack;
    } catch (error) {
      await engine.close();
      await removeProject(docker, project);
      await folder.remove();
      throw error;
    }
  }

  /** Removes the containers, networks, volumes, releases and files of this project, and nothing else. */
  async down(): Promise<void> {
    try {
      await this.#undoAll();
    } finally {
      await this.engine.close();
      await removeProject(this.#docker, this.project);
      await removeReleases(this.#docker, this.#release);
      await this.#folder.remove();
    }
  }

  /** Brings everything back to what the compose file says, whatever happened to it, and waits until the API is healthy. */
  async restore(): Promise<void> {
    await this.engine.mend();
    await this.#undoAll();
    await this.#folder.reset();
    await nameFirst(this.#docker, this.#release);
    await removeService(this.#docker, this.project, 'api');
    await removeNotRunning(this.#docker, this.project);
    await startServices(this.#docker, this.#compose, this.project);
    await this.#healthy();
  }

  /** Runs Compose on this project; `values` are written into .env first. */
  async compose(args: readonly string[], values?: Readonly<Record<string, string>>): Promise<void> {
    if (values !== undefined) {
      const all = { ...composeValues(this.project, this.#release.tag, this.ports), ...values };
      await this.#folder.commit('Change .env', environmentFile(all));
    }
    await this.#compose(args);
  }

  /** Edits the compose file and deploys one service, without those it depends on. Throws `CommandFailed` when it cannot start. */
  async deploy(service: ServiceName, patch: Patch): Promise<void> {
    await this.#folder.commit(`Change ${service}`, await composeFiles(this.#release, [service, patch]));
    await this.#compose(['up', '-d', '--no-deps', service]);
  }

  /** Builds a new release of the API, the first one with more build steps on top, and deploys it. */
  async release(name: string, built: Built, patch: Patch = {}): Promise<void> {
    const image = await buildRelease(this.#docker, this.#release, name, built.steps);
    const files = await composeFiles(this.#release, ['api', { ...patch, image }]);
    await this.#folder.commit(`Release ${name}`, { ...files, ...buildFiles(this.#release, built.written) });
    await this.#compose(['up', '-d', '--no-deps', 'api']);
  }

  /** Runs Docker's client against the stack's engine and returns what it printed. */
  async docker(args: readonly string[]): Promise<string> {
    return this.#docker.run(args);
  }

  /** What the next `restore` or `down` has to do first, for a change that Compose would not undo. */
  onRestore(undo: () => Promise<void>): void {
    this.#undo.push(undo);
  }

  /** Has the next `restore` make a service anew, for a change inside its container. */
  renewOnRestore(service: ServiceName): void {
    this.onRestore(() => removeService(this.#docker, this.project, service));
  }

  /** The container of a service as Docker sees it now, or null when it does not exist. */
  async state(service: ServiceName): Promise<ContainerSummary | null> {
    return this.#docker.state(this.containers[service]);
  }

  /** The newest lines of a service's log. */
  async logs(service: ServiceName, tail = 100): Promise<string> {
    return this.#docker.run(['logs', '--tail', String(tail), this.containers[service]], { complaints: 'included' });
  }

  /** Runs a command inside a service's container and returns what it printed. */
  async exec(service: ServiceName, command: readonly string[]): Promise<string> {
    return this.#docker.run(['exec', this.containers[service], ...command]);
  }

  /** Waits until a service's container is as wanted; null stands for no container. Throws after `timeout` milliseconds. */
  async until(
    service: ServiceName,
    what: string,
    wanted: (state: ContainerSummary | null) => boolean,
    timeout = 60_000,
  ): Promise<void> {
    let seen: ContainerSummary | null = null;
    const look = async (): Promise<true | undefined> => {
      seen = await this.state(service);
      return wanted(seen) ? true : undefined;
    };
    await waitFor(`${service} ${what}`, timeout, look, () => JSON.stringify(seen));
  }

  /** Waits until Prometheus sees the API up: a second after the API is healthy, but six after Prometheus itself has begun. */
  async untilSeen(): Promise<void> {
    await waitFor('Prometheus seeing the API', 60_000, async () => (await seesUp(this.urls.prometheus)) || undefined);
  }

  async #undoAll(): Promise<void> {
    for (const undo of this.#undo.splice(0).reverse()) await undo();
  }

  async #healthy(): Promise<void> {
    await this.until('api', 'healthy', (state) => state?.status === 'running' && state.health === 'healthy');
  }
}

async function choosePorts(given: Partial<Ports>): Promise<Ports> {
  const [api = 0, frontend = 0, postgres = 0, redis = 0, prometheus = 0] = await freePorts(services.length);
  return { api, frontend, postgres, redis, prometheus, ...given };
}

function composeValues(project: string, tag: string, ports: Ports): Record<string, string> {
  return {
    DEMO_IMAGES: tag,
    DEMO_API_CONTAINER: project === defaultProject ? 'api-server' : `${project}-api-server`,
    DEMO_API_PORT: String(ports.api),
    DEMO_FRONTEND_PORT: String(ports.frontend),
    DEMO_POSTGRES_PORT: String(ports.postgres),
    DEMO_REDIS_PORT: String(ports.redis),
    DEMO_PROMETHEUS_PORT: String(ports.prometheus),
    DEMO_RUN: process.env['DEMO_RUN'] ?? '',
  };
}
