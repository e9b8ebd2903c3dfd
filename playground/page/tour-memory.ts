import type { PageState } from '../page-server/protocol.js';
import { newestCard, newestIncident } from './tour-incident.js';

/** What a browser remembers of the tour. */
export interface TourMemory {
  readonly open: boolean;
  /** Incidents up to this ts were over when the tour began; the empty text for none. */
  readonly after: string;
  /** The incident whose verdict was read; null for none. */
  readonly read: string | null;
}

export const TOUR_KEY = 'runbook-bot-tour';

/** A tour from its beginning: an incident that is open belongs to it, one that is over does not. */
export function beginTour(state: Pick<PageState, 'people' | 'messages'>): TourMemory {
  const over = newestIncident(state, '')?.phase === 'closed';
  return { open: true, after: over ? (newestCard(state)?.ts ?? '') : '', read: null };
}

/** What was kept, or null where nothing was, or nothing that can be read. */
export function recallTour(kept: string | null): TourMemory | null {
  if (kept === null) return null;
  try {
    const value: unknown = JSON.parse(kept);
    return isMemory(value) ? value : null;
  } catch {
    return null;
  }
}

function isMemory(value: unknown): value is TourMemory {
  return (
    typeof value === 'object' &&
    value !== null &&
    'open' in value &&
    typeof value.open === 'boolean' &&
    'after' in value &&
    typeof value.after === 'string' &&
    'read' in value &&
    (value.read === null || typeof value.read === 'string')
  );
}
