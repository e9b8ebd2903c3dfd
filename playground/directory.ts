import { idFor } from './ids.js';
import type { Changes } from './changes.js';
import type { Channel, Group, Person } from './model.js';

/** Who and what there is in the workspace, by id or by name. */
export class Directory {
  readonly #people = new Map<string, Person>();
  readonly #groups = new Map<string, Group>();
  readonly #channels = new Map<string, Channel>();
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  put(entry: { person: Person } | { group: Group } | { channel: Channel }): void {
    if ('person' in entry) this.#people.set(entry.person.id, entry.person);
    if ('group' in entry) this.#groups.set(entry.group.id, entry.group);
    if ('channel' in entry) this.#channels.set(entry.channel.id, entry.channel);
    this.#changes.emit();
  }

  /** Ends somebody's account: they leave their groups. */
  deactivate(name: string): void {
    const person = { ...this.person(name), deactivated: true };
    this.put({ person });
    for (const group of this.groups())
      this.put({ group: { ...group, members: group.members.filter((one) => one !== person.id) } });
  }

  people(): Person[] {
    return [...this.#people.values()];
  }

  groups(): Group[] {
    return [...this.#groups.values()];
  }

  channels(): Channel[] {
    return [...this.#channels.values()];
  }

  findPerson(idOrName: string): Person | undefined {
    return this.#people.get(idOrName) ?? this.people().find((one) => one.name === idOrName);
  }

  findGroup(idOrHandle: string): Group | undefined {
    return this.#groups.get(idOrHandle) ?? this.groups().find((one) => one.handle === idOrHandle);
  }

  /** By id, `name` or `#name`; direct messages by id alone. */
  findChannel(idOrName: string): Channel | undefined {
    const name = idOrName.replace(/^#/, '');
    return this.#channels.get(idOrName) ?? this.channels().find((one) => one.kind !== 'im' && one.name === name);
  }

  /** @throws if there is nobody of that name or id: a mistake in the test, not something Slack would say. */
  person(idOrName: string): Person {
    return found(this.findPerson(idOrName), `nobody called "${idOrName}"`);
  }

  /** @throws as `person` does. */
  group(idOrHandle: string): Group {
    return found(this.findGroup(idOrHandle), `no user group "${idOrHandle}"`);
  }

  /** @throws as `person` does. */
  channel(idOrName: string): Channel {
    return found(this.findChannel(idOrName), `no channel "${idOrName}"`);
  }

  /** The direct conversation of two people; it exists as soon as somebody asks for it. */
  direct(one: string, other: string, at: number): Channel {
    const [first, second] = [one, other].sort();
    const id = idFor('D', `${first ?? ''} ${second ?? ''}`);
    const known = this.#channels.get(id);
    if (known !== undefined) return known;
    const channel: Channel = {
      id,
      name: 'directmessage',
      kind: 'im',
      members: [one, other],
      archived: false,
      shared: false,
      topic: '',
      created: Math.floor(at / 1000),
      ...{ creator: one, bookmarks: [] },
    };
    this.put({ channel });
    return channel;
  }
}

function found<T>(value: T | undefined, missing: string): T {
  if (value === undefined) throw new Error(`the playground has ${missing}`);
  return value;
}
