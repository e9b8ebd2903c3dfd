import type { Logger } from 'pino';
import { UserError } from '../errors.js';
import { detailOf } from '../incident/retention.js';
import type { Clock } from './clock.js';
import { recordedIn } from './read-log.js';
import type { Store } from './store.js';

/** So many incidents are looked for at a time. */
const AT_ONCE = 50;

export interface RetentionParts {
  readonly store: Pick<Store, 'prunable' | 'load' | 'prune'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Removes the detail of incidents that were closed longer ago than this, ms, one after the other. Returns how many. One
 * that cannot be read is left alone, and so is one that somebody runs just now. Rejects when the database does not answer.
 */
export async function prune(parts: RetentionParts, keepMs: number, signal: AbortSignal): Promise<number> {
  const { store, clock, log } = parts;
  const before = new Date(clock.now().getTime() - keepMs);
  let pruned = 0;
  for (let after: string | null = ''; after !== null && !signal.aborted;) {
    const found: readonly string[] = await store.prunable(before, after, AT_ONCE);
    pruned += await pruneAll(parts, found, signal);
    after = found.length < AT_ONCE ? null : (found.at(-1) ?? null);
  }
  if (pruned > 0) log.info({ incidents: pruned }, 'details of old incidents were removed');
  return pruned;
}

async function pruneAll(parts: RetentionParts, incidents: readonly string[], signal: AbortSignal): Promise<number> {
  let pruned = 0;
  for (const incident of incidents) {
    if (signal.aborted) break;
    if (await pruneOne(parts, incident)) pruned += 1;
  }
  return pruned;
}

async function pruneOne({ store, log }: RetentionParts, incident: string): Promise<boolean> {
  const stored = await store.load(incident);
  try {
    const { seqs, texts } = detailOf(recordedIn(stored));
    return await store.prune(incident, seqs, texts);
  } catch (error) {
    if (error instanceof UserError) throw error;
    log.warn({ err: error, incident }, 'the details of an incident could not be removed');
    return false;
  }
}
