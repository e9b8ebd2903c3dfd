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
  /** Exit code of a `die`, signal of a `kill`, health of a `health_status`; empty otherwise. */
  readonly detail: string;
}

/** Events of a service's containers, with how far back the record is complete: before that, silence proves nothing. */
export interface EventHistory {
  readonly events: readonly EngineEvent[];
  readonly completeSince: string;
}

/**
 * The Docker engines as checks see them. Every method throws `CannotLook` when the engine cannot be asked,
 * and honours `signal`.
 */
export interface Containers {
  /** The service's container, or null when there is none. Two matches are refused (`CannotLook`). */
  find(service: ServiceTarget, signal: AbortSignal): Promise<ContainerState | null>;
  /** The newest `tail` lines since a time, oldest first; at most `maxBytes` are read, longer lines are cut. */
  logs(
    service: ServiceTarget,
    container: ContainerState,
    options: { readonly tail: number; readonly since: string | null; readonly maxBytes: number },
    signal: AbortSignal,
  ): Promise<{ readonly lines: readonly LogLine[]; readonly truncated: boolean }>;
  /** The samples kept of this container, oldest first (a minute or two); waits for the first one where none is kept yet. */
  stats(service: ServiceTarget, container: ContainerState, signal: AbortSignal): Promise<readonly StatsSample[]>;
  /** What happened to the service's containers since a time. */
  events(service: ServiceTarget, since: string, signal: AbortSignal): Promise<EventHistory>;
}
