import type { webApi } from '@slack/bolt';
import type { SlackMessage } from './slack-message.js';

/** What came of a call: done, or why not and what that means for the message. */
export type Posted = { readonly ts: string } | CallFailure;
export type CallFailure =
  /** Slack said no for now; `retryMs` from its Retry-After. */
  | { readonly failed: 'later'; readonly retryMs: number }
  /** No answer that can be trusted: it may have happened. */
  | { readonly failed: 'ambiguous' }
  /** The message or its channel is not there (any more), in Slack's word. */
  | { readonly failed: 'gone'; readonly reason: string; readonly channelGone: boolean }
  /** Slack will not take it, now or later: a bug, or a missing right. */
  | { readonly failed: 'refused'; readonly reason: string };

/** The names by which a message of ours is found again: nothing but ids, since other apps can read it. */
export interface MessageKey {
  readonly incident: string;
  readonly slot: string;
}

export const METADATA_TYPE = 'runbook_bot_message';
/** Of 1,000 people each. */
const MEMBER_PAGES = 10;
const SAFE = { parse: 'none', link_names: false } as const;

/** The calls the bot makes to show its messages. Failures are values; nothing throws. */
export class SlackApi {
  readonly #client: webApi.WebClient;
  constructor(client: webApi.WebClient) {
    this.#client = client;
  }

  /** Posts a message, in a thread where `threadTs` is given; `key` is null for what is not looked for again. */
  async post(channel: string, message: SlackMessage, key: MessageKey | null, threadTs: string | null): Promise<Posted> {
    const metadata = { event_type: METADATA_TYPE, event_payload: { ...key } };
    const thread = threadTs === null ? {} : { thread_ts: threadTs };
    return this.#call(async () => {
      const { ts } = await this.#client.chat.postMessage({
        channel,
        ...message,
        ...SAFE,
        ...thread,
        ...(key === null ? {} : { metadata }),
        unfurl_links: false,
        unfurl_media: false,
      });
      return { ts: ts ?? '' };
    });
  }

  async update(channel: string, ts: string, message: SlackMessage): Promise<Posted> {
    return this.#call(async () => {
      await this.#client.chat.update({ channel, ts, ...message, ...SAFE });
      return { ts };
    });
  }

  /** Shows a message to one person. Delivery is not guaranteed by Slack; nothing that must last goes this way. */
  async whisper(channel: string, user: string, message: SlackMessage): Promise<Posted> {
    return this.#call(async () => {
      const { message_ts } = await this.#client.chat.postEphemeral({ channel, user, ...message, ...SAFE });
      return { ts: message_ts ?? '' };
    });
  }

  /** A link to a message; null when Slack does not give one. */
  async permalink(channel: string, ts: string): Promise<string | null> {
    const found = await this.#client.chat.getPermalink({ channel, message_ts: ts }).catch(() => null);
    return found?.permalink ?? null;
  }

  /** Opens the direct-message channel with a person; null when Slack does not let us. */
  async directMessage(user: string): Promise<string | null> {
    const opened = await this.#client.conversations.open({ users: user }).catch(() => null);
    return opened?.channel?.id ?? null;
  }

  /** Everybody in a channel, as user ids; null when Slack does not tell. */
  async membersOf(channel: string): Promise<readonly string[] | null> {
    const members: string[] = [];
    for (let cursor = '', page = 0; page === 0 || (cursor !== '' && page < MEMBER_PAGES); page += 1) {
      const told = await this.#client.conversations.members({ channel, cursor, limit: 1_000 }).catch(() => null);
      if (told === null) return null;
      members.push(...(told.members ?? []));
      cursor = told.response_metadata?.next_cursor ?? '';
    }
    return members;
  }

  /** Looks for a message of ours that was posted without our hearing of it; null when it is not there. `refused` when Slack does not let us look. */
  async find(
    channel: string,
    key: MessageKey,
    since: string,
    threadTs: string | null,
  ): Promise<{ readonly ts: string | null } | CallFailure> {
    const oldest = String(Math.floor(Date.parse(since) / 1_000) - 60);
    const range = { channel, oldest, limit: 200, include_all_metadata: true };
    try {
      const { messages } =
        threadTs === null
          ? await this.#client.conversations.history(range)
          : await this.#client.conversations.replies({ ...range, ts: threadTs });
      const ours = (messages ?? []).find(
        ({ metadata }) => metadata?.event_type === METADATA_TYPE && matches(metadata.event_payload, key),
      );
      return { ts: ours?.ts ?? null };
    } catch (error) {
      return failureOf(error);
    }
  }

  async #call(call: () => Promise<{ ts: string }>): Promise<Posted> {
    try {
      return await call();
    } catch (error) {
      return failureOf(error);
    }
  }
}

const MESSAGE_GONE = ['message_not_found', 'cant_update_message', 'edit_window_closed', 'thread_not_found'];
const CHANNEL_GONE = ['channel_not_found', 'not_in_channel', 'is_archived', 'is_inactive', 'restricted_action'];
const PASSING = [
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
];

/** Sorts an error of the Web API client by what it means for us. */
export function failureOf(error: unknown): CallFailure {
  const { code, data, retryAfter, statusCode } = error as {
    code?: string;
    data?: { error?: string; response_metadata?: { messages?: string[] } };
    retryAfter?: number;
    statusCode?: number;
  };
  if (retryAfter !== undefined) return { failed: 'later', retryMs: retryAfter * 1_000 };
  const said = data?.error;
  if (said === undefined)
    return statusCode !== undefined && statusCode < 500
      ? { failed: 'refused', reason: `HTTP ${statusCode}` }
      : { failed: 'ambiguous' };
  if (MESSAGE_GONE.includes(said)) return { failed: 'gone', reason: said, channelGone: false };
  if (CHANNEL_GONE.includes(said)) return { failed: 'gone', reason: said, channelGone: true };
  if (PASSING.includes(said)) return { failed: 'later', retryMs: 1_000 };
  const details = data?.response_metadata?.messages?.join('; ') ?? code ?? '';
  return { failed: 'refused', reason: `${said}${details === '' ? '' : `: ${details}`}` };
}

function matches(payload: unknown, key: MessageKey): boolean {
  const { incident, slot } = (payload ?? {}) as Partial<MessageKey>;
  return incident === key.incident && slot === key.slot;
}
