import type { Block } from './blocks/schema.js';

/** Milliseconds since 1970, as `Date.now` gives them. */
export type Clock = () => number;

/** Somebody in the workspace; `team` differs from the workspace's own for people of another organisation. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly team: string;
  readonly bot: boolean;
  readonly timeZone: string;
  /** Their account was deactivated. */
  readonly deactivated?: boolean;
}

/** A file as it stands in a message. */
export interface SharedFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** What a picture shows, for those who do not see it. */
  readonly alt_txt?: string;
}

/** A link at the top of a channel. */
export interface Bookmark {
  readonly id: string;
  readonly channel_id: string;
  readonly title: string;
  readonly type: 'link';
  readonly link: string;
}

/** A user group, mentioned by its handle. */
export interface Group {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly members: readonly string[];
}

export type ChannelKind = 'public' | 'private' | 'im';

/** A conversation. `members` are user ids, the bot's among them if it is in. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly members: readonly string[];
  readonly archived: boolean;
  /** Shared with another organisation (`is_ext_shared`). */
  readonly shared: boolean;
  readonly topic: string;
  /** Seconds since 1970. */
  readonly created: number;
  /** Who made it, by user id; empty for those that were always there. */
  readonly creator: string;
  readonly bookmarks: readonly Bookmark[];
}

/** What an app keeps with a message, invisible to people. */
export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

/** How Slack treats bare names and links in `text`: `client` is what an update without `parse` gets. */
export type Parse = 'none' | 'full' | 'client';

/** What a message says. */
export interface Content {
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  readonly parse: Parse;
  readonly linkNames: boolean;
}

/** What a message said from `at` (milliseconds) on. */
export interface Version extends Content {
  readonly at: number;
}

/** A message as it is now, with all it was. Frozen: a later edit makes a new one, so an old one is a stale snapshot. */
export interface Message extends Content {
  readonly channel: string;
  readonly ts: string;
  readonly author: string;
  readonly threadTs?: string;
  /** A reply that is also shown in the channel. */
  readonly broadcast: boolean;
  /** An ephemeral message is shown to this user id alone. */
  readonly onlyFor?: string;
  /** Who wrote it down: messages made through a `response_url` cannot be updated by `chat.update`. */
  readonly source: 'api' | 'response_url' | 'person';
  readonly metadata?: Metadata;
  readonly files?: readonly SharedFile[];
  readonly versions: readonly [Version, ...Version[]];
  /** Milliseconds; absent while it stands. */
  readonly deletedAt?: number;
  /** The members of the conversation when it was posted: nobody else can have been notified. */
  readonly audience: readonly string[];
  readonly reactions: Readonly<Record<string, readonly string[]>>;
  readonly pinned: boolean;
}
