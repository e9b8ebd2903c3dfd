import type { Logger } from 'pino';
import { project } from '../incident/projection.js';
import { incidentIn } from './read-log.js';
import type { Store } from './store.js';

/** So many incidents are looked for at a time. */
const AT_ONCE = 100;

export interface RebuildParts {
  readonly store: Pick<Store, 'outdated' | 'load' | 'reproject'>;
  readonly log: Logger;
}

/**
 * Makes the rows of incidents anew that a release before this one wrote, from their logs: one after the other, so that
 * nobody waits for it, and each for good, so that it may end at any time. Returns how many. One that cannot be read is left alone.
 */
export async function rebuild({ store, log }: RebuildParts, signal: AbortSignal): Promise<number> {
  let rebuilt = 0;
  for (let after: string | null = ''; after !== null && !signal.aborted;) {
    const found: readonly string[] = await store.outdated(after, AT_ONCE);
    rebuilt += await rebuildAll(store, log, found, signal);
    after = found.length < AT_ONCE ? null : (found.at(-1) ?? null);
  }
  if (rebuilt > 0) log.info({ incidents: rebuilt }, 'the lists know old incidents as this version does');
  return rebuilt;
}

async function rebuildAll(
  store: RebuildParts['store'],
  log: Logger,
  incidents: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  let rebuilt = 0;
  for (const incident of incidents) {
    if (signal.aborted) break;
    if (await rebuildOne(store, log, incident)) rebuilt += 1;
  }
  return rebuilt;
}

async function rebuildOne(store: RebuildParts['store'], log: Logger, id: string): Promise<boolean> {
  const events = await store.load(id);
  try {
    const incident = incidentIn(id, events);
    if (incident === null) return false;
    await store.reproject(id, events.at(-1)?.seq ?? 0, project(incident));
    return true;
  } catch (error) {
    log.warn({ err: error, incident: id }, 'an incident is in the lists as an older version wrote it');
    return false;
  }
}
