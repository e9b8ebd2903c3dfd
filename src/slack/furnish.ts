import type { Logger } from 'pino';
import { isInOwnChannel } from '../incident/place.js';
import type { Incident } from '../incident/state.js';
import { peopleIn } from '../view/message.js';
import { topic } from '../view/pointer.js';
import type { SlackApi } from './api.js';
import type { Budget } from './budget.js';
import type { ChannelApi, NotDone } from './channel-api.js';
import { cutPlain } from './cut.js';
import type { Entry } from './entry.js';
import type { Furnished } from './furnished.js';
import { guestsOf, type GuestParts } from './guests.js';
import { escaped, plainWords } from './mrkdwn.js';
import type { Names } from './names.js';
import type { ReadingOf } from './reading.js';

/** Slack's own limit of a topic, and what fits into one bookmark bar; characters and links. */
const LONGEST_TOPIC = 250;
const MOST_LINKS = 10;

export interface FurnisherParts extends GuestParts {
  readonly channels: ChannelApi;
  readonly api: SlackApi;
  readonly names: Names;
  readonly readingOf: ReadingOf;
  /** Calls of conversations.setTopic, for all incidents together. */
  readonly topics: Budget;
  readonly log: Logger;
}

/** Keeps the channel of an incident's own: its topic, its links, its people. */
export class Furnisher {
  readonly #parts: FurnisherParts;
  constructor(parts: FurnisherParts) {
    this.#parts = parts;
  }

  /** The next thing to be done for the channel; null when all is well. What it does returns how long to wait before the next, ms. */
  next({ furnished }: Entry, incident: Incident): ((entry: Entry) => Promise<number>) | null {
    const card = incident.slots['card']?.ts ?? null;
    if (!isInOwnChannel(incident) || card === null || incident.pruned) return null;
    const { home } = incident;
    if (furnished === null || furnished.channel !== home) return (entry) => this.#look(entry, incident, card);
    const open = incident.closed === null ? this.#whileOpen(furnished, incident) : null;
    if (open !== null) return open;
    return furnished.topic === this.#topic(incident) ? null : () => this.#setTopic(furnished, incident);
  }

  /** Once it is over nobody is called into it any more. */
  #whileOpen(furnished: Furnished, incident: Incident): (() => Promise<number>) | null {
    const { users, parties } = guestsOf(incident, furnished, this.#parts);
    if (users.length > 0 || parties.length > 0) return () => this.#invite(furnished, incident);
    const link = linksOf(incident, furnished).find(({ url }) => !furnished.links.has(url));
    return link === undefined ? null : () => this.#bookmark(furnished, incident, link);
  }

  /** What is there already, done before a crash or by people. */
  async #look(entry: Entry, incident: Incident, card: string): Promise<number> {
    const { channels, api, log } = this.#parts;
    const channel = incident.home ?? '';
    const [seen, guests, links, link] = await Promise.all([
      channels.info(channel),
      api.membersOf(channel),
      channels.bookmarks(channel),
      api.permalink(channel, card),
    ]);
    const unread = 'refused' in links ? links : null;
    if (unread !== null) log.warn({ incident: incident.id, channel, ...unread }, 'its links could not be read');
    // Without knowing which links are there none is added: after each restart there would be more of them.
    const wanted = [...(incident.response?.links ?? []).map(({ url }) => url), ...(link === null ? [] : [link])];
    entry.furnished = {
      channel,
      name: 'refused' in seen ? null : seen.name,
      card: link,
      topic: 'refused' in seen ? '' : seen.topic,
      links: new Set('refused' in links ? wanted : links),
      guests: new Set(guests ?? []),
      parties: new Set(),
    };
    return 0;
  }

  async #invite(furnished: Furnished, incident: Incident): Promise<number> {
    const { users, parties } = guestsOf(incident, furnished, this.#parts);
    const members = await Promise.all(parties.map((party) => this.#parts.members.everybody(party)));
    for (const party of parties) furnished.parties.add(party.name);
    const asked = [...new Set([...users, ...members.flatMap((all) => all ?? [])])];
    const absent = asked.filter((user) => !furnished.guests.has(user)).slice(0, this.#parts.mostGuests);
    for (const user of [...users, ...absent]) furnished.guests.add(user);
    if (absent.length === 0) return 0;
    const failed = await this.#parts.channels.invite(furnished.channel, absent);
    if (failed?.retryMs != null) {
      for (const user of absent) furnished.guests.delete(user);
      for (const party of parties) furnished.parties.delete(party.name);
    }
    return this.#after(failed, incident, 'not everybody could be invited to its channel');
  }

  async #bookmark(furnished: Furnished, incident: Incident, { title, url }: Link): Promise<number> {
    const failed = await this.#parts.channels.addBookmark(furnished.channel, title, url);
    if (failed?.retryMs == null) furnished.links.add(url);
    return this.#after(failed, incident, 'a link could not be put into its channel');
  }

  async #setTopic(furnished: Furnished, incident: Incident): Promise<number> {
    const { topics, names, channels } = this.#parts;
    await names.learn(peopleIn({ blocks: [], plain: topic(incident) }));
    const wait = topics.take('news');
    if (wait > 0) return wait;
    const wanted = this.#topic(incident);
    const failed = await channels.setTopic(furnished.channel, wanted);
    if (failed?.retryMs == null) furnished.topic = wanted;
    else topics.pause(failed.retryMs);
    return this.#after(failed, incident, 'the topic of its channel could not be set');
  }

  #after(failed: NotDone | null, { id, home }: Incident, what: string): number {
    if (failed !== null) this.#parts.log.warn({ incident: id, channel: home, ...failed }, what);
    return failed?.retryMs ?? 0;
  }

  /** Names are people's own words, and a topic may link. */
  #topic(incident: Incident): string {
    const words = plainWords(topic(incident), this.#parts.readingOf(incident.openedAt));
    return cutPlain(escaped(words), LONGEST_TOPIC);
  }
}

interface Link {
  readonly title: string;
  readonly url: string;
}

function linksOf({ id, response }: Incident, { card }: Furnished): readonly Link[] {
  const pages = (response?.links ?? []).slice(0, MOST_LINKS);
  return card === null ? pages : [{ title: `${id}: the card`, url: card }, ...pages];
}
