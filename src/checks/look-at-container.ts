import { CannotLook, type World } from './check.js';
import type { ContainerState } from './containers.js';

/** The container was removed between finding it and looking at it. */
export class ContainerGone extends CannotLook {
  constructor(name: string, during: string) {
    super(`${name} was removed while ${during}`);
    this.name = 'ContainerGone';
  }
}

/**
 * Finds the service's container and looks at it; null where there is none. Where it was replaced in between, the one that
 * took its place is looked at: answers about a container that is gone help nobody. Throws `CannotLook`, also when that one went too.
 */
export async function lookAtContainer<T>(
  world: World,
  signal: AbortSignal,
  look: (container: ContainerState) => Promise<T>,
): Promise<T | null> {
  try {
    return await lookOnce(world, signal, look);
  } catch (error) {
    if (!(error instanceof ContainerGone)) throw error;
  }
  return lookOnce(world, signal, look);
}

async function lookOnce<T>(
  world: World,
  signal: AbortSignal,
  look: (container: ContainerState) => Promise<T>,
): Promise<T | null> {
  const container = await world.containers.find(world.service, signal);
  return container === null ? null : look(container);
}
