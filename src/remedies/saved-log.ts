import { CannotLook } from '../checks/check.js';
import type { ContainerState, ServiceTarget } from '../checks/containers.js';
import type { Doing, Done, Place } from './remedy.js';

const MOST_BYTES = 1024 * 1024;
// So many short lines fill the bytes; the reader asks for fewer where they do not fit.
const MOST_LINES = 20_000;

/** A text to be attached. */
export type SavedText = NonNullable<Done['texts']>[number];

/** Why the log of a container cannot be read, with some log drivers; null where it can. */
export async function unreadable(
  service: ServiceTarget,
  state: ContainerState,
  { world }: Place,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    await world.containers.logs(service, state, { tail: 1, since: null, maxBytes: MOST_BYTES }, signal);
    return null;
  } catch (error) {
    if (error instanceof CannotLook && !signal.aborted) return error.reason;
    throw error;
  }
}

/** The log of a container, at most its newest MiB, since a time (ISO 8601) or whole; null where it has none. Throws `CannotLook`. */
export async function saveLog(
  service: ServiceTarget,
  state: ContainerState,
  { title, name, since }: { readonly title: string; readonly name: string; readonly since: string | null },
  { world }: Doing,
  signal: AbortSignal,
): Promise<SavedText | null> {
  const wanted = { tail: MOST_LINES, since, maxBytes: MOST_BYTES };
  const { lines, truncated } = await world.containers.logs(service, state, wanted, signal);
  if (lines.length === 0) return null;
  const written = lines.map(({ at, text }) => `${at ?? ''} ${text}`.trim()).join('\n');
  const older = truncated || lines.length === MOST_LINES ? 'Older lines were left out.\n' : '';
  return { title, name, body: `${older}${world.clean(written)}\n` };
}

/** A file name of a container's text: `api-1-log.txt`. */
export function fileName(container: string, what: string): string {
  return `${container.replace(/[^\w.-]/g, '_')}-${what}.txt`;
}
