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
      this.#draw(message.ts, message, message.versions.length > 1 ? `${this.#channel}, edited` : this.#channel);
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

  #draw(key: string, shown: Message | Modal, where: string): void {
    const drawn = this.#workspace.draw(shown, { width: 96, colour: process.stdout.isTTY });
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
