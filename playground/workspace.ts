import { assemble } from './assemble.js';
import { ChannelView } from './channel-view.js';
import { HttpDoor, type Delivery, type Door, type RawRequest, type SentRequest } from './door.js';
import { Faults } from './faults.js';
import { Limits } from './limits.js';
import type { Modal } from './modals.js';
import type { Content, Group, Message } from './model.js';
import { mentionsOf, type Mentions } from './mrkdwn/mentions.js';
import { notificationsFor, type Notification } from './notifications.js';
import type { Transport, WorkspaceOptions } from './options.js';
import type { Identity, Parts } from './parts.js';
import { Actor } from './people/actor.js';
import { plain, plainModal, type PlainOptions } from './plain.js';
import { populate } from './populate.js';
import { Reading } from './reading.js';
import { SlackServer } from './server.js';
import { SocketDoor, type SentEnvelope } from './socket/socket-door.js';
import { Sockets } from './socket/sockets.js';
import type { TokenKind } from './tokens.js';
import { methods } from './web-api/table.js';
import { WebApi, type Call } from './web-api/web-api.js';

interface Made {
  readonly parts: Parts;
  readonly server: SlackServer;
  readonly http: HttpDoor;
  readonly socket: SocketDoor;
  readonly sockets: Sockets;
  readonly transport: Transport;
  readonly api: WebApi;
  readonly faults: Faults;
}

/** A simulated Slack workspace with one app: it speaks Slack's HTTP and Socket Mode, and as strictly. */
export class Workspace {
  readonly faults: Faults;
  readonly identity: Identity;
  /** Everything in it, by ids, to be read and not changed. */
  readonly reading: Reading;
  /** How commands, clicks and events reach the app. */
  readonly transport: Transport;
  /** The app's connections, to count and to end. */
  readonly sockets: Sockets;
  /** For an app's `slackApiUrl`, with the slash at the end. */
  readonly apiUrl: string;
  readonly #parts: Parts;
  readonly #server: SlackServer;
  readonly #http: HttpDoor;
  readonly #socket: SocketDoor;
  readonly #door: Door;
  readonly #api: WebApi;

  private constructor(made: Made) {
    this.#parts = made.parts;
    this.#server = made.server;
    this.#http = made.http;
    this.#socket = made.socket;
    this.transport = made.transport;
    this.#door = made.transport === 'http' ? made.http : made.socket;
    this.sockets = made.sockets;
    this.#api = made.api;
    this.faults = made.faults;
    this.identity = made.parts.identity;
    this.reading = new Reading(made.parts);
    this.apiUrl = `${made.server.base()}/api/`;
  }

  /** Starts a workspace on a port of its own. Whoever starts it stops it. */
  static async start(options: WorkspaceOptions): Promise<Workspace> {
    const server = new SlackServer();
    await server.listen(options.port ?? 0);
    const parts = assemble(options, () => server.base());
    populate(parts.directory, options, parts.identity);
    const faults = new Faults();
    const limits = new Limits({ enabled: true, speed: 1, ...options.limits }, parts.clock);
    const sockets = socketsOf(options, parts, server);
    const api = new WebApi(
      parts,
      methods({ upload: (id) => `${server.base()}/upload/${id}`, socket: () => sockets.url() }),
      limits,
      faults,
    );
    server.serve(api, parts, faults);
    const { ackTimeout = 3_000, eventRetries } = options;
    const http = new HttpDoor({ secret: parts.identity.signingSecret, clock: parts.clock, ackTimeout, eventRetries });
    if (options.appUrl !== undefined) http.connect(options.appUrl);
    const socket = new SocketDoor({ sockets, ids: parts.ids, ackTimeout, eventRetries });
    const { transport = 'http' } = options;
    return new Workspace({ parts, server, http, socket, sockets, transport, api, faults });
  }

  async stop(): Promise<void> {
    this.sockets.close();
    await this.#server.close();
  }

  /** Where Slack sends commands, clicks and events from now on, over HTTP. */
  connectApp(requestUrl: string): void {
    this.#http.connect(requestUrl);
  }

