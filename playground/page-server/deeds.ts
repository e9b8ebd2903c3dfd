import type { Modal } from '../modals.js';
import type { Person } from '../model.js';
import type { Actor } from '../people/actor.js';
import type { Workspace } from '../workspace.js';
import type { Panel } from './panel.js';
import { findPressed, messageSeen } from './pressed.js';
import type { PageAnswer, PageDeed } from './protocol.js';
import { FINE, no, ofCommand, ofError, ofPress, ofSubmission } from './says.js';

/** Slack takes no longer message, in characters. */
const LONGEST = 40_000;

type Deed<Name extends PageDeed['do']> = Extract<PageDeed, { do: Name }>;

/** Does what people do at the page, as the people of the workspace: nothing is allowed here that is not allowed to them. */
export class Deeds {
  readonly #workspace: Workspace;
  readonly #panel: Panel | null;
  /** Windows that are being sent off: a second click, or a second browser window, sends nothing more. */
  readonly #sending = new Set<string>();

  constructor(workspace: Workspace, panel: Panel | null) {
    this.#workspace = workspace;
    this.#panel = panel;
  }

  /** Does it, and says what Slack would say where it went wrong. */
  async do(person: Person, deed: PageDeed): Promise<PageAnswer> {
    try {
      return await this.#do(person, deed);
    } catch (error) {
      return ofError(error);
    }
  }

  #do(person: Person, deed: PageDeed): Promise<PageAnswer> | PageAnswer {
    switch (deed.do) {
      case 'say':
        return this.#say(person, deed);
      case 'command':
        return this.#command(person, deed.channel, deed.line);
      case 'press':
        return this.#press(person, deed);
      case 'react':
      case 'unreact':
        return this.#react(person, deed);
      case 'shortcut':
        return this.#shortcut(person, deed);
      case 'submit':
        return this.#submit(person, deed);
      case 'close':
        return this.#close(person, deed.modal);
      case 'break':
      case 'heal':
      case 'slack':
        return this.#playWith(deed);
    }
  }

  async #say(person: Person, { channel, text, threadTs }: Deed<'say'>): Promise<PageAnswer> {
    const command = /^\/\S+/.exec(text)?.[0];
    if (command !== undefined && threadTs !== null) return no(`${command} is not supported in threads. Sorry!`);
    if (command !== undefined) return this.#command(person, channel, text);
    if (text.trim() === '') return no('There is nothing to send yet.');
    if (text.length > LONGEST) return no(`Your message is too long: Slack takes ${thousands(LONGEST)} characters.`);
    if (this.#isArchived(person, channel)) return no('This channel is archived: nobody can write here any more.');
    if (threadTs !== null && messageSeen(`${channel}:${threadTs}`, person, this.#workspace.reading) === null)
      return no('This thread is gone.');
    return begun(this.#as(person).say(channel, text, threadTs === null ? {} : { threadTs }));
  }

  async #command(person: Person, channel: string, line: string): Promise<PageAnswer> {
    const [name = ''] = line.split(' ');
    const known = this.#workspace.reading.manifest.features.slash_commands.some(({ command }) => command === name);
    if (!known) return no(`${shortened(name)} is not a valid command. To send it as a message, put a space before it.`);
    if (line.length > LONGEST) return no(`Your message is too long: Slack takes ${thousands(LONGEST)} characters.`);
    if (this.#isArchived(person, channel)) return no('This channel is archived: nobody can write here any more.');
    return ofCommand(name, await this.#as(person).command(channel, line));
  }

  async #press(person: Person, deed: Deed<'press'>): Promise<PageAnswer> {
    const pressed = findPressed(deed, person, this.#workspace.reading);
    if (pressed === null) return no('This is not there any more.');
    const { target, element, stale } = pressed;
    const asks = 'confirm' in element && element.confirm !== undefined;
    const which = { actionId: deed.actionId, blockId: deed.blockId };
    const options = { stale, ...(asks && !deed.confirmed ? { dismiss: true } : {}) };
    const actor = this.#as(person);
    const delivery =
      deed.value === null || element.type === 'button'
        ? await actor.click(target, which, options)
        : await actor.select(target, which, deed.value, options);
    return options.dismiss === true ? FINE : ofPress(delivery);
  }

  async #react(person: Person, { do: what, key, emoji }: Deed<'react' | 'unreact'>): Promise<PageAnswer> {
    const message = messageSeen(key, person, this.#workspace.reading);
    if (message === null || message.deletedAt !== undefined) return no('This message is gone.');
    const wanted = what === 'react';
    // Another window of the same person was faster: it is as they want it.
    if ((message.reactions[emoji]?.includes(person.id) ?? false) === wanted) return FINE;
    const actor = this.#as(person);
    return begun(wanted ? actor.react(message, emoji) : actor.unreact(message, emoji));
  }

  async #shortcut(person: Person, { key, name }: Deed<'shortcut'>): Promise<PageAnswer> {
    const message = messageSeen(key, person, this.#workspace.reading);
    if (message === null) return no('This message is gone.');
    return ofPress(await this.#as(person).shortcut(message, name));
  }

  async #submit(person: Person, { modal: id, values }: Deed<'submit'>): Promise<PageAnswer> {
    const modal = this.#modal(person, id);
    if (modal === undefined) return no('This window was closed already.');
    if (this.#sending.has(id)) return no('This window is being sent already.');
    this.#sending.add(id);
    try {
      return ofSubmission(await this.#as(person).submit(modal, filledIn(modal, values)));
    } finally {
      this.#sending.delete(id);
    }
  }

  async #close(person: Person, id: string): Promise<PageAnswer> {
    const modal = this.#modal(person, id);
    return modal === undefined ? FINE : begun(this.#as(person).close(modal));
  }

  #playWith(deed: Deed<'break' | 'heal' | 'slack'>): PageAnswer {
    if (this.#panel === null) return no('There is nothing to break or to heal here.');
    if (deed.do === 'break') return this.#panel.break(deed.fault);
    return deed.do === 'heal' ? this.#panel.heal() : this.#panel.slack(deed.trouble);
  }

  #as({ name }: Person): Actor {
    return this.#workspace.person(name);
  }

  #modal(person: Person, id: string): Modal | undefined {
    return this.#workspace.reading.modalsOf(person.id).find((one) => one.id === id);
  }

  #isArchived(person: Person, channel: string): boolean {
    return this.#workspace.reading.channelsOf(person.id).some(({ id, archived }) => id === channel && archived);
  }
}

/** A choice that was left empty is none; a text that was emptied is empty. */
function filledIn(modal: Modal, values: Readonly<Record<string, string>>): Record<string, string> {
  const texts = modal.view.blocks.flatMap((block) =>
    block.type === 'input' && ['plain_text_input', 'number_input'].includes(block.element.type)
      ? [block.block_id ?? '', block.label.text]
      : [],
  );
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== '' || texts.includes(name)));
}

/** Waits only until it is done in the workspace, not until the app has heard of it: nobody in Slack waits for that. */
async function begun(doing: Promise<unknown>): Promise<PageAnswer> {
  await Promise.race([doing, new Promise((resolve) => setImmediate(resolve))]);
  return FINE;
}

function shortened(word: string): string {
  return word.length > 40 ? `${word.slice(0, 40)}…` : word;
}

function thousands(number: number): string {
  return number.toLocaleString('en-US');
}
