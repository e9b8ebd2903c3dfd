import type { Item } from './batch.js';

/** What an incident's actor has to deal with, in order of arrival. */
export class Mailbox {
  #items: Item[] = [];

  get isEmpty(): boolean {
    return this.#items.length === 0;
  }

  put(item: Item): void {
    this.#items.push(item);
  }

  /** Everything that is there, to be dealt with at once. */
  take(): readonly Item[] {
    const taken = this.#items;
    this.#items = [];
    return taken;
  }

  /** Before everything else, since it came before. */
  putBack(items: readonly Item[]): void {
    this.#items.unshift(...items);
  }

  /** Nobody deals with it any more: whoever waits for a record hears that there will be none. */
  close(): void {
    dropped(this.take());
  }
}

/** These will never be on record. */
export function dropped(items: readonly Item[]): void {
  for (const { recorded } of items) recorded?.(false);
}
