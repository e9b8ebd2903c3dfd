import type { Channel, Message } from './model.js';
import type { Parts } from './parts.js';

/** One conversation, to read and to change as an administrator could. */
export class ChannelView {
  readonly id: string;
  readonly #parts: Parts;

  constructor(channel: Channel, parts: Parts) {
    this.id = channel.id;
    this.#parts = parts;
  }

  info(): Channel {
    return this.#parts.directory.channel(this.id);
  }

  /** What stands at the top level, oldest first. */
  messages(): Message[] {
    return this.#parts.messages
      .in(this.id)
      .filter((one) => one.threadTs === undefined || one.threadTs === one.ts || one.broadcast);
  }

  /** The replies to a message, oldest first, without the message itself. */
  thread(ts: string): Message[] {
    return this.#parts.messages.in(this.id).filter((one) => one.threadTs === ts && one.ts !== ts);
  }

  /** Everything that was ever posted here, deleted messages too. */
  everPosted(): Message[] {
    return this.#parts.messages.all().filter((one) => one.channel === this.id && one.onlyFor === undefined);
  }

  /** The text of the file in a message; empty where there is none. */
  fileText({ files = [] }: Message): string {
    const upload = this.#parts.uploads.find(files[0]?.id ?? '');
    return upload?.bytes?.toString('utf8') ?? '';
  }

  /** The bytes of the file in a message; empty where there is none. */
  fileBytes({ files = [] }: Message): Buffer {
    return this.#parts.uploads.find(files[0]?.id ?? '')?.bytes ?? Buffer.alloc(0);
  }

  archive(archived = true): void {
    this.#parts.directory.put({ channel: { ...this.info(), archived } });
  }

  /** Lets somebody in, by name; `@bot` is the app. */
  add(name: string): void {
    const members = [...new Set([...this.info().members, this.#idOf(name)])];
    this.#parts.directory.put({ channel: { ...this.info(), members } });
  }

  /** Takes somebody out, by name; `@bot` is the app. */
  remove(name: string): void {
    const id = this.#idOf(name);
    this.#parts.directory.put({
      channel: { ...this.info(), members: this.info().members.filter((one) => one !== id) },
    });
  }

  #idOf(name: string): string {
    return name === '@bot' ? this.#parts.identity.botUserId : this.#parts.directory.person(name).id;
  }
}
