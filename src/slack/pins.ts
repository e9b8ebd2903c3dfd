import type { Look } from '../../commands/command.js';
import type { IncidentRow } from '../engine/store.js';
import { UserError } from '../errors.js';
import type { PeopleCommand } from '../incident/command.js';
import { pinKey } from '../incident/record-evolve.js';
import { someOf } from '../view/lists.js';
import { buttons, note, section, type Button, type Message } from '../view/message.js';
import type { Guard } from './guard.js';
import type { Messages } from './messages.js';
import { wish } from './press.js';
import { unread } from './record-presses.js';
import { looked, record, type Submit } from './recording.js';
import type { Speaker } from './speaker.js';
import { Turns } from './turns.js';

/** The one emoji that puts a message into the timeline: 📌. Its round sister is decoration. */
export const PIN = 'pushpin';
/** Buttons to choose from. */
const SHOWN = 5;

/** A 📌 that somebody set on a message, or took off. */
export interface Mark {
  readonly set: boolean;
  readonly ts: string;
}

/** What only that person reads, if anything; and whether Slack should send the event again, since the database was silent. */
export interface Marked {
  readonly message: Message | null;
  readonly again: boolean;
}

export interface PinParts {
  readonly look: Look;
  readonly messages: Messages;
  readonly submit: Submit;
}

const NOTHING: Marked = { message: null, again: false };

/** Messages that people mark with 📌 for the timeline of the incident that is open in their channel. */
export class Pins {
  readonly #parts: PinParts;
  readonly #guard: Guard;
  /** Setting takes longer than taking off, since the message is read first. */
  readonly #turns = new Turns();

  constructor(parts: PinParts, guard: Guard) {
    this.#parts = parts;
    this.#guard = guard;
  }

  async take(mark: Mark, speaker: Speaker): Promise<Marked> {
    const key = `${pinKey({ channel: speaker.channel, ts: mark.ts })} ${speaker.user}`;
    return this.#turns.take(key, async () => {
      try {
        return await (mark.set ? this.#set(mark, speaker) : this.#takeOff(mark, speaker));
      } catch (error) {
        if (error instanceof UserError && error.code === 'store_unavailable') return { message: null, again: true };
        throw error;
      }
    });
  }

  /** Where nothing is open, a 📌 is nobody's business. */
  async #set({ ts }: Mark, speaker: Speaker): Promise<Marked> {
    const since = performance.now();
    const open = await this.#open(speaker);
    const [only, ...others] = open;
    if (only === undefined) return NOTHING;
    const several = others.length > 0;
    const [refused, said] = await Promise.all([
      this.#guard.refuses(speaker),
      several ? null : this.#parts.messages.said(speaker.channel, ts),
    ]);
    if (refused !== null) return { message: refused, again: false };
    if (several) return { message: whichOne(open, ts), again: false };
    if (said === null) return { message: unread(), again: false };
    return this.#record(only, { do: 'pin', by: actorOf(speaker), ...said }, speaker, since);
  }

  /** Of several open incidents, those it stands in; with one, its log knows. */
  async #takeOff({ ts }: Mark, speaker: Speaker): Promise<Marked> {
    const since = performance.now();
    const open = await this.#open(speaker);
    const { channel } = speaker;
    const holders = open.length > 1 ? await this.#holding(open, pinKey({ channel, ts })) : open;
    if (holders.length === 0 || (await this.#guard.refuses(speaker)) !== null) return NOTHING;
    const results = await Promise.all(
      holders.map(async (row) => {
        const own = { ...speaker, trigger: `${speaker.trigger}:${row.incident}` };
        return this.#record(row, { do: 'unpin', by: actorOf(speaker), channel, ts }, own, since);
      }),
    );
    return { message: null, again: results.some(({ again }) => again) };
  }

  async #open({ channel }: Speaker): Promise<readonly IncidentRow[]> {
    return looked(this.#parts.look.list({ open: true, channel }));
  }

  async #holding(open: readonly IncidentRow[], pin: string): Promise<readonly IncidentRow[]> {
    const incidents = await looked(Promise.all(open.map(({ incident }) => this.#parts.look.read(incident))));
    return open.filter((_row, at) => incidents[at]?.pins.some(({ message }) => message === pin) === true);
  }

  async #record({ incident }: IncidentRow, command: PeopleCommand, speaker: Speaker, since: number): Promise<Marked> {
    const kept = await record(wish(incident, command), speaker, this.#parts.submit, since);
    return { message: null, again: !kept };
  }
}

/** Told when Slack has sent it as often as it does. */
export function pinLost(): Message {
  return note("The bot's database was silent: your 📌 is not in the timeline. Set it again in a minute.");
}

function actorOf({ user }: Speaker): string {
  return `slack:${user}`;
}

function whichOne(open: readonly IncidentRow[], ts: string): Message {
  const says = [
    `Open here: ${someOf(
      open.map(({ incident, service }) => `${incident} ${service}`),
      SHOWN,
    )}. Whose timeline is it for? Nothing was recorded yet.`,
  ];
  const choices = open.slice(0, SHOWN).map(({ incident, service }): Button => ({
    action: 'pin_message',
    value: `${incident}:${ts}`,
    label: `Add to ${incident}`,
    spoken: `Add the message to the timeline of ${incident}, ${service}`,
    primary: false,
  }));
  return { blocks: [section(...says), ...buttons(...choices)], plain: says };
}
