import type { PageAnswer, PageDeed, PageEvent, PageState } from '../page-server/protocol.js';
import { after } from './reducer.js';

/** What the page knows: what is to be seen (null before the first word), and whether the demo can be heard. */
export interface Known {
  readonly state: PageState | null;
  readonly heard: 'not yet' | 'yes' | 'lost';
}

/** As much of the browser's EventSource as is used here. */
export interface Stream {
  addEventListener(name: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export interface StoreParts {
  readonly open: (path: string) => Stream;
  readonly post: (path: string, body: string) => Promise<PageAnswer>;
  /** Calls back once, after so many milliseconds; returns what calls it off. */
  readonly later: (ms: number, then: () => void) => () => void;
}

const RETRY_MS = 1000;

/** The page's state as one person, kept up by the demo's stream. A lost stream is opened again until it answers. */
export class Store {
  readonly #parts: StoreParts;
  readonly #listeners = new Set<() => void>();
  #known: Known = { state: null, heard: 'not yet' };
  #hangUp: () => void = () => undefined;

  constructor(parts: StoreParts) {
    this.#parts = parts;
  }

  readonly known = (): Known => this.#known;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Sees the workspace as somebody; what another saw stays until the first word comes. */
  be(name: string): void {
    this.#hangUp();
    const stream = this.#parts.open(`/stream?as=${encodeURIComponent(name)}`);
    let calledOff: () => void = () => undefined;
    let over = false;
    const hangUp = (): void => {
      over = true;
      calledOff();
      stream.close();
    };
    this.#hangUp = hangUp;
    const hear = ({ data }: { readonly data?: unknown }): void => {
      if (!over && typeof data === 'string') this.#hear(JSON.parse(data) as PageEvent);
    };
    for (const name of ['message', 'state', 'change']) stream.addEventListener(name, hear);
    stream.addEventListener('error', () => {
      if (over) return;
      hangUp();
      this.#know({ ...this.#known, heard: 'lost' });
      calledOff = this.#parts.later(RETRY_MS, () => this.be(name));
      this.#hangUp = () => calledOff();
    });
  }

  /** Does something as the person whose view is shown. Never throws: what went wrong is the answer. */
  async do(deed: PageDeed): Promise<PageAnswer> {
    const { state } = this.#known;
    if (state === null) return { ok: false, says: 'The page is not connected yet. Nothing was sent.' };
    try {
      return await this.#parts.post(`/do?as=${encodeURIComponent(state.you.name)}`, JSON.stringify(deed));
    } catch {
      return { ok: false, says: 'The demo does not answer. Nothing was sent.' };
    }
  }

  /** The server is the page's own, of the same build: what it says is not checked again. */
  #hear(event: PageEvent): void {
    const state = after(this.#known.state, event);
    if (state !== null) this.#know({ state, heard: 'yes' });
  }

  #know(known: Known): void {
    this.#known = known;
    for (const listener of this.#listeners) listener();
  }
}
