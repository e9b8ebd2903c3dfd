import type { StatsSample } from '../checks/containers.js';

const KEPT_MS = 130_000;
const MOST_CONTAINERS = 50;

/** The newest two minutes of samples of each container; they outlive it, so that its last use of memory can be told. */
export class Samples {
  readonly #kept = new Map<string, StatsSample[]>();

  add(containerId: string, sample: StatsSample): void {
    const kept = this.#kept.get(containerId) ?? [];
    // Put last again: the containers first in the map are those longest without a sample.
    this.#kept.delete(containerId);
    this.#kept.set(containerId, kept);
    if (kept.at(-1)?.at === sample.at) return;
    kept.push(sample);
    const oldest = Date.parse(sample.at) - KEPT_MS;
    while (Date.parse(kept[0]?.at ?? sample.at) < oldest) kept.shift();
    this.#forget();
  }

  /** Oldest first; empty where none is kept. */
  of(containerId: string): readonly StatsSample[] {
    return [...(this.#kept.get(containerId) ?? [])];
  }

  #forget(): void {
    for (const id of this.#kept.keys()) {
      if (this.#kept.size <= MOST_CONTAINERS) return;
      this.#kept.delete(id);
    }
  }
}
