import type { ServiceTarget } from '../checks/containers.js';
import { text } from '../text/text.js';
import { Refused, type Blueprint } from './docker.js';
import { CannotLook } from '../checks/check.js';
import { certain } from './failing.js';
import { ONE_CHANGE, stopping } from './limits.js';
import { Undoing } from './put-back.js';
import type { Doing, Place } from './remedy.js';
import { hasProcess, serviceOf, stateOf, type Pinned } from './target.js';

/** What to make anew. */
export interface Recreation {
  readonly old: Pinned;
  /** Another image by its id; null keeps the one it has. */
  readonly image: string | null;
  /** How long it has to end by itself, ms; 0 kills it. */
  readonly grace: number;
}

/** The id of the new container and what is left to say, or why there is none; the old one is put back then, as far as `failed` says. */
export type Recreated = { readonly id: string; readonly left: string | null } | { readonly failed: string };

/** The longest it takes, ms, with everything taken back. */
export function longestRecreation(grace: number): number {
  return stopping(grace) + 7 * ONE_CHANGE;
}

/** The name that the old container has until it is removed. */
export function asideName(name: string, mark: string): string {
  return `${name}.before-${mark.replace(/[^\w.-]/g, '-')}`;
}

/** Why a container could not be made anew nor put back as it is; null where it can. Throws `CannotLook`. */
export async function obstacle(
  old: Pinned,
  image: string | null,
  place: Place,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const blueprint = await place.docker.blueprint(serviceOf(old, place), old.id, image, signal);
    return blueprint === null ? `${old.name} is gone` : null;
  } catch (error) {
    if (error instanceof Refused) return error.reason;
    throw error;
  }
}

/** Puts a container in the place of another one: the old one is removed only once the new one was started. */
export async function recreate(what: Recreation, doing: Doing, signal: AbortSignal): Promise<Recreated> {
  const seen = await look(what, doing, signal);
  if ('failed' in seen) return seen;
  const undoing = new Undoing(doing);
  try {
    return await replace(what, seen, undoing, doing, signal);
  } catch (error) {
    const why = certain(error);
    return { failed: `${why}; ${await undoing.takeBack()}` };
  }
}

interface Seen {
  readonly service: ServiceTarget;
  /** It is to run again where the new one cannot be made. */
  readonly runs: boolean;
  readonly blueprint: Blueprint;
}

async function look(
  { old, image }: Recreation,
  doing: Doing,
  signal: AbortSignal,
): Promise<Seen | { readonly failed: string }> {
  const service = serviceOf(old, doing);
  try {
    const state = await stateOf(old, doing, signal);
    const blueprint = state === null ? null : await doing.docker.blueprint(service, old.id, image, signal);
    if (state === null || blueprint === null) return { failed: `${old.name} is gone; nothing was changed` };
    return { service, runs: hasProcess(state), blueprint };
  } catch (error) {
    if (error instanceof CannotLook) return { failed: `${error.reason}; nothing was changed` };
    return { failed: `${certain(error)}; nothing was changed` };
  }
}

async function replace(
  { old, grace }: Recreation,
  { service, runs, blueprint }: Seen,
  undoing: Undoing,
  doing: Doing,
  signal: AbortSignal,
): Promise<Recreated> {
  const { docker, mark } = doing;
  const { name } = old;
  const aside = asideName(name, mark);

  if (runs) {
    const permit = await doing.step(text(grace === 0 ? 'killing ' : 'stopping ', name));
    await docker.stop(service, old.id, grace, permit, signal);
    undoing.made({
      says: text(`starting the old ${name} again`),
      done: `the old ${name} is started again`,
      failed: `the old ${name} is stopped and could not be started again`,
      make: (again) => docker.start(service, old.id, again, signal),
    });
  }

  const renaming = await doing.step(text(`setting the old ${name} aside`));
  await docker.rename(service, old.id, aside, renaming, signal);
  undoing.made({
    says: text(`giving the old ${name} its name back`),
    done: `the old ${name} has its name back`,
    failed: `the old ${name} is still called ${aside}`,
    make: (again) => docker.rename(service, old.id, name, again, signal),
  });

  const creating = await doing.step(text(`creating the new ${name}`));
  const id = await docker.create(service, blueprint, mark, creating, signal);
  undoing.made({
    says: text(`removing the new ${name}`),
    done: `the new ${name} is removed`,
    failed: `the new ${name} is still there, created and not running`,
    make: (again) => docker.remove(service, id, again, signal),
  });

  const starting = await doing.step(text(`starting the new ${name}`));
  await docker.start(service, id, starting, signal);
  return { id, left: await removeOld(aside, { service, old, doing, signal }) };
}

interface Rest {
  readonly service: ServiceTarget;
  readonly old: Pinned;
  readonly doing: Doing;
  readonly signal: AbortSignal;
}

/** The new one was started: an old one that stays is said, and is no failure. */
async function removeOld(aside: string, { service, old, doing, signal }: Rest): Promise<string | null> {
  try {
    const permit = await doing.step(text(`removing the old ${old.name}`));
    await doing.docker.remove(service, old.id, permit, signal);
    return null;
  } catch (error) {
    const why = error instanceof CannotLook ? error.reason : certain(error);
    return `the old one may still be there, remove it with \`docker rm ${aside}\`: ${why}`;
  }
}
