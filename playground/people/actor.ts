import type { Confirm } from '../blocks/composition.js';
import { parseJson } from '../body.js';
import type { Delivery, Door } from '../door.js';
import type { Modal } from '../modals.js';
import type { Channel, Message, Person } from '../model.js';
import type { Parts } from '../parts.js';
import type { Origin } from '../response-urls.js';
import { respond } from '../respond.js';
import { choose, type Choice, type Chosen } from './choice.js';
import { typed } from './escape.js';
import { publish } from './events.js';
import { fillIn } from './fill-in.js';
import { blockActions, commandFields, messageAction, viewEvent } from './payloads.js';
import { afterSubmission, type Submitted } from './submission.js';
import { aimAt, isModal, type Target, type Which } from './target.js';

/** A command's delivery and what its acknowledgement put on the screen. */
export type CommandResult = Delivery & { readonly response?: Message };

/** A press's delivery, and the question that was asked first, if one was. */
export type PressResult = Delivery & { readonly confirm?: Confirm };

/** A submission's delivery; `submitted` is absent if it was not acknowledged. */
export type SubmitResult = Delivery & { readonly submitted?: Submitted };

export interface PressOptions {
  /** Press what an old snapshot shows, though the message may have changed or gone: as a slow client would. */
  readonly stale?: boolean;
  /** Say no to the confirmation: nothing is sent. */
  readonly dismiss?: boolean;
}

/** A person at a Slack client. What a client would not let them do is an error; what the app answers is a result. */
export class Actor {
  readonly id: string;
  readonly #person: Person;
  readonly #parts: Parts;
  readonly #door: Door;

  constructor(person: Person, parts: Parts, door: Door) {
    this.id = person.id;
    this.#person = person;
    this.#parts = parts;
    this.#door = door;
  }

