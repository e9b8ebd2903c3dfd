import type { ServiceTarget } from '../checks/containers.js';
import { text } from '../text/text.js';
import { CannotLook } from '../checks/check.js';
import { Refused, type Blueprint } from './docker.js';
import { certain } from './failing.js';
import { ONE_CHANGE, stopping } from './limits.js';
import { makeNew } from './make-new.js';
import { Undoing } from './put-back.js';
import type { Doing, Permit, Place } from './remedy.js';
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

/** The name that the old container has until it is removed. */
export function asideName(name: string, mark: string): string {
  return `${name}.before-${mark.replace(/[^\w.-]/g, '-')}`;
}

/** How long it takes at most to make a container anew, ms, with everything taken back; or why that cannot be done. Throws `CannotLook`. */
export async function foresee(
  { old, image, grace }: Recreation,
  place: Place,
  signal: AbortSignal,
): Promise<{ readonly longest: number } | { readonly impossible: string }> {
  try {
    const blueprint = await place.docker.blueprint(serviceOf(old, place), old.id, image, signal);
    if (blueprint === null) return { impossible: `${old.name} is gone` };
    return { longest: stopping(grace) + (7 + blueprint.joins.length) * ONE_CHANGE };
  } catch (error) {
    if (error instanceof Refused) return { impossible: error.reason };
    throw error;
  }
}

/**
 * Puts a container in the place of another one: the old one is removed only once the new one was started. What fails before that
 * is taken back, and thrown all the same where it leaves open how the world is.
 */
export async function recreate(what: Recreation, doing: Doing, signal: AbortSignal): Promise<Recreated> {
  const seen = await look(what, doing, signal);
  if ('failed' in seen) return seen;
  const undoing = new Undoing(doing, signal);
  let id: string;
  try {
    id = await replace(what, seen, undoing, doing, signal);
  } catch (error) {
    return { failed: await undoing.takeBack(error) };
  }
  return { id, left: await removeOld(what.old, seen.service, doing, signal) };
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

/** Everything until the new one was started. Returns its id. */
async function replace(
  { old, grace }: Recreation,
  { service, runs, blueprint }: Seen,
  undoing: Undoing,
  doing: Doing,
  signal: AbortSignal,
): Promise<string> {
  const { docker } = doing;
  const { name } = old;
  const aside = asideName(name, doing.mark);

  if (runs) {
    const stop = (permit: Permit) => docker.stop(service, old.id, grace, permit, signal);
    await undoing.startOrStop(text(grace === 0 ? 'killing ' : 'stopping ', name), stop, {
      says: text(`starting the old ${name} again`),
      done: `the old ${name} is started again`,
      failed: `the old ${name} is stopped and could not be started again`,
      unsure: `the old ${name} may still be stopped`,
      make: (permit) => docker.start(service, old.id, permit, signal),
    });
  }

  const rename = (permit: Permit) => docker.rename(service, old.id, aside, permit, signal);
  await undoing.change(text(`setting the old ${name} aside`), rename, {
    says: text(`giving the old ${name} its name back`),
    done: `the old ${name} has its name back`,
    failed: `the old ${name} is still called ${aside}`,
    unsure: `the old ${name} may still be called ${aside}`,
    make: (permit) => docker.rename(service, old.id, name, permit, signal),
  });

  const id = await makeNew(name, { service, blueprint, undoing, doing, signal });
  const start = (permit: Permit) => docker.start(service, id, permit, signal);
  await undoing.startOrStop(text(`starting the new ${name}`), start, null);
  return id;
}

/** The new one was started: an old one that stays is said, and is no failure. */
async function removeOld(
  old: Pinned,
  service: ServiceTarget,
  doing: Doing,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const permit = await doing.step(text(`removing the old ${old.name}`));
    await doing.docker.remove(service, old.id, permit, signal);
    return null;
  } catch (error) {
    const why = error instanceof CannotLook ? error.reason : certain(error);
    return `the old one may still be there, remove it with \`docker rm ${asideName(old.name, doing.mark)}\`: ${why}`;
  }
}
