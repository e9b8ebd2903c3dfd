import type { UnknownFact } from '../runbook/facts.js';
import { CannotLook, type World } from './check.js';
import type { EngineEvent, EventHistory } from './containers.js';

/** The engine's events as a check got them: with their reach, or why there are none. */
export type Told = EventHistory | UnknownFact;

/** All that is kept, or why there is nothing: what else a check sees does not depend on the history. */
export async function toldOf(world: World, signal: AbortSignal): Promise<Told> {
  try {
    return await world.containers.events(world.service, new Date(0).toISOString(), signal);
  } catch (error) {
    if (error instanceof CannotLook) return { unknown: error.reason };
    throw error;
  }
}

/** The events told; none where they could not be asked for. */
export function eventsOf(told: Told): readonly EngineEvent[] {
  return 'events' in told ? told.events : [];
}

/** Null when nothing since `since` (ISO 8601) can be missing; otherwise why silence proves nothing. */
export function gapSince(told: Told, since: string): UnknownFact | null {
  if (!('events' in told)) return told;
  if (Date.parse(told.completeSince) <= Date.parse(since)) return null;
  return { unknown: `Docker events ${clock(since)} to ${clock(told.completeSince)} UTC are not kept` };
}

/** Why what may have happened before the kept events cannot be told. */
export function untoldBefore(told: Told): UnknownFact {
  return 'events' in told ? { unknown: `Docker events before ${clock(told.completeSince)} UTC are not kept` } : told;
}

/** A reason is plain text and knows no reader's zone: UTC. */
function clock(at: string): string {
  return new Date(at).toISOString().slice(11, 19);
}
