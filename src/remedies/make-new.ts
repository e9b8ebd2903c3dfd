import type { ServiceTarget } from '../checks/containers.js';
import { text } from '../text/text.js';
import type { Blueprint } from './docker.js';
import type { Undoing } from './put-back.js';
import type { Doing, Permit } from './remedy.js';

/** What the new container is made by, and where. */
export interface Making {
  readonly service: ServiceTarget;
  readonly blueprint: Blueprint;
  readonly undoing: Undoing;
  readonly doing: Doing;
  readonly signal: AbortSignal;
}

/** Creates the new container and joins its networks, each a change of its own; it does not run yet. Returns its id. */
export async function makeNew(name: string, making: Making): Promise<string> {
  const { service, blueprint, undoing, doing, signal } = making;
  const { docker, mark, world } = doing;
  let made: string | null = null;
  const create = async (permit: Permit): Promise<string> => {
    made = await docker.create(service, blueprint, mark, permit, signal);
    return made;
  };
  const id = await undoing.change(text(`creating the new ${name}`), create, {
    says: text(`removing the new ${name}`),
    done: `the new ${name} is removed`,
    failed: `the new ${name} is still there, created and not running`,
    unsure: `the new ${name} may still be there and have the name, created and not running`,
    make: async (permit) => {
      // Nobody may have told its id; its mark is known.
      const [one] = made === null ? await docker.marked(service, mark, signal) : [made];
      if (one !== undefined) await docker.remove(service, one, permit, signal);
    },
  });
  for (const join of blueprint.joins) {
    const permit = await doing.step(text(`connecting the new ${name} to ${world.clean(join.network)}`));
    await docker.join(service, id, join, permit, signal);
  }
  return id;
}
