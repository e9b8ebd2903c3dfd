import type { Manifest } from './manifest.js';
import type { Modal } from './modals.js';
import type { Channel, Group, Message, Person } from './model.js';
import { reasonFor } from './notifications.js';
import type { Parts } from './parts.js';
import type { Upload } from './uploads.js';

/** What can be read of a workspace, by ids; it changes nothing. */
export class Reading {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get manifest(): Manifest {
    return this.#parts.manifest;
  }

  people(): Person[] {
    return this.#parts.directory.people();
  }

  groups(): Group[] {
    return this.#parts.directory.groups();
  }

  /** The conversations somebody is in, direct ones too. */
  channelsOf(user: string): Channel[] {
    return this.#parts.directory.channels().filter((one) => one.members.includes(user));
  }

  /** What stands on somebody's screen, oldest first: everything in their conversations, and what is for them alone. */
  messagesFor(user: string): Message[] {
    const channels = new Set(this.channelsOf(user).map((one) => one.id));
    return this.#parts.messages
      .all()
      .filter(
        (one) =>
          one.deletedAt === undefined &&
          channels.has(one.channel) &&
          (one.onlyFor === undefined || one.onlyFor === user),
      );
  }

  /** A message as it is now, even if it was deleted or is for somebody else alone. */
  message(channel: string, ts: string): Message | undefined {
    return this.#parts.messages.at(channel, ts);
  }

  /** Somebody's open modals, the topmost last. */
  modalsOf(user: string): Modal[] {
    return this.#parts.modals.of(user);
  }

  /** Whether a message mentioned somebody when it was posted, by name, in a group or among all. */
  mentions(user: string, message: Message): boolean {
    const because = reasonFor(user, message, this.#parts);
    return because !== undefined && because !== 'direct message';
  }

  file(id: string): Upload | undefined {
    return this.#parts.uploads.find(id);
  }
}
