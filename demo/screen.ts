import type { Modal } from '../playground/modals.js';
import type { Message } from '../playground/model.js';
import type { Workspace } from '../playground/workspace.js';

/** Shows a channel in the terminal as it grows: every new message, and every edit that changes what it says. */
export class ChannelScreen {
  readonly #workspace: Workspace;
  readonly #channel: string;
  readonly #people: readonly string[];
  readonly #write: (text: string) => void;
  readonly #drawn = new Map<string, string>();
  /** What was drawn already as it is: it is frozen, so there is no need to draw it again at every change elsewhere. */
  readonly #seen = new WeakSet<Message | Modal>();
  readonly #stop: () => void;

  constructor(workspace: Workspace, channel: string, people: readonly string[], write: (text: string) => void) {
    this.#workspace = workspace;
    this.#channel = channel;
    this.#people = people;
    this.#write = write;
    this.#stop = workspace.onChange(() => this.refresh());
  }

  /** Draws what changed since the last time. */
  refresh(): void {
    const channel = this.#workspace.channel(this.#channel);
    for (const message of channel.messages()) {
      this.#draw(message.ts, message, `${this.#channel}${this.#by(message)}`);
      for (const reply of channel.thread(message.ts)) this.#draw(reply.ts, reply, `${this.#channel}, thread`);
    }
    for (const name of this.#people) {
      for (const message of this.#workspace.ephemerals(name))
        this.#draw(`${message.channel} ${message.ts} ${name}`, message, `only ${name} sees`);
      for (const modal of this.#workspace.modals(name)) this.#draw(modal.id, modal, `a window for ${name}`);
    }
  }

  close(): void {
    this.#stop();
  }

  /** What one sees of a message beside its words: who wrote it, or that it was edited. */
  #by({ author, versions }: Message): string {
    const [name] = this.#named([author]);
    return `${name === undefined ? '' : `, ${name}`}${versions.length > 1 ? ', edited' : ''}`;
  }

  #named(ids: readonly string[]): string[] {
    return this.#people.filter((name) => ids.includes(this.#workspace.person(name).id));
  }

  /** The mark under a message, with who put it there. */
  #marks(shown: Message | Modal): string {
    const pins = 'reactions' in shown ? this.#named(shown.reactions['pushpin'] ?? []) : [];
    return pins.length === 0 ? '' : `\n📌 ${pins.join(', ')}`;
  }

  #draw(key: string, shown: Message | Modal, where: string): void {
    if (this.#seen.has(shown)) return;
    this.#seen.add(shown);
    const words = this.#workspace.draw(shown, { width: 96, colour: process.stdout.isTTY });
    const drawn = `${words}${this.#marks(shown)}`;
    if (this.#drawn.get(key) === drawn) return;
    this.#drawn.set(key, drawn);
    this.#write(
      `\n┌─ ${where}\n${drawn
        .split('\n')
        .map((line) => `│ ${line}`)
        .join('\n')}\n└─\n`,
    );
  }
}
