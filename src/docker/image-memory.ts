import { CannotLook } from '../checks/check.js';
import type { EventHistory } from '../checks/containers.js';
import type { Engine } from './engine.js';
import type { EventWatch } from './event-watch.js';
import { listContainers } from './on-host.js';

const MOST_KEPT = 5_000;

/**
 * From which image each container of an engine was made, as far as it was seen: events tell only names, and by the time
 * somebody wants to go back a name may mean another image.
 */
export class ImageMemory {
  readonly #engine: Engine;
  readonly #ids = new Map<string, string>();
  readonly #over = new AbortController();
  #looking: Promise<void> = Promise.resolve();
  #wanted = false;

  /** Looks whenever a container is created. */
  constructor(engine: Engine, events: EventWatch) {
    this.#engine = engine;
    events.onLife(({ event }) => {
      if (event.action === 'create') this.look();
    });
  }

  /** Looks which containers there are, soon; asked several times before it begins, once. */
  look(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#looking = this.#looking.then(() => this.#learn());
  }

  /** The same history, with the images that are known. */
  told(history: EventHistory): EventHistory {
    const events = history.events.map((event) => {
      const imageId = this.#ids.get(event.containerId);
      return imageId === undefined ? event : { ...event, imageId };
    });
    return { ...history, events };
  }

  async close(): Promise<void> {
    this.#over.abort();
    await this.#looking;
  }

  async #learn(): Promise<void> {
    this.#wanted = false;
    try {
      for (const { id, imageId } of await listContainers(this.#engine, this.#over.signal)) this.#keep(id, imageId);
    } catch (error) {
      // What is not known is said where it is needed.
      if (!(error instanceof CannotLook)) throw error;
    }
  }

  #keep(id: string, imageId: string): void {
    this.#ids.delete(id);
    this.#ids.set(id, imageId);
    const [oldest] = this.#ids.keys();
    if (this.#ids.size > MOST_KEPT && oldest !== undefined) this.#ids.delete(oldest);
  }
}
