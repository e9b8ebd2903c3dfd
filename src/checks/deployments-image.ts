import type { Facts, UnknownFact } from '../runbook/facts.js';
import type { World } from './check.js';
import type { ContainerState, EngineEvent, EventHistory, ImageInfo } from './containers.js';
import { lookAtContainer } from './look-at-container.js';

/** The container, its image, and what the engine told about the containers before it. */
export interface ImageState {
  readonly container: ContainerState;
  readonly image: ImageInfo | null;
  readonly history: EventHistory;
}

/** Null where the service has no container. Throws `CannotLook`. */
export async function readImages(world: World, signal: AbortSignal): Promise<ImageState | null> {
  const { service, containers } = world;
  const history = await containers.events(service, new Date(0).toISOString(), signal);
  return lookAtContainer(world, signal, async (container) => {
    const { imageId } = await containers.details(service, container, signal);
    return { container, image: await containers.image(service, imageId, signal), history };
  });
}

/** The facts about images; `from` (milliseconds since 1970) is since when a change is recent. */
export function imageFacts({ container, image, history }: ImageState, from: number, world: World): Facts {
  const gone: UnknownFact = { unknown: 'its image was removed from the host' };
  const previous = previousImage(container, history);
  return {
    image: world.clean(container.image),
    image_id: image === null ? gone : image.id.replace(/^sha256:/, '').slice(0, 12),
    image_created: image === null ? gone : image.createdAt,
    container_created: container.createdAt,
    previous_image: typeof previous === 'string' ? world.clean(previous) : previous,
    image_replaced: image === null ? gone : isReplaced(container.image, image),
    changed_recently: changedRecently(container, image, previous, from),
  };
}

/** The same facts where there is no container to look at. */
export function withoutContainer(reason: UnknownFact): Facts {
  return {
    image: reason,
    image_id: reason,
    image_created: reason,
    container_created: reason,
    previous_image: reason,
    image_replaced: reason,
    changed_recently: reason,
  };
}

/** Where nothing is known of what was before, an old container or a young image decide all the same. */
function changedRecently(
  container: ContainerState,
  image: ImageInfo | null,
  previous: string | UnknownFact,
  from: number,
): boolean | UnknownFact {
  if (Date.parse(container.createdAt) < from) return false;
  const built = Date.parse(image?.createdAt ?? '');
  if (built >= from) return true;
  return typeof previous === 'string' ? fullName(previous) !== fullName(container.image) : previous;
}

/** By its name, which is all that events tell for sure; they show that there was one, never that there was none. */
function previousImage(container: ContainerState, history: EventHistory): string | UnknownFact {
  const [newest] = runsBefore(container, history);
  return newest?.detail ?? { unknown: 'Docker events tell of no container before this one' };
}

/** The events that name the images of the containers before this one, the newest first. */
export function runsBefore(container: ContainerState, { events }: EventHistory): readonly EngineEvent[] {
  return events
    .filter(
      ({ containerId, action, detail }) =>
        containerId !== container.id && (action === 'create' || action === 'destroy') && detail !== '',
    )
    .reverse();
}

/** True when the name the container was created with is not among the names of its image any more. */
function isReplaced(name: string, image: ImageInfo): boolean {
  if (name.includes('@') || image.id.replace(/^sha256:/, '').startsWith(name.replace(/^sha256:/, ''))) return false;
  return !image.tags.map(fullName).includes(fullName(name));
}

/** `redis`, `library/redis` and `docker.io/library/redis:latest` are one name. */
function fullName(name: string): string {
  const short = name.replace(/^(?:index\.)?docker\.io\//, '').replace(/^library\//, '');
  return /:[^/]+$/.test(short) ? short : `${short}:latest`;
}
