import { interpret } from '../../commands/index.js';
import type { Answer, Look } from '../../commands/command.js';
import type { InboxItem } from '../engine/store.js';
import type { Wish, WishOutcome } from '../engine/ports.js';
import type { Part } from '../text/text.js';
import { UserError } from '../errors.js';
import { note, type Action, type Message } from '../view/message.js';
import type { Channels } from './channels.js';
import { within } from './within.js';

/** How long a person waits for their wish to be recorded before they are told that it was not, in ms. */
const RECORD_MS = 1_500;
/** How long they wait while it is looked up what they mean, in ms. With the time to record it, Slack's 3 s suffice. */
const LOOK_MS = 1_200;

/** Somebody doing something in Slack, decoded. */
export interface Speaker {
  readonly user: string;
  readonly team: string;
  readonly channel: string;
  /** Slack's id of this very doing; the same id is the same wish. */
  readonly trigger: string;
  /** Set for installations on a whole Enterprise Grid. */
  readonly grid: boolean;
  /** They pressed a button of an incident's card. */
  readonly atCard: boolean;
}

export interface SpeechParts {
  readonly look: Look;
  readonly channels: Channels;
  /** The workspace the bot is installed in. */
  readonly team: string;
  readonly sharedChannels: readonly string[];
  /** The bot's name as people invite it: `@runbook`. */
  readonly botName: string;
  readonly submit: (item: InboxItem) => Promise<'received' | 'repeated'>;
}

/** What people say and press, from Slack's terms into ours: guard, understand, record, answer. Returns what only this person reads; null for nothing. */
export class Speech {
  readonly #parts: SpeechParts;
  constructor(parts: SpeechParts) {
    this.#parts = parts;
  }

  /** `/incident …` */
  async command(said: string, speaker: Speaker): Promise<Message | null> {
    const refused = await this.#guard(speaker);
    if (refused !== null) return refused;
    const { look } = this.#parts;
    const answer = await looked(interpret(said, { by: `slack:${speaker.user}`, channel: speaker.channel, look }));
    return this.#give(answer, speaker);
  }

  /** A button. What it may do is looked up now, by who presses it where, not when it was posted. */
  async press(action: Action, value: string, speaker: Speaker): Promise<Message | null> {
    if (action === 'run_runbook') return this.command(value, speaker);
    if (action === 'show_runbooks') return this.command('runbooks', speaker);
    if (action === 'diagnose') return this.command(`diagnose ${value}`, speaker);
    const refused = await this.#guard(speaker);
    if (refused !== null) return refused;
    const row = await looked(this.#parts.look.find(value));
    if (row === null || row.channel !== speaker.channel)
      return note('That button belongs to no incident of this channel. Nothing was changed.');
    const command = { do: 'close', by: `slack:${speaker.user}`, how: 'false_alarm', reason: '' } as const;
    return this.#give({ wish: { command, runbook: null }, incident: row.incident }, speaker);
  }

  async #guard({ team, grid, channel }: Speaker): Promise<Message | null> {
    if (grid)
      return note(
        'This bot does not serve an Enterprise Grid organisation as a whole. Nothing was started; install it in one workspace.',
      );
    if (team !== this.#parts.team)
      return note('Only members of the workspace this bot is installed in can use it. Nothing was started.');
    if (channel.startsWith('D')) return null;
    const info = await this.#parts.channels.info(channel);
    if (info === null) return null;
    if (info.isShared && !this.#parts.sharedChannels.includes(channel)) {
      return note(
        'This channel is shared with another organisation, so the bot says nothing here. Nothing was started; use an internal channel.',
      );
    }
    if (info.isMember) return null;
    return note(
      'The bot is not in this channel; nothing started. Send ',
      { code: `/invite ${this.#parts.botName}` },
      ', then send your command again.',
    );
  }

  async #give(answer: Answer, speaker: Speaker): Promise<Message | null> {
    if ('message' in answer) return answer.message;
    if (answer.wish.command.do === 'open' && speaker.channel.startsWith('D')) {
      return note(
        'Incidents live in channels, where others can help. Nothing was started; send this in a channel the bot is in.',
      );
    }
    const wish: Wish = {
      ...answer.wish,
      replyTo: { channel: speaker.channel, user: speaker.user, atCard: speaker.atCard },
    };
    const recorded = await this.#record({ key: `slack:${speaker.trigger}`, incident: answer.incident, command: wish });
    return recorded ? null : notRecorded();
  }

  /** True when the wish is in the inbox. A write that is still under way when patience ends may yet arrive; its key keeps a second sending harmless only for Slack's own repeats. */
  async #record(item: InboxItem): Promise<boolean> {
    const recorded = this.#parts.submit(item).then(
      () => true,
      (error: unknown) => {
        if (error instanceof UserError) return false;
        throw error;
      },
    );
    return (await within(RECORD_MS, recorded)) ?? false;
  }
}

/** Rejects when the database takes too long to be read. */
async function looked<T>(looking: Promise<T>): Promise<T> {
  const found = await within(
    LOOK_MS,
    looking.then((value) => ({ value })),
  );
  if (found === null) throw new UserError('store_unavailable', `The database did not answer within ${LOOK_MS} ms.`);
  return found.value;
}

/** The database did not answer while somebody waited. */
export function notRecorded(): Message {
  return note("Not recorded, nothing started: the bot's database is silent. Send it again in a minute.");
}

/** What the person is told of their wish where the card does not say it, or stands out of their sight; null for nothing. `link` leads to the card. */
export function outcomeMessage(wish: Wish, outcome: WishOutcome, link: string | null): Message | null {
  const { refusal, opened, card, incident } = outcome;
  if (refusal !== null) return note(...refusal.says);
  if (opened || wish.replyTo === null || wish.replyTo.atCard || card === null) return null;
  if (card.channel !== wish.replyTo.channel) {
    return note('An incident of this service is open in another channel; the diagnosis runs there.');
  }
  const done = wish.command.do === 'close' ? 'is closed' : 'is being diagnosed';
  const shown: Part = link === null ? 'its card' : { link: 'its card', url: link };
  return note(`${incident ?? 'The incident'} ${done}; `, shown, ' shows it.');
}
