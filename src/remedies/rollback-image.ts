import { z } from 'zod';
import { runsBefore } from '../checks/deployments-image.js';
import type { ContainerState, ImageInfo } from '../checks/containers.js';
import { durationBetween } from '../runbook/duration.js';
import { failed, sentence } from './failing.js';
import { foresee, recreate } from './recreate.js';
import { defineRemedy, type Place } from './remedy.js';
import { settleRecreation } from './settle-recreation.js';
import { awaitStartUp, startUpParams } from './start-up.js';
import { before, findTarget, holdOn, pinned, remember, serviceOf } from './target.js';
import { label, onHost, seconds, title } from './words.js';

const SHORT_ID = 12;

const params = z.strictObject({
  type: z.literal('rollback_image'),
  grace: durationBetween(0, 300_000, 'between 0s and 5m')
    .default(10_000)
    .describe('How long the container has to end by itself before it is killed.'),
  ...startUpParams,
});

const action = z.strictObject({
  target: pinned,
  image: z.string(),
  imageName: z.string(),
  grace: z.number(),
  startup: z.string().nullable(),
  within: z.number(),
});

/** Makes the container anew from the image it ran before. */
export const rollbackImage = defineRemedy({
  type: 'rollback_image',
  says: 'Makes the container anew, with the same settings, from the last other image that ran before.',
  params,
  action,
  plan: async ({ grace, startup, within }, place, signal) => {
    const found = await findTarget(place.service, place, signal);
    if ('impossible' in found) return found;
    const { state, pin } = found;
    const previous = await findPrevious(state, place, signal);
    if ('impossible' in previous) return previous;
    const { image, name, current } = previous;
    const ahead = await foresee({ old: pin, image: image.id, grace }, place, signal);
    if ('impossible' in ahead) return ahead;
    return {
      title: title(`roll back ${pin.service} to ${name}`),
      label: label(`Roll back ${pin.service} image`, 'Roll back image'),
      does: onHost(
        pin.name,
        place.service.host,
        `made anew from ${withId(name, image.id)}, now ${current}`,
        `${seconds(grace)} grace`,
      ),
      like: `docker stop ${pin.name}, docker rm ${pin.name}, docker run … ${short(image.id)}`,
      undo: `made anew from ${current}`,
      afterwards: 'put the older version into docker-compose.yml or build it; the next recreate undoes this',
      holds: [holdOn(place.service, pin.name)],
      action: { target: pin, image: image.id, imageName: name, grace, startup, within },
      before: remember(state, place),
      longest: ahead.longest + (startup === null ? 0 : within),
    };
  },
  act: async ({ target, image, imageName, grace, startup, within }, doing, signal) => {
    const made = await recreate({ old: target, image, grace }, doing, signal);
    if ('failed' in made) return failed(`could not roll ${target.name} back: ${made.failed}`);
    const service = serviceOf(target, doing);
    const came = await awaitStartUp({ service, id: made.id, startup, within }, doing, signal);
    return { result: 'done', says: sentence(`${target.name} made anew from ${imageName}`, came, made.left) };
  },
  settle: ({ target }, was, place, mark, signal) => settleRecreation(target, before.parse(was), place, mark, signal),
});

interface Previous {
  readonly image: ImageInfo;
  readonly name: string;
  /** What it runs now, in words. */
  readonly current: string;
}

/** The newest image of a container before this one that is another than its own: hard restarts lie in between. */
async function findPrevious(
  state: ContainerState,
  { world, service }: Place,
  signal: AbortSignal,
): Promise<Previous | { readonly impossible: string }> {
  const { containers } = world;
  const [history, details] = await Promise.all([
    containers.events(service, new Date(0).toISOString(), signal),
    containers.details(service, state, signal),
  ]);
  const runs = runsBefore(state, history);
  const running = await containers.image(service, details.imageId, signal);
  for (const { detail, imageId } of runs) {
    const named = world.clean(detail);
    // By its id where the bot saw that container, else by what its name means now.
    const id = imageId ?? (ASKED_BY_NAME.test(detail) ? detail : null);
    if (id === null) return { impossible: `which image ${named} was is not known: the bot did not see that container` };
    if (id === details.imageId) continue;
    const image = await containers.image(service, id, signal);
    if (image === null)
      return { impossible: `the image ${named} that ran before is not on host ${service.host} any more` };
    if (image.id === details.imageId) continue;
    if (isNewer(image, running))
      return { impossible: `${named}, which ran before, is newer than what runs now: there is nothing to go back to` };
    // Where a newer image took its name, only its id tells which one is meant.
    const name = image.tags.includes(detail) ? named : `image ${short(image.id)}`;
    return { image, name, current: `${world.clean(state.image)} (${short(details.imageId)})` };
  }
  if (runs.length === 0) return { impossible: 'Docker events tell of no container before this one' };
  return { impossible: `no other image than ${world.clean(state.image)} is known to have run before` };
}

/** It ran in between, and was gone back from already. */
function isNewer({ createdAt }: ImageInfo, than: ImageInfo | null): boolean {
  return createdAt !== null && than?.createdAt != null && createdAt > than.createdAt;
}

/** Names with a path are none that the engine's proxy lets through. */
const ASKED_BY_NAME = /^[A-Za-z0-9][A-Za-z0-9_.:-]*$/;

function withId(name: string, id: string): string {
  return name.includes(short(id)) ? name : `${name} (${short(id)})`;
}

function short(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, SHORT_ID);
}
