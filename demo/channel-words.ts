import type { Modal } from '../playground/modals.js';
import type { Workspace } from '../playground/workspace.js';
import { UserError } from '../src/errors.js';

const WORDS = ['say', 'pin', 'unpin', 'fill', 'submit', 'close'] as const;
type Word = (typeof WORDS)[number];

/** What people do in a channel beside commands and presses: write, mark messages, answer the questions of a window. */
export class ChannelWords {
  readonly #workspace: Workspace;
  readonly #channel: string;
  /** Answers that are not sent off yet: by window, then by label. */
  readonly #answers = new Map<string, Readonly<Record<string, string>>>();

  constructor(workspace: Workspace, channel: string) {
    this.#workspace = workspace;
    this.#channel = channel;
  }

  /** Whether this is a word for it. */
  knows(word: string): word is Word {
    return (WORDS as readonly string[]).includes(word);
  }

  /** Does it as this person. Throws `UserError('not_found')` where there is nothing to do it to. */
  async do(name: string, word: Word, words: string): Promise<void> {
    const person = this.#workspace.person(name);
    switch (word) {
      case 'say':
        await person.say(this.#channel, words);
        return;
      case 'pin':
        return person.react(this.#newest(), 'pushpin');
      case 'unpin':
        return person.unreact(this.#newest(), 'pushpin');
      case 'fill':
        this.#fill(this.#window(name), words);
        return;
      case 'submit': {
        const modal = this.#window(name);
        await person.submit(modal, this.#answers.get(modal.id) ?? {});
        return;
      }
      case 'close':
        await person.close(this.#window(name));
    }
  }

  #newest() {
    const found = this.#workspace
      .channel(this.#channel)
      .messages()
      .findLast(({ source }) => source === 'person');
    if (found === undefined) throw new UserError('not_found', 'Nobody wrote anything yet; begin with: say …');
    return found;
  }

  #window(name: string): Modal {
    const modal = this.#workspace.modals(name).at(-1);
    if (modal === undefined) throw new UserError('not_found', `No window is open for ${name}.`);
    return modal;
  }

  #fill({ id, view }: Modal, words: string): void {
    const [label = '', ...said] = words.split(':');
    const questions = view.blocks.flatMap((block) => (block.type === 'input' ? [block.label.text] : []));
    if (!questions.includes(label.trim()))
      throw new UserError('not_found', `The window does not ask “${label.trim()}”. It asks: ${questions.join(' · ')}`);
    this.#answers.set(id, { ...this.#answers.get(id), [label.trim()]: said.join(':').trim() });
  }
}
