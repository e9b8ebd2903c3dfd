import type { Modal } from '../modals.js';
import type { Channel, Message, Person } from '../model.js';
import type { Workspace } from '../workspace.js';
import { pageMessage } from './page-message.js';
import type { PageChannel, PageMessage, PageModal, PagePerson, PageState } from './protocol.js';

/** How many messages of a conversation are shown, the newest. */
const NEWEST = 1_000;

/** What a page shows that the workspace does not know. */
export interface Surroundings {
  /** What somebody is to a newcomer, by name. */
  readonly parts: Readonly<Record<string, string>>;
  state(): Pick<PageState, 'panel' | 'missing' | 'bot'>;
}

/** What people see of a workspace. A message that has not changed is the same object in every state of a person. */
export class View {
  readonly #workspace: Workspace;
  readonly #around: Surroundings;
  readonly #drawn = new Map<string, WeakMap<Message, PageMessage>>();

  constructor(workspace: Workspace, around: Surroundings) {
    this.#workspace = workspace;
    this.#around = around;
  }

  /** Somebody who can sit at the page: an active member who is no bot. */
  person(name: string): Person | undefined {
    return this.#workspace.reading.people().find((one) => one.name === name && !one.bot && one.deactivated !== true);
  }

  /** Everything they see now. */
  of(person: Person): PageState {
    const { reading } = this.#workspace;
    const people = reading.people();
    const { features } = reading.manifest;
    return {
      you: this.#shownPerson(person),
      people: people.filter((one) => one.deactivated !== true).map((one) => this.#shownPerson(one)),
      groups: reading.groups().map(({ id, handle }) => ({ id, handle })),
      channels: channelsInOrder(reading.channelsOf(person.id)).map((one) => shownChannel(one, person, people)),
      messages: this.#messages(person),
      modals: reading.modalsOf(person.id).map(shownModal),
      commands: features.slash_commands.map(({ command, description, usage_hint: hint = '' }) => ({
        ...{ command, description, hint },
      })),
      shortcuts: features.shortcuts.flatMap(({ type, name }) => (type === 'message' ? [name] : [])),
      ...this.#around.state(),
    };
  }

  #messages(person: Person): PageMessage[] {
    const counts = new Map<string, number>();
    const newest = this.#workspace.reading
      .messagesFor(person.id)
      .reverse()
      .filter(({ channel }) => {
        const count = (counts.get(channel) ?? 0) + 1;
        counts.set(channel, count);
        return count <= NEWEST;
      });
    return newest.reverse().map((message) => this.#drawnFor(person, message));
  }

  #drawnFor(person: Person, message: Message): PageMessage {
    const drawn = this.#drawn.get(person.id) ?? new WeakMap<Message, PageMessage>();
    this.#drawn.set(person.id, drawn);
    const made = drawn.get(message) ?? pageMessage(message, person, this.#workspace.reading);
    drawn.set(message, made);
    return made;
  }

  #shownPerson({ id, name, realName, bot }: Person): PagePerson {
    const part = Object.hasOwn(this.#around.parts, name) ? this.#around.parts[name] : undefined;
    return { id, name, realName, part: part ?? null, bot };
  }
}

/** Channels in the order they were made, direct conversations below them. */
function channelsInOrder(channels: readonly Channel[]): Channel[] {
  return [...channels.filter((one) => one.kind !== 'im'), ...channels.filter((one) => one.kind === 'im')];
}

function shownChannel(channel: Channel, reader: Person, people: readonly Person[]): PageChannel {
  const { id, kind, topic, archived } = channel;
  const other = people.find((one) => one.id !== reader.id && channel.members.includes(one.id));
  return {
    ...{ id, kind, topic, archived },
    name: kind === 'im' ? (other?.realName ?? channel.name) : channel.name,
    bookmarks: channel.bookmarks.map(({ title, link }) => ({ title, link })),
  };
}

function shownModal({ id, hash, view, errors }: Modal): PageModal {
  return { id, hash, view, errors };
}