  /** A person by name, to act as. */
  person(name: string): Actor {
    return new Actor(this.#parts.directory.person(name), this.#parts, this.#door);
  }

  /** A channel by `#name` or id, to read and to change. */
  channel(name: string): ChannelView {
    return new ChannelView(this.#parts.directory.channel(name), this.#parts);
  }

  /** The direct conversation of a person with the bot. */
  dm(name: string): ChannelView {
    const { directory, identity, clock } = this.#parts;
    return new ChannelView(directory.direct(identity.botUserId, directory.person(name).id, clock()), this.#parts);
  }

  /** What stands on a person's screen for them alone, oldest first. */
  ephemerals(name: string): Message[] {
    const { id } = this.#parts.directory.person(name);
    return this.#parts.messages.all().filter((one) => one.onlyFor === id && one.deletedAt === undefined);
  }

  /** A person's open modals, the topmost last. */
  modals(name: string): Modal[] {
    return this.#parts.modals.of(this.#parts.directory.person(name).id);
  }

  /** What a person's phone has buzzed for. */
  notifications(name: string): Notification[] {
    return notificationsFor(this.#parts.directory.person(name).id, this.#parts);
  }

  /** Whom a message would notify, by id: nobody, if all foreign text in it is inert. */
  mentions(content: Content): Mentions {
    return mentionsOf(content, this.#parts.directory);
  }

  /** A message as it is now; pass what an earlier look gave. */
  current(message: Message): Message {
    return this.#parts.messages.current(message);
  }

  /** A user group by its handle. */
  group(handle: string): Group {
    return this.#parts.directory.group(handle);
  }

  /** A user group's members from now on, by name. */
  setGroup(handle: string, members: readonly string[]): void {
    const { directory } = this.#parts;
    const ids = members.map((one) => directory.person(one).id);
    directory.put({ group: { ...directory.group(handle), members: ids } });
  }

  /** Somebody's account is deactivated: Slack takes them out of their groups, not out of anybody's list of ids. */
  deactivate(name: string): void {
    this.#parts.directory.deactivate(name);
  }

  /** The calls the app has made, of one method or all. */
  calls(method?: string): Call[] {
    return this.#api.calls.filter((one) => method === undefined || one.method === method);
  }

  /** The requests the app was sent; send one again and it is a replay. */
  sent(): readonly SentRequest[] {
    return this.#http.sent;
  }

  /** Sends the app a request of any kind, well signed unless told otherwise. */
  async send(request: RawRequest): Promise<Delivery> {
    return this.#http.send(request);
  }

  /** The envelopes the app was sent over its sockets. */
  envelopes(): readonly SentEnvelope[] {
    return this.#socket.sent;
  }

  /** Somebody revokes a token of the app: what it opened before stays open. */
  revoke(kind: TokenKind): void {
    this.#parts.tokens.revoke(kind);
  }

  /** Undoes `revoke`. */
  restore(kind: TokenKind): void {
    this.#parts.tokens.restore(kind);
  }

  /** A message, or a modal, as text for a terminal. */
  draw(shown: Content | Modal, options: Omit<PlainOptions, 'directory'> = {}): string {
    const all = { now: this.#parts.clock(), ...options, directory: this.#parts.directory };
    return 'view' in shown ? plainModal(shown, all) : plain(shown, all);
  }

  onChange(listener: () => void): () => void {
    return this.#parts.changes.on(listener);
  }

  /**
   * Waits until `look` finds something, looking again at every change.
   * @param options timeout in milliseconds (45,000 if not given); what is waited for, for the error
   */
  async waitFor<T>(look: () => T | undefined | null | false, options: { timeout?: number; what: string }): Promise<T> {
    return this.#parts.changes.waitFor(look, {
      timeout: options.timeout ?? 45_000,
      what: options.what,
      instead: () => this.#lastMessages(),
    });
  }

  #lastMessages(): string {
    const last = this.#parts.messages.all().slice(-5);
    return last.map((one) => this.draw(one)).join('\n---\n');
  }
}

function socketsOf(options: WorkspaceOptions, parts: Parts, server: SlackServer): Sockets {
  const { clock, changes, ids, identity } = parts;
  const made = { appId: identity.appId, clock, changes, ids, base: () => server.base() };
  const sockets = new Sockets(made, options.sockets ?? {});
  server.onUpgrade((...taken) => sockets.upgrade(...taken));
  return sockets;
}
