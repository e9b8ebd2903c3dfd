import type { ServiceTarget } from '../checks/containers.js';
import type { Permit } from '../engine/hands.js';
import type { Json } from '../incident/remedy.js';

/** The engine said no: it is certain that this call changed nothing, except what `reason` says. */
export class Refused extends Error {
  /** The engine's words, clean, without its full stop. */
  readonly reason: string;
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'Refused';
    this.reason = reason;
  }
}

/**
 * Everything that decides how a container is made anew: its configuration as the engine gave it. Opaque, and not for the record:
 * it holds the container's environment, secrets included.
 */
export interface Blueprint {
  readonly name: string;
  /** `sha256:…` */
  readonly image: string;
  /** The body of a create call. */
  readonly create: Json;
  /** The further networks it is on: to be joined one by one once it is created. */
  readonly joins: readonly Join[];
}

/** One network of a container. `network` is its name or id; `endpoint` is opaque, as everything in a blueprint. */
export interface Join {
  readonly network: string;
  readonly endpoint: Json;
}

/**
 * The Docker engines as remedies change them. Every method checks its permit right before the call that changes something,
 * honours `signal`, throws `Refused` for a definite no (a container that is gone included), and `CannotLook` (src/checks/check.ts)
 * when it cannot be known what happened or the engine could not be asked: the reason says so where nothing was sent. What is so
 * already (a running container started) is done. `container` is an id. Times are ms.
 */
export interface Docker {
  start(service: ServiceTarget, container: string, permit: Permit, signal: AbortSignal): Promise<void>;
  /** Asks it to stop, and kills it after `grace`. */
  stop(service: ServiceTarget, container: string, grace: number, permit: Permit, signal: AbortSignal): Promise<void>;
  /** Stops as `stop` does and starts again, in one call of the engine. Refused, it may be stopped. */
  restart(service: ServiceTarget, container: string, grace: number, permit: Permit, signal: AbortSignal): Promise<void>;
  /** `signal` such as `SIGKILL` or `SIGUSR1`. */
  kill(service: ServiceTarget, container: string, sends: string, permit: Permit, signal: AbortSignal): Promise<void>;
  rename(service: ServiceTarget, container: string, name: string, permit: Permit, signal: AbortSignal): Promise<void>;
  /** Removes a container that does not run; its anonymous volumes stay. */
  remove(service: ServiceTarget, container: string, permit: Permit, signal: AbortSignal): Promise<void>;
  /**
   * Creates a container by a blueprint; it is on none of `joins` and does not run yet. Returns its id. `mark` becomes the label
   * `dev.runbook-bot.remedy`.
   */
  create(
    service: ServiceTarget,
    blueprint: Blueprint,
    mark: string,
    permit: Permit,
    signal: AbortSignal,
  ): Promise<string>;
  /** Connects a container to a network as its blueprint says. */
  join(service: ServiceTarget, container: string, join: Join, permit: Permit, signal: AbortSignal): Promise<void>;
  /** Sets the memory limit of a container, bytes, while it runs; it can swap as much beyond it as before. */
  setMemory(
    service: ServiceTarget,
    container: string,
    bytes: number,
    permit: Permit,
    signal: AbortSignal,
  ): Promise<void>;
  /** Connects a container to a network, with its aliases there. */
  connect(
    service: ServiceTarget,
    container: string,
    network: string,
    aliases: readonly string[],
    permit: Permit,
    signal: AbortSignal,
  ): Promise<void>;
  unpause(service: ServiceTarget, container: string, permit: Permit, signal: AbortSignal): Promise<void>;

  /**
   * How to make this container anew, as it is configured now; with another image (its id) where one is given. Changes nothing.
   * Null: it is gone. Throws `Refused` for one that Docker removes when it stops, and `CannotLook` where an image is gone.
   */
  blueprint(
    service: ServiceTarget,
    container: string,
    image: string | null,
    signal: AbortSignal,
  ): Promise<Blueprint | null>;
  /** Containers with the label `dev.runbook-bot.remedy=mark`: ids. Changes nothing. */
  marked(service: ServiceTarget, mark: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Settles when the container's log has a line that `pattern` (RE2) finds, logged since `since` (ISO 8601); false after `limit`. Changes nothing. */
  waitForLine(
    service: ServiceTarget,
    container: string,
    pattern: string,
    since: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<boolean>;
}
