/** How a healthcheck is defined, with Docker's defaults filled in. Durations in milliseconds. */
export interface HealthcheckDefinition {
  /** As Docker keeps it: `CMD-SHELL` or `CMD`, then the words of the command. */
  readonly test: readonly string[];
  readonly interval: number;
  readonly timeout: number;
  readonly startPeriod: number;
  readonly retries: number;
}

/** One port of a container that the host leads, or should lead, to it. */
export interface PortMapping {
  readonly containerPort: number;
  readonly protocol: string;
  /** `0.0.0.0`, `::`, `127.0.0.1` …; empty where none was told, which is every address. */
  readonly hostIp: string;
  /** 0 where the engine chooses one at the start. */
  readonly hostPort: number;
}

/** A network that a container is on. */
export interface Attachment {
  readonly name: string;
  readonly networkId: string;
  /** Empty while the container does not run. */
  readonly ip: string;
  /** Names under which the other containers of this network reach it. */
  readonly aliases: readonly string[];
}

/** What a container was told to be, and how it is connected. */
export interface ContainerDetails {
  /** Id of the image it was created from: `sha256:…`. */
  readonly imageId: string;
  /** `NAME=value`, as it was created. Holds secrets: nothing of it leaves a check unmasked. */
  readonly env: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Null where no healthcheck is defined. */
  readonly healthcheck: HealthcheckDefinition | null;
  /** Ports the image or the settings declare: `8000/tcp`. */
  readonly exposed: readonly string[];
  /** Mappings its settings ask for, whether it runs or not. */
  readonly wantedPorts: readonly PortMapping[];
  /** Mappings that are in force; none while it does not run. */
  readonly ports: readonly PortMapping[];
  /** `host`, `none`, `bridge`, the name of a network, or `container:…`. */
  readonly networkMode: string;
  readonly networks: readonly Attachment[];
}

/** A process in a container, as the host's `ps` shows it. */
export interface Process {
  /** On the host. */
  readonly pid: number;
  readonly parent: number;
  /** Milliseconds since it began. */
  readonly age: number;
  /** First letter of its state: R, S, D (waits for a device), T (stopped), Z (ended, not collected). */
  readonly state: string;
  readonly command: string;
}

/** A container on a host, whatever service it belongs to. */
export interface HostContainer {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly image: string;
  readonly imageId: string;
  readonly createdAt: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly PortMapping[];
  /** Names of the networks it is on. */
  readonly networks: readonly string[];
}

/** A network of a host. */
export interface HostNetwork {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  /** Name of its interface on the host; empty for a network that is no bridge. */
  readonly bridge: string;
}
