import type { z } from 'zod';
import type { World } from '../checks/check.js';
import type { ServiceTarget } from '../checks/containers.js';
import type { DockerHost } from '../docker-host.js';
import type { Json, Plan } from '../incident/remedy.js';
import type { Text } from '../text/text.js';
import { TooLate, type Done, type Permit, type Settled } from '../engine/hands.js';
import type { Docker } from './docker.js';

export { TooLate };
export type { Done, Permit, Settled };

/** Where a remedy is planned and done. */
export interface Place {
  /** The service it works on. */
  readonly service: ServiceTarget;
  /** What checks see of that service. */
  readonly world: World;
  /** The Docker engines, to change things. */
  readonly docker: Docker;
  /** Where the service's Docker engine listens: for Compose, which has a client of its own. */
  readonly engine: DockerHost;
  readonly limits: Limits;
  /** The remedy's parameters as the runbook has them, as given to `plan`. Secrets are taken from here: an action is recorded and holds none. */
  readonly params: unknown;
}

/** What config.yml allows. */
export interface Limits {
  /** Memory limits are never raised above this, bytes. */
  readonly memoryCeiling: number;
}

/** What doing needs beside the place. */
export interface Doing extends Place {
  /** Unique in this installation (`INC-12/3`): created containers carry it as the label `dev.runbook-bot.remedy`. */
  readonly mark: string;
  /** Announces the next change to the world and resolves once that is on record. `says`: `stopping api-server`. One for every change. */
  step(says: Text): Promise<Permit>;
}

/** A plan, or why the remedy cannot be done as things are: one sentence without its full stop. */
export type Planned = Omit<Plan, 'service'> | { readonly impossible: string };

/** One kind of remedy. */
export interface RemedyType<Params = unknown, Action extends Json = Json> {
  readonly type: string;
  /** One line for the documentation. */
  readonly says: string;
  /** The strict schema of its parameters as a runbook writes them. */
  readonly params: z.ZodType<Params>;
  /** The services of config.yml that it changes beside its own; none unless told. */
  readonly alsoWorksOn?: (params: Params) => readonly string[];
  /** Resolves it against the world. Throws `CannotLook` when it could not look. */
  plan(params: Params, place: Place, signal: AbortSignal): Promise<Planned>;
  /** Does it, once. `action` is the plan's. Refusals of the engine are `failed`; what leaves open whether it happened is thrown. */
  act(action: Action, doing: Doing, signal: AbortSignal): Promise<Done>;
  /** Compares the world with what it was before. Asked again and again until `longest` is over. Throws `CannotLook`. */
  settle(action: Action, before: Json, place: Place, mark: string, signal: AbortSignal): Promise<Settled>;
}

/** A remedy type as the shelf holds it: parameters and actions are parsed behind this face. */
export type RegisteredRemedy = RemedyType;

/** Ties parameters and action to their schemas: both come from outside (a runbook, the log). */
export function defineRemedy<Params, Action extends Json>(
  written: RemedyType<Params, Action> & { readonly action: z.ZodType<Action> },
): RegisteredRemedy {
  const { action: schema, params, alsoWorksOn } = written;
  return {
    type: written.type,
    says: written.says,
    params,
    alsoWorksOn: (given) => alsoWorksOn?.(params.parse(given)) ?? [],
    plan: (given, place, signal) => written.plan(params.parse(given), place, signal),
    act: (action, doing, signal) => written.act(schema.parse(action), doing, signal),
    settle: (action, before, place, mark, signal) => written.settle(schema.parse(action), before, place, mark, signal),
  };
}
