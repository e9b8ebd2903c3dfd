import type { ContainerDetails, HostContainer, HostNetwork, Process } from './container-details.js';

/** How config.yml names a service's container: by Compose labels (project and service), by name, or by id. */
export type Selector =
  | { readonly compose: { readonly project: string; readonly service: string } }
  | { readonly name: string }
  | { readonly id: string };

/** A service of config.yml as checks see it. */
export interface ServiceTarget {
  readonly name: string;
  /** Name of the Docker host it runs on; `local` unless config.yml says otherwise. */
  readonly host: string;
  readonly container: Selector;
  /** Folder of its Compose project on the bot's machine, absolute; null where config.yml names none. */
  readonly project: string | null;
}

/** One container as it is now. Times are ISO 8601 or null; the engine's year-1 dates become null. */
export interface ContainerState {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly status: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  readonly exitCode: number;
  readonly oomKilled: boolean;
  readonly error: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly createdAt: string;
  readonly restartCount: number;
  readonly restartPolicy: string;
  /** `none` where no healthcheck is defined. */
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy';
  readonly failingStreak: number;
  /** Oldest first. */
  readonly healthLog: readonly { readonly at: string; readonly exitCode: number; readonly output: string }[];
  /** Bytes; 0 is no limit. */
  readonly memoryLimit: number;
  readonly tty: boolean;
}

export interface LogLine {
  readonly at: string | null;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** One sample of a kept stats stream. */
export interface StatsSample {
  readonly at: string;
  /** Percent of one core times cores, as `docker stats` shows it; null for a first sample, which has none before it to compare with. */
  readonly cpuPercent: number | null;
  /** In how many of the CPU limit's periods it was made to wait, percent; 0 where it has no limit, null as above. */
  readonly throttledPercent: number | null;
  /** Bytes in use without the page cache, as `docker stats` shows it. */
  readonly memoryUsed: number;
  /** Bytes; the host's memory where no limit is set. */
  readonly memoryLimit: number;
  readonly pids: number;
}

/** One engine event of a container: `die`, `oom`, `kill`, `stop`, `start`, `health_status`, `destroy`, … */
export interface EngineEvent {
  readonly at: string;
  readonly containerId: string;
  readonly action: string;
  /** Exit code of a `die`, signal of a `kill`, health of a `health_status`, image of a `create` or `destroy`; empty otherwise. */
  readonly detail: string;
  /** Id of the image of that container, where the bot saw it: its name may mean another one by now. */
  readonly imageId?: string;
}

/** Events of a service's containers, with how far back the record is complete: before that, silence proves nothing. */
export interface EventHistory {
  readonly events: readonly EngineEvent[];
  readonly completeSince: string;
}

/** A program to run in a container. */
export interface ExecCommand {
  /** The program and its arguments, which reach it as they are: no shell reads them. */
  readonly argv: readonly string[];
  /** Milliseconds; rounded up to whole seconds, after which the program is killed. */
  readonly timeout: number;
  /** At most so much of its output is kept, both streams together; more ends the reading. */
  readonly maxBytes: number;
  /** Called right before it is started; where it throws, nothing is started. */
  readonly permit?: () => void;
}

/** How a program in a container ended. */
export interface ExecResult {
  /** Null where it was not waited for to its end, or the container ended under it. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Its time was over. */
  readonly timedOut: boolean;
  /** It wrote more than `maxBytes`: it was not read to its end, or its beginning was forgotten. */
  readonly truncated: boolean;
  /** The container has no such program. */
  readonly missing: boolean;
  /** It was given up and nothing in the container ends it for certain. */
  readonly maybeRunning: boolean;
  /** Milliseconds. */
  readonly took: number;
}

/** An image as it lies on a host. */
export interface ImageInfo {
  /** `sha256:…`. */
  readonly id: string;
  /** ISO 8601: when it was built; null where the image does not tell. */
  readonly createdAt: string | null;
  /** `api:1`, …; none where a newer image took its name. */
  readonly tags: readonly string[];
}

/**
 * The Docker engines as checks see them. Every method throws `CannotLook` when the engine cannot be asked,
 * and honours `signal`.
 */
export interface Containers {
  /** The service's container, or null when there is none. Two matches are refused (`CannotLook`). */
  find(service: ServiceTarget, signal: AbortSignal): Promise<ContainerState | null>;
  /**
   * The newest `tail` lines since a time, oldest first; with null for `tail` the first lines since then. At most `maxBytes`
   * are read (`truncated`: there was more), longer lines are cut. Throws `ContainerGone` when it was removed meanwhile.
   */
  logs(
    service: ServiceTarget,
    container: ContainerState,
    options: { readonly tail: number | null; readonly since: string | null; readonly maxBytes: number },
    signal: AbortSignal,
  ): Promise<{ readonly lines: readonly LogLine[]; readonly truncated: boolean }>;
  /** The samples kept of this container, oldest first (a minute or two); waits for the first one where none is kept yet. */
  stats(service: ServiceTarget, container: ContainerState, signal: AbortSignal): Promise<readonly StatsSample[]>;
  /** What happened to the service's containers since a time. */
  events(service: ServiceTarget, since: string, signal: AbortSignal): Promise<EventHistory>;
  /** What the container was told to be, and how it is connected. Throws `ContainerGone` when it was removed meanwhile. */
  details(service: ServiceTarget, container: ContainerState, signal: AbortSignal): Promise<ContainerDetails>;
  /** The container's processes; null when it does not run. Throws `ContainerGone` when it was removed meanwhile. */
  processes(service: ServiceTarget, container: ContainerState, signal: AbortSignal): Promise<readonly Process[] | null>;
  /** Every container on the service's host, those that do not run included. */
  onHost(service: ServiceTarget, signal: AbortSignal): Promise<readonly HostContainer[]>;
  /** Every network on the service's host. */
  networks(service: ServiceTarget, signal: AbortSignal): Promise<readonly HostNetwork[]>;
  /** Runs a program in the container. Throws `CannotLook` where the container does not run, `ContainerGone` when it was removed meanwhile. */
  exec(
    service: ServiceTarget,
    container: ContainerState,
    command: ExecCommand,
    signal: AbortSignal,
  ): Promise<ExecResult>;
  /** An image on the service's host, by its id; null when it was removed. */
  image(service: ServiceTarget, id: string, signal: AbortSignal): Promise<ImageInfo | null>;
}
