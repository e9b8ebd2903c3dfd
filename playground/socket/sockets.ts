import type { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { Changes } from '../changes.js';
import type { Clock } from '../model.js';
import { Refusal } from '../web-api/refusal.js';
import { Link, type Disconnect } from './link.js';

/** Slack lets one app have this many connections. */
const MOST = 10;
/** A URL of apps.connections.open is good for one connection, this soon, ms. */
const TICKET_MS = 30_000;
/** From a warning to the end of the connection, ms. */
const WARNING_MS = 10_000;

export interface SocketOptions {
  /** The app token's scopes; `connections:write` unless told otherwise. */
  readonly scopes?: readonly string[];
  /** From a warning to the end of the connection, ms; 10,000 if not given. */
  readonly warningMs?: number;
  /** Between two pings of Slack, ms; 5,000 if not given. */
  readonly pingMs?: number;
}

interface Made {
  readonly appId: string;
  readonly clock: Clock;
  readonly changes: Changes;
  readonly ids: { next(prefix: string): string };
  /** E.g. `http://127.0.0.1:4500`. */
  readonly base: () => string;
}

/** Slack's side of Socket Mode: gives out URLs, takes connections, chooses one for each envelope, and ends them. */
export class Sockets {
  /** Everything the app has done that Slack would not put up with. */
  readonly violations: string[] = [];
  /** How many connections there ever were. */
  opened = 0;
  readonly #made: Made;
  readonly #options: SocketOptions;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Map<string, number>();
  #links: Link[] = [];
  #enabled = true;
  #turn = 0;

  constructor(made: Made, options: SocketOptions) {
    this.#made = made;
    this.#options = options;
  }

  /**
   * A URL for one connection, as apps.connections.open answers.
   * @throws Refusal `missing_scope`, or when Socket Mode is switched off
   */
  url(): string {
    const provided = this.#options.scopes ?? ['connections:write'];
    if (!provided.includes('connections:write'))
      throw new Refusal('missing_scope', { needed: 'connections:write', provided: provided.join(',') });
    // Slack does not document what it answers for an app without Socket Mode; no app may lean on the word.
    if (!this.#enabled) throw new Refusal('access_denied');
    const ticket = this.#made.ids.next('W');
    this.#tickets.set(ticket, this.#made.clock() + TICKET_MS);
    return `${this.#made.base().replace(/^http/, 'ws')}/link/?ticket=${ticket}&app_id=${this.#made.appId}`;
  }

  /** Answers a request to become a WebSocket. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://slack');
    const ticket = searchParams.get('ticket') ?? '';
    const until = this.#tickets.get(ticket) ?? 0;
    this.#tickets.delete(ticket);
    if (pathname !== '/link/' || until < this.#made.clock()) {
      socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (made) => {
      this.opened += 1;
      const link: Link = new Link(made, {
        number: this.opened,
        pingMs: this.#options.pingMs ?? 5_000,
        violation: (what) => this.violations.push(what),
        closed: () => this.#gone(link),
        reset: () => (socket instanceof Socket ? socket.resetAndDestroy() : socket.destroy()),
      });
      this.#welcome(link);
    });
  }

  /** The connections that get envelopes, oldest first. */
  links(): readonly Link[] {
    return this.#links.filter((one) => one.open);
  }

  /** Where the next envelope goes: each connection in turn. */
  next(): Link | undefined {
    const links = this.links();
    this.#turn += 1;
    return links[this.#turn % Math.max(1, links.length)];
  }

  /** Ends one connection, the oldest unless told which, or `all`. A warning leaves it open a while longer. */
  disconnect(reason: Disconnect, which: Link | 'all' | undefined = this.links()[0]): void {
    const links = which === 'all' ? this.links() : which === undefined ? [] : [which];
    for (const link of links)
      link.disconnect(reason, reason === 'warning' ? (this.#options.warningMs ?? WARNING_MS) : 0);
  }

  /** Somebody switches Socket Mode off in the app's settings, or on again. */
  enable(enabled: boolean): void {
    this.#enabled = enabled;
    if (!enabled) this.disconnect('link_disabled', 'all');
  }

  /** Ends everything at once. */
  close(): void {
    for (const link of this.#links) link.reset();
    this.#server.close();
  }

  #welcome(link: Link): void {
    if (this.#links.length >= MOST) {
      link.disconnect('too_many_websockets', 0);
      return;
    }
    this.#links.push(link);
    link.hello(this.#links.length, this.#made.appId);
    this.#made.changes.emit();
  }

  #gone(link: Link): void {
    this.#links = this.#links.filter((one) => one !== link);
    this.#made.changes.emit();
  }
}
