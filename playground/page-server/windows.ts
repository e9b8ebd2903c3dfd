import type { ServerResponse } from 'node:http';
import type { Person } from '../model.js';
import { difference } from './difference.js';
import type { PageEvent, PageState } from './protocol.js';
import type { View } from './view.js';

/** Between two events of a window, ms: changes that come closer together are one event. */
const GATHER_MS = 10;
/** How many heartbeats a window may leave unread what it was sent before it is dropped. Its browser comes back and begins anew. */
const PATIENCE = 2;

interface Window {
  readonly person: Person;
  readonly response: ServerResponse;
  /** What it was sent last. */
  state: PageState;
  /** It has not read what it was sent. */
  waits: boolean;
  /** Heartbeats since then. */
  missed: number;
}

/** The browser windows that look at the workspace: each is told what it sees, and then what is different. */
export class Windows {
  readonly #view: View;
  readonly #open = new Set<Window>();
  readonly #heartbeat: NodeJS.Timeout;
  #timer: NodeJS.Timeout | null = null;
  #toldAt = 0;

  /** @param heartbeatMs how often something is sent where nothing happens, so that both sides notice a lost connection */
  constructor(view: View, heartbeatMs: number) {
    this.#view = view;
    this.#heartbeat = setInterval(() => this.#beat(), heartbeatMs).unref();
  }

  get count(): number {
    return this.#open.size;
  }

  /** Opens a stream of events to a window, until it is closed. */
  open(person: Person, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' });
    const state = this.#view.of(person);
    const window: Window = { person, response, state, waits: false, missed: 0 };
    this.#open.add(window);
    response.on('close', () => this.#open.delete(window));
    response.on('drain', () => {
      window.waits = false;
      window.missed = 0;
      this.changed();
    });
    response.write('retry: 1000\n\n');
    send(window, { is: 'state', state });
  }

  /** Something may be different: the windows are told within 20 ms, once for all that happens until then. */
  changed(): void {
    if (this.#timer !== null || this.#open.size === 0) return;
    const wait = this.#toldAt + GATHER_MS - performance.now();
    this.#timer = setTimeout(() => this.#tell(), Math.max(0, wait));
  }

  close(): void {
    clearInterval(this.#heartbeat);
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { response } of this.#open) response.end();
    this.#open.clear();
  }

  #tell(): void {
    this.#timer = null;
    this.#toldAt = performance.now();
    const states = new Map<string, PageState>();
    for (const window of this.#open) {
      // One that does not read is told the difference once it reads again, or is dropped: nothing piles up for it.
      if (window.waits) continue;
      const state = states.get(window.person.id) ?? this.#view.of(window.person);
      states.set(window.person.id, state);
      const event = difference(window.state, state);
      if (event === null) continue;
      window.state = state;
      send(window, event);
    }
  }

  #beat(): void {
    for (const window of this.#open) {
      if (!window.waits) window.response.write(': still here\n\n');
      else if ((window.missed += 1) >= PATIENCE) window.response.destroy();
    }
  }
}

function send(window: Window, event: PageEvent): void {
  window.waits = !window.response.write(`data: ${JSON.stringify(event)}\n\n`);
}