  /** Types e.g. `/incident api-down` in a channel; `@bot` is the direct conversation with the app. */
  async command(where: string, line: string): Promise<CommandResult> {
    const { manifest, directory } = this.#parts;
    const channel = this.#place(where);
    const [name = '', ...words] = line.split(' ');
    const known = manifest.features.slash_commands.find((one) => one.command === name);
    if (known === undefined) throw new Error(`${name} is not a valid command in this workspace`);
    const text = typed(words.join(' '), known.should_escape, directory);
    const fields = commandFields(this.#parts, { person: this.#person, channel, command: name, text });
    const delivery = await this.#door.deliver({ kind: 'command', fields });
    if (!delivery.acknowledged || delivery.body.trim() === '') return delivery;
    const origin: Origin = { user: this.id, channel: channel.id };
    const response = respond(parseJson(delivery.body) ?? { text: delivery.body }, origin, this.#parts);
    return response === undefined ? delivery : { ...delivery, response };
  }

  /** Presses a button, by its label or action id. A confirmation is answered with yes unless dismissed. */
  async click(target: Target, which: Which, options: PressOptions = {}): Promise<PressResult> {
    return this.#press(target, which, () => ({}), options);
  }

  /** Chooses in a menu, by its placeholder or action id; the choice by label, value or name. */
  async select(target: Target, which: Which, choice: Choice, options: PressOptions = {}): Promise<PressResult> {
    return this.#press(target, which, (element) => choose(element, choice, this.#parts.directory), options);
  }

  /** Chooses in an overflow menu, by what the choice says. */
  async overflow(target: Target, choice: string, options: PressOptions = {}): Promise<PressResult> {
    return this.select(target, choice, choice, options);
  }

  /** Fills in a modal, by block id or label, and submits it. */
  async submit(modal: Modal, values: Readonly<Record<string, Choice>> = {}): Promise<SubmitResult> {
    const open = this.#openModal(modal);
    const state = fillIn(open, values, this.#parts.directory);
    const payload = viewEvent(this.#parts, {
      type: 'view_submission',
      person: this.#person,
      modal: open,
      values: state,
    });
    const delivery = await this.#door.deliver({ kind: 'interaction', payload });
    if (!delivery.acknowledged) return delivery;
    return { ...delivery, submitted: afterSubmission(open, delivery.body, this.#parts) };
  }

  /** Closes a modal without submitting it. */
  async close(modal: Modal): Promise<void> {
    const open = this.#openModal(modal);
    this.#parts.modals.close(open, open.view.clear_on_close);
    if (!open.view.notify_on_close) return;
    const payload = viewEvent(this.#parts, { type: 'view_closed', person: this.#person, modal: open, values: {} });
    await this.#door.deliver({ kind: 'interaction', payload });
  }

  /** Writes a message; the app hears of it if it subscribed. */
  async say(where: string, text: string, options: { threadTs?: string } = {}): Promise<Message> {
    const channel = this.#place(where);
    const message = this.#parts.messages.post({
      channel: channel.id,
      author: this.id,
      source: 'person',
      audience: channel.members,
      threadTs: options.threadTs,
      content: {
        text: typed(text, true, this.#parts.directory),
        blocks: [],
        attachments: [],
        parse: 'none',
        linkNames: false,
      },
    });
    await publish({ message, channel }, this.#parts, this.#door);
    return message;
  }

  /** Reacts to a message with an emoji, by name without colons. */
  async react(message: Message, emoji: string): Promise<void> {
    await this.#reaction(message, emoji, true);
  }

  /** Takes a reaction back. */
  async unreact(message: Message, emoji: string): Promise<void> {
    await this.#reaction(message, emoji, false);
  }

  /** Chooses a shortcut in the menu of a message, by its name. */
  async shortcut(message: Message, name: string): Promise<Delivery> {
    const offered = this.#parts.manifest.features.shortcuts.filter(({ type }) => type === 'message');
    const chosen = offered.find((one) => one.name === name);
    if (chosen === undefined) throw new Error(`no message shortcut is called "${name}"`);
    const current = this.#standing(message);
    const made = { person: this.#person, message: current, callbackId: chosen.callback_id };
    return this.#door.deliver({ kind: 'interaction', payload: messageAction(this.#parts, made) });
  }

  /** Deletes a message, as an administrator can with anybody's. */
  delete(message: Message): void {
    this.#parts.messages.remove(message);
  }

  async #reaction(message: Message, emoji: string, set: boolean): Promise<void> {
    const current = this.#standing(message);
    const before = current.reactions[emoji] ?? [];
    if (before.includes(this.id) === set)
      throw new Error(`there is ${set ? 'already' : 'no'} ${emoji} of theirs there`);
    const users = set ? [...before, this.id] : before.filter((one) => one !== this.id);
    const others = Object.entries(current.reactions).filter(([name]) => name !== emoji);
    const reactions = Object.fromEntries([...others, ...(users.length === 0 ? [] : [[emoji, users] as const])]);
    const marked = this.#parts.messages.mark(current, { reactions });
    const channel = this.#parts.directory.channel(message.channel);
    await publish({ reaction: emoji, set, by: this.id, message: marked, channel }, this.#parts, this.#door);
  }

  /** A message as it is now, in a conversation this person is in; Slack offers little on those only they see. */
  #standing(message: Message): Message {
    const current = this.#parts.messages.current(message);
    if (current.deletedAt !== undefined) throw new Error('the message is gone');
    if (current.onlyFor !== undefined) throw new Error('that message is for one person alone');
    this.#place(current.channel);
    return current;
  }

  async #press(
    target: Target,
    which: Which,
    chosen: (element: ReturnType<typeof aimAt>['element']) => Chosen,
    options: PressOptions,
  ): Promise<PressResult> {
    const seen = options.stale === true ? target : this.#current(target);
    const aim = aimAt(seen, which);
    const confirm = 'confirm' in aim.element ? aim.element.confirm : undefined;
    const asked = confirm === undefined ? {} : { confirm };
    if (options.dismiss === true) {
      if (confirm === undefined) throw new Error('nothing was asked that could be dismissed');
      return { acknowledged: false, body: '', tookMs: 0, ...asked };
    }
    const payload = blockActions(this.#parts, {
      person: this.#person,
      target: seen,
      aim,
      chosen: chosen(aim.element),
    });
    return { ...(await this.#door.deliver({ kind: 'interaction', payload })), ...asked };
  }

  #current(target: Target): Target {
    if (isModal(target)) return this.#openModal(target);
    const current = this.#parts.messages.current(target);
    if (current.deletedAt !== undefined) throw new Error('the message is gone');
    if (current.onlyFor !== undefined && current.onlyFor !== this.id) throw new Error('it is shown to somebody else');
    if (current.onlyFor === undefined) this.#place(current.channel);
    return current;
  }

  #openModal(modal: Modal): Modal {
    const open = this.#parts.modals.find(modal.id);
    if (open?.user !== this.id) throw new Error(`${this.#person.name} has no such modal open`);
    return open;
  }

  /** A conversation this person is in. */
  #place(where: string): Channel {
    const { directory, identity, clock } = this.#parts;
    if (where === '@bot') return directory.direct(identity.botUserId, this.id, clock());
    const channel = directory.channel(where);
    if (!channel.members.includes(this.id)) throw new Error(`${this.#person.name} is not in ${where}`);
    return channel;
  }
}
