import type { Changes } from './changes.js';
import type { Clock, Content, Message, Metadata, SharedFile, Version } from './model.js';

/** What makes a new message. */
export interface NewMessage extends Pick<Message, 'channel' | 'author' | 'source' | 'audience'> {
  readonly content: Content;
  readonly threadTs?: string | undefined;
  readonly broadcast?: boolean;
  readonly onlyFor?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly files?: readonly SharedFile[];
}

/** Every message ever shown, ephemeral and deleted ones too, in order of `ts`. */
export class Messages {
  readonly #byKey = new Map<string, Message>();
  readonly #changes: Changes;
  readonly #clock: Clock;
  #lastTs = 0;

  constructor(changes: Changes, clock: Clock) {
    this.#changes = changes;
    this.#clock = clock;
  }

  post(made: NewMessage): Message {
    const ts = this.#nextTs();
    const version = this.#version(made.content);
    return this.#keep({
      ...made.content,
      channel: made.channel,
      ts,
      author: made.author,
      source: made.source,
      audience: made.audience,
      broadcast: made.broadcast ?? false,
      versions: [version],
      reactions: {},
      pinned: false,
      ...(made.threadTs === undefined ? {} : { threadTs: made.threadTs }),
      ...(made.onlyFor === undefined ? {} : { onlyFor: made.onlyFor }),
      ...(made.metadata === undefined ? {} : { metadata: made.metadata }),
      ...(made.files === undefined ? {} : { files: made.files }),
    });
  }

  /** Says something else from now on. `metadata`: undefined keeps what there is, null removes it. */
  edit(message: Message, content: Content, metadata?: Metadata | null): Message {
    const { metadata: before, ...rest } = this.current(message);
    const after = metadata === undefined ? before : (metadata ?? undefined);
    const versions: [Version, ...Version[]] = [...rest.versions, this.#version(content)];
    return this.#keep({ ...rest, ...content, versions, ...(after === undefined ? {} : { metadata: after }) });
  }

  remove(message: Message): void {
    this.#keep({ ...this.current(message), deletedAt: this.#clock() });
  }

  /** Reactions by emoji name and the pin. */
  mark(message: Message, marks: Partial<Pick<Message, 'reactions' | 'pinned'>>): Message {
    return this.#keep({ ...this.current(message), ...marks });
  }

  /** The same message as it is now. */
  current(message: Message): Message {
    return this.#byKey.get(key(message.channel, message.ts)) ?? message;
  }

  /** Any message, by place: deleted and ephemeral ones too. */
  at(channel: string, ts: string): Message | undefined {
    return this.#byKey.get(key(channel, ts));
  }

  /** A message that stands, by place; never an ephemeral one. */
  find(channel: string, ts: string): Message | undefined {
    const found = this.#byKey.get(key(channel, ts));
    return found?.deletedAt === undefined && found?.onlyFor === undefined ? found : undefined;
  }

  /** All there ever was, oldest first. */
  all(): Message[] {
    return [...this.#byKey.values()];
  }

  /** What stands in a conversation, top level and replies, oldest first. */
  in(channel: string): Message[] {
    return this.all().filter(
      (one) => one.channel === channel && one.deletedAt === undefined && one.onlyFor === undefined,
    );
  }

  #keep(message: Message): Message {
    const frozen = Object.freeze(message);
    this.#byKey.set(key(message.channel, message.ts), frozen);
    this.#changes.emit();
    return frozen;
  }

  #version(content: Content): Version {
    return Object.freeze({ ...content, at: this.#clock() });
  }

  /** Slack's `ts` is unique and grows, however many messages one millisecond brings. */
  #nextTs(): string {
    this.#lastTs = Math.max(this.#clock() * 1000, this.#lastTs + 1);
    const digits = String(Math.floor(this.#lastTs)).padStart(16, '0');
    return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
  }
}

function key(channel: string, ts: string): string {
  return `${channel} ${ts}`;
}
