import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import type { ContainerState, ServiceTarget } from '../checks/containers.js';
import type { Place } from './remedy.js';

/** One container and no other: what an action pins, so that acting on another one than was planned is impossible. */
export const pinned = z.strictObject({
  /** The service of config.yml on whose host it is. */
  service: z.string(),
  id: z.string().min(1),
  name: z.string(),
});
export type Pinned = z.infer<typeof pinned>;

/** A container as it was when a remedy was planned. */
export const before = z.object({
  id: z.string(),
  name: z.string(),
  image: z.string(),
  status: z.string(),
  startedAt: z.string().nullable(),
  restartCount: z.number(),
  memoryLimit: z.number(),
});
export type Before = z.infer<typeof before>;

/** A container that can be worked on, or why there is none. */
export type Found = Target | { readonly impossible: string; /** There is none. */ readonly missing: boolean };

export interface Target {
  readonly state: ContainerState;
  readonly pin: Pinned;
}

/** Finds the container of a service. Throws `CannotLook`. */
export async function findTarget(service: ServiceTarget, { world }: Place, signal: AbortSignal): Promise<Found> {
  const state = await world.containers.find(service, signal);
  if (state === null) {
    return { impossible: `there is no container of ${service.name} on host ${service.host}`, missing: true };
  }
  const name = world.clean(state.name);
  if (state.status === 'removing' || state.status === 'dead')
    return { impossible: `${name} is being removed`, missing: false };
  return { state, pin: { service: service.name, id: state.id, name } };
}

/** What is remembered of a container to tell afterwards what happened to it. */
export function remember(state: ContainerState, { world }: Place): Before {
  const { id, status, startedAt, restartCount, memoryLimit } = state;
  const [name, image] = [world.clean(state.name), world.clean(state.image)];
  return { id, name, image, status, startedAt, restartCount, memoryLimit };
}

/** The service of a pinned container: it says on which host it is. Throws `CannotLook` where config.yml has it no more. */
export function serviceOf({ service }: Pinned, { world }: Place): ServiceTarget {
  if (service === world.service.name) return world.service;
  const found = world.services[service];
  if (found !== undefined) return found;
  throw new CannotLook(`config.yml has no service ${service} any more`);
}

/** The pinned container as it is now; null when it is gone. Throws `CannotLook`. */
export function stateOf(pin: Pinned, place: Place, signal: AbortSignal): Promise<ContainerState | null> {
  return place.world.containers.find({ ...serviceOf(pin, place), container: { id: pin.id } }, signal);
}

/** What no other incident may work on while this one does. */
export function holdOn(service: ServiceTarget, name: string): string {
  return `${service.host}/${name}`;
}

/** A container that has a process, paused or between two runs included. */
export function hasProcess({ status }: { readonly status: string }): boolean {
  return status === 'running' || status === 'paused' || status === 'restarting';
}
