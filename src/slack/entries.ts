import { createHash } from 'node:crypto';
import type { Incident } from '../incident/state.js';
import { newEntry, type Entry } from './entry.js';

/** So many closed incidents are remembered: what changes about them later edits only the messages that it changes. */
const RESTING = 200;

/** What is remembered of an incident that is at rest: the state it was in, and what its messages showed then. */
interface Resting extends Pick<Entry, 'shown' | 'told' | 'simple' | 'givenUp' | 'furnished'> {
  readonly state: string;
}

/** What this process knows of its incidents' messages. */
export class Entries {
  readonly #awake = new Map<string, Entry>();
  readonly #resting = new Map<string, Resting>();
  readonly #most: number;

  constructor(most = RESTING) {
    this.#most = most;
  }

  /** Those on show. */
  get all(): readonly Entry[] {
    return [...this.#awake.values()];
  }

  has(entry: Entry): boolean {
    return this.#awake.get(entry.incident.id) === entry;
  }

  /** The entry of an incident this process goes on with. */
  of(incident: Incident): Entry {
    const known = this.#awake.get(incident.id);
    if (known !== undefined) return known;
    const entry = { ...newEntry(incident), ...this.#woken(incident.id) };
    this.#awake.set(incident.id, entry);
    return entry;
  }

  /** The entry of an incident that was read from the log: where others wrote meanwhile, what was remembered says nothing. */
  adopted(incident: Incident): Entry {
    const resting = this.#resting.get(incident.id);
    if (resting !== undefined && resting.state !== digest(sorted(incident))) this.#resting.delete(incident.id);
    const awake = this.#awake.get(incident.id);
    if (awake !== undefined && sorted(awake.incident) !== sorted(incident)) {
      awake.shown.clear();
      awake.told.clear();
    }
    return this.of(incident);
  }

  /** It is closed and on show: what is remembered of it is little, and for as long as there is room. */
  rest({ incident, shown, told, simple, givenUp, furnished }: Entry): void {
    this.#awake.delete(incident.id);
    this.#resting.delete(incident.id);
    this.#resting.set(incident.id, { state: digest(sorted(incident)), shown, told, simple, givenUp, furnished });
    const [oldest] = this.#resting.keys();
    if (this.#resting.size > this.#most && oldest !== undefined) this.#resting.delete(oldest);
  }

  clear(): void {
    this.#awake.clear();
    this.#resting.clear();
  }

  #woken(id: string): Partial<Entry> {
    const resting = this.#resting.get(id);
    if (resting === undefined) return {};
    this.#resting.delete(id);
    const { shown, told, simple, givenUp, furnished } = resting;
    return { shown, told, simple, givenUp, furnished };
  }
}

/** Stands for a long text where only sameness counts. */
export function digest(words: string): string {
  return createHash('sha256').update(words).digest('base64');
}

/** JSON by sorted keys: what was read from the log has its keys in another order than what was decided here. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
