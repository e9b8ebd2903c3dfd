import type { Event } from '../incident/events.js';
import type { Sample } from '../incident/record.js';
import type { Runbook } from '../runbook/runbook.js';
import type { Clock } from './clock.js';
import type { Runbooks } from './ports.js';
import { recordedIn } from './read-log.js';
import type { Account, Recorded, Sources } from './reporter.js';
import type { Store } from './store.js';

export interface AccountParts {
  readonly store: Pick<Store, 'load'>;
  readonly runbooks: Runbooks;
  readonly sources: Sources;
  readonly clock: Clock;
}

/** How long before its opening an incident's use of memory is looked at, ms. */
const BEFORE_MS = 10 * 60_000;

/** Gathers all there is to know of an incident, to write it down. */
export class Accounts {
  readonly #parts: AccountParts;
  constructor(parts: AccountParts) {
    this.#parts = parts;
  }

  /** Null when there is no such incident. Throws `UnknownEvent`, `UserError('store_unavailable')`. */
  async of(incident: string): Promise<Account | null> {
    const { store, clock, sources } = this.#parts;
    const events = recordedIn(await store.load(incident));
    if (events.length === 0) return null;
    const now = clock.now();
    const [runbooks, samples, names] = await Promise.all([
      this.#runbooksOf(events),
      this.#samplesOf(events, now),
      sources.names(peopleIn(events)),
    ]);
    return { incident, events, runbooks, samples, names: { ...namesIn(events), ...names }, now };
  }

  async #runbooksOf(events: readonly Recorded[]): Promise<ReadonlyMap<string, Runbook | null>> {
    const runs = events.flatMap(({ event }) => (event.type === 'run.started' ? [event.payload] : []));
    const wanted = new Map(runs.map(({ hash, runbook }) => [hash, runbook]));
    const found = [...wanted].map(async ([hash, id]) => [hash, await this.#parts.runbooks.version(id, hash)] as const);
    return new Map(await Promise.all(found));
  }

  /** Those that were recorded when it ended; before that, those there are now. */
  async #samplesOf(events: readonly Recorded[], now: Date): Promise<readonly Sample[]> {
    const recorded = events.findLast(({ event }) => event.type === 'usage.sampled')?.event;
    if (recorded?.type === 'usage.sampled') return recorded.payload.samples;
    const first = events[0]?.event;
    if (first?.type !== 'incident.opened') return [];
    const from = new Date(Date.parse(first.at) - BEFORE_MS);
    return this.#parts.sources.usage(first.payload.service, from, now);
  }
}

function peopleIn(events: readonly Recorded[]): string[] {
  const named = events.flatMap(({ event }) => [event.actor, ...spokenOf(event)]);
  return [...new Set(named)].filter((actor) => actor.startsWith('slack:'));
}

/** People an event speaks of beside the one who did it. */
function spokenOf(event: Event): readonly string[] {
  if (event.type === 'role.given') return [event.payload.to];
  if (event.type === 'pin.added') return [event.payload.source.author];
  return event.type === 'note.added' && event.payload.source !== null ? [event.payload.source.author] : [];
}

function namesIn(events: readonly Recorded[]): Readonly<Record<string, string>> {
  const last = events.findLast(({ event }) => event.type === 'report.written')?.event;
  return last?.type === 'report.written' ? last.payload.names : {};
}
