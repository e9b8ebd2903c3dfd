import { incidentIn } from '../src/engine/read-log.js';
import { EVENT_VERSIONS, happened, type Event } from '../src/incident/events.js';
import { project } from '../src/incident/projection.js';
import { evolve, type Incident } from '../src/incident/state.js';
import type { Store } from '../src/engine/store.js';

/** Who writes here: no bot of this name runs. */
const OWNER = 'bench';
const LEASE_MS = 60_000;
const AT_ONCE = 500;

/** Adds so many notes to an incident that nobody runs, as if people had told them one by one. */
export async function addNotes(store: Store, incident: string, notes: number): Promise<void> {
  await writing(store, incident, async (add) => {
    for (let from = 0; from < notes; from += AT_ONCE) await add(notesAfter(from, Math.min(AT_ONCE, notes - from)));
  });
}

/** How long the appends of that many notes take, one after the other, ms. */
export async function appendTimes(store: Store, incident: string, notes: number): Promise<number[]> {
  const times: number[] = [];
  await writing(store, incident, async (add) => {
    while (times.length < notes) {
      const events = notesAfter(times.length, 1);
      const from = performance.now();
      await add(events);
      times.push(performance.now() - from);
    }
  });
  return times;
}

type Add = (events: readonly Event[]) => Promise<void>;

/** Runs the incident as a bot does, from its log on, and leaves it settled. */
async function writing(store: Store, incident: string, work: (add: Add) => Promise<void>): Promise<void> {
  const epoch = await store.lease(incident, OWNER, LEASE_MS);
  const logged = await store.load(incident);
  let state = incidentIn(incident, logged);
  if (epoch === null || state === null) throw new Error(`${incident} is not there, or somebody runs it.`);
  let seen = logged.length;
  await work(async (events) => {
    state = events.reduce((before, event) => evolve(incident, before, event), state);
    seen = await append(store, state, events, { seen, epoch });
  });
  await store.settled(incident, seen);
  await store.release(incident, OWNER);
}

function notesAfter(told: number, count: number): readonly Event[] {
  return Array.from({ length: count }, (_, at) => noteOf(told + at + 1));
}

function noteOf(note: number): Event {
  const says = `${note}: workers at 71 %, the queue is ${note % 90} jobs long; asked the team of the payments service to look`;
  return happened('note.added', new Date(), `slack:U${note % 7}`, { note, says, private: false, source: null });
}

async function append(
  store: Store,
  state: Incident | null,
  events: readonly Event[],
  { seen, epoch }: { readonly seen: number; readonly epoch: number },
): Promise<number> {
  if (state === null) throw new Error('there is no such incident');
  const result = await store.append({
    ...{ incident: state.id, seen, epoch, projection: project(state), holds: null, handled: [] },
    events: events.map((event) => ({ ...event, version: EVENT_VERSIONS[event.type] })),
  });
  if ('refused' in result) throw new Error(`refused as ${result.refused}`);
  return result.seq;
}
