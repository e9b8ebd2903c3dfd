import type { Append, NewEvent, Store } from '../../src/engine/store.js';
import type { Projection } from '../../src/incident/projection.js';

export const AT = '2025-12-04T09:00:00.000Z';

export function event(payload: object = {}, over: Partial<NewEvent> = {}): NewEvent {
  return { type: 'noted', version: 1, at: AT, actor: 'slack:U1', payload, ...over };
}

export function projection(over: Partial<Projection> = {}): Projection {
  return {
    service: 'api',
    runbook: 'api-down',
    title: 'API Down',
    severity: 'critical',
    open: true,
    headline: 'api down: out of memory',
    channel: 'C1',
    drill: false,
    openedAt: AT,
    closedAt: null,
    how: null,
    acknowledgedAt: null,
    diagnosedAt: null,
    mitigatedAt: null,
    target: null,
    tried: 0,
    worked: 0,
    unexplained: false,
    wakeAt: null,
    ...over,
  };
}

/** Leases the incident for `bot-1` and appends to it, from `seen` on. */
export async function write(store: Store, incident: string, over: Partial<Append> = {}) {
  const epoch = over.epoch ?? (await store.lease(incident, 'bot-1', 60_000)) ?? 0;
  const first = { incident, seen: 0, events: [event()], projection: projection(), holds: null, handled: [] };
  return store.append({ ...first, ...over, epoch });
}
