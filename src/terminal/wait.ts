import type { Look } from '../../commands/command.js';
import type { Engine } from '../engine/engine.js';
import { underWay } from '../incident/due.js';
import { pending } from '../incident/pending.js';
import type { Incident } from '../incident/state.js';

/** Between two looks at an incident that another process may run, ms. */
const LOOK_MS = 250;
/** What can be done about an incident is known by then, ms; otherwise it is shown without. */
const OFFERS_MS = 15_000;

export interface WaitParts {
  readonly look: Look;
  readonly engine: Pick<Engine, 'watch' | 'running'>;
}

/** Reads an incident again and again until it is as wanted; null when the signal or the time came first (`mostMs`), or there is no such incident. */
export async function until(
  { look, engine }: WaitParts,
  id: string,
  wanted: (incident: Incident) => boolean,
  signal: AbortSignal,
  mostMs = Infinity,
): Promise<Incident | null> {
  const end = performance.now() + mostMs;
  while (!signal.aborted && performance.now() < end) {
    const incident = await look.read(id);
    if (incident === null || wanted(incident)) return incident;
    await change(engine, id, signal);
  }
  return null;
}

/** Waits until it is known what can be done, or for as long as people have patience; returns the incident as it is then. */
export async function untilOffered(parts: WaitParts, incident: Incident, signal: AbortSignal): Promise<Incident> {
  const planned = (now: Incident): boolean => pending(now).every(({ effect }) => effect !== 'offer');
  return (await until(parts, incident.id, planned, signal, OFFERS_MS)) ?? incident;
}

/** True while this very process is changing the world for the incident: it must not end now. */
export function acts({ engine }: Pick<WaitParts, 'engine'>, id: string): boolean {
  const here = engine.running(id);
  const request = here === null ? null : underWay(here);
  return request !== null && request.started !== null && request.acted === null && request.unknown === null;
}

/** Waits for the next state of the incident here, or for the time to look at what another process made of it. */
export async function change(engine: WaitParts['engine'], id: string, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      unwatch();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, LOOK_MS);
    const unwatch = engine.watch((incident) => {
      if (incident.id === id) done();
    });
    signal.addEventListener('abort', done);
  });
}
