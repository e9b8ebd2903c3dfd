import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { MessageFate } from '../incident/command.js';
import type { Incident } from '../incident/state.js';
import type { ChannelApi, NotDone } from './channel-api.js';
import { within } from './within.js';

/** Nothing is shown of an incident before its channel is there: that may not take long, ms. */
const PATIENCE_MS = 5_000;
/** After a call that Slack did not answer, ms. */
const AGAIN_MS = 300;
/** Names that are tried: `inc-…`, `inc-…-2`, … */
const NAMES = 9;
/** Slack's clock and the database's may differ, ms. */
const SKEW_MS = 60_000;

export interface OwnChannelParts {
  readonly channels: ChannelApi;
  /** The bot, by Slack user id. */
  readonly botUser: string;
  readonly log: Logger;
  /** Shorter in tests. */
  readonly patienceMs?: number;
}

type Made = { readonly id: string } | { readonly why: string };
/** What came of one name: a channel, why there will be none, or that somebody else has the name. */
type Tried = Made | 'taken';

/** Makes the channel an incident wants for itself. */
export class OwnChannel {
  readonly #parts: OwnChannelParts;
  constructor(parts: OwnChannelParts) {
    this.#parts = parts;
  }

  /** What became of it, within seconds: a channel that was made before a crash is found again. Never rejects. */
  async make(incident: Incident): Promise<MessageFate> {
    const { log, patienceMs = PATIENCE_MS } = this.#parts;
    const until = performance.now() + patienceMs;
    const late = `Slack did not make it within ${Math.round(patienceMs / 1_000)} s`;
    const made = await within(patienceMs, this.#make(incident, until)).catch((error: unknown) => {
      log.error({ err: error, incident: incident.id }, 'making a channel failed');
      return { why: 'the bot failed at it; its log says how' };
    });
    if (made !== null && 'id' in made) return { do: 'channel_made', channel: made.id };
    const why = made?.why ?? late;
    log.warn({ incident: incident.id, why }, 'an incident goes on without a channel of its own');
    return { do: 'channel_refused', why };
  }

  async #make(incident: Incident, until: number): Promise<Made> {
    const { name = '', from = '' } = incident.channelWanted ?? {};
    const origin = await this.#parts.channels.info(from);
    // Nobody may read more of it than where it was opened.
    if ('refused' in origin) return { why: 'Slack did not tell whether the channel it was opened in is private' };
    for (let at = 1; at <= NAMES; at += 1) {
      const tried = await this.#try(incident, at === 1 ? name : `${name}-${at}`, origin.isPrivate, until);
      if (tried !== 'taken') return tried;
    }
    return { why: `the name ${name} and ${NAMES - 1} like it are taken` };
  }

  async #try(incident: Incident, name: string, isPrivate: boolean, until: number): Promise<Tried> {
    for (;;) {
      const created = await this.#parts.channels.create(name, isPrivate);
      if ('id' in created) return created;
      const { refused, retryMs } = created;
      const unsure = refused === 'no_answer' || retryMs !== null;
      if (refused !== 'name_taken' && !unsure) return { why: whyOf(refused, isPrivate) };
      const ours = retryMs === null ? await this.#ours(incident, name, isPrivate) : { id: null };
      if ('refused' in ours) return { why: whyOf(ours.refused, isPrivate) };
      if (ours.id !== null) return { id: ours.id };
      if (!unsure) return 'taken';
      const wait = retryMs ?? AGAIN_MS;
      if (performance.now() + wait > until) return { why: `Slack asks to wait ${Math.ceil(wait / 1_000)} s first` };
      await pause(wait);
    }
  }

  /** One that we made for this incident and did not hear or record of: made since it was opened, and not another's by its topic. */
  async #ours(incident: Incident, name: string, isPrivate: boolean): Promise<{ readonly id: string | null } | NotDone> {
    const found = await this.#parts.channels.mine(name, isPrivate);
    if ('refused' in found) return found;
    const { channel } = found;
    const since = Date.parse(incident.openedAt) - SKEW_MS;
    const ours =
      channel?.creator === this.#parts.botUser &&
      Date.parse(channel.createdAt) >= since &&
      (channel.topic === '' || channel.topic.startsWith(`${incident.id} `));
    return { id: ours ? channel.id : null };
  }
}

/** In words that end no sentence. */
function whyOf(refused: string, isPrivate: boolean): string {
  if (refused === 'missing_scope')
    return `the bot has no right to make channels (${isPrivate ? 'groups:write' : 'channels:manage'})`;
  if (['restricted_action', 'user_is_restricted'].includes(refused))
    return 'this workspace does not let the bot make channels';
  return refused === 'no_answer' ? 'Slack did not answer' : `Slack refused it (${refused})`;
}
