import type { Block, View } from '../blocks/schema.js';

/** Somebody of the workspace as the page shows them. */
export interface PagePerson {
  readonly id: string;
  /** `ada`. */
  readonly name: string;
  readonly realName: string;
  /** What they are to a newcomer: `responder`, `approver`, `bystander`; null for others. */
  readonly part: string | null;
  readonly bot: boolean;
}

/** A conversation that the person at the page is in. Direct ones are called after the other. */
export interface PageChannel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly topic: string;
  readonly bookmarks: readonly { readonly title: string; readonly link: string }[];
  readonly archived: boolean;
}

/** A file in a message; `url` is a path of the page's own server. */
export interface PageFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly alt: string;
  readonly picture: boolean;
  readonly bytes: number;
  readonly url: string;
}

/** A message as one person sees it. */
export interface PageMessage {
  /** Unique, and the same after an edit. */
  readonly key: string;
  readonly channel: string;
  readonly ts: string;
  readonly threadTs: string | null;
  /** A user id. */
  readonly author: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly files: readonly PageFile[];
  readonly edited: boolean;
  /** Only this person sees it. */
  readonly ephemeral: boolean;
  /** Emoji names with user ids. */
  readonly reactions: Readonly<Record<string, readonly string[]>>;
  /** It notifies this person: they are mentioned in it. */
  readonly notifies: boolean;
}

/** A modal on this person's screen. */
export interface PageModal {
  readonly id: string;
  readonly hash: string;
  readonly view: View;
  /** What the app complained of, by block id. */
  readonly errors: Readonly<Record<string, string>>;
}

/** One service of the demo's stack. */
export interface PageService {
  readonly name: string;
  /** `running`, `healthy`, `unhealthy`, `exited (137)`, `gone`, … */
  readonly state: string;
  readonly well: boolean;
}

/** The demo's stack and Slack itself, to break and to heal; null where nothing can be broken. */
export interface PagePanel {
  readonly services: readonly PageService[];
  readonly faults: readonly { readonly name: string; readonly says: string; readonly group: string }[];
  /** The fault that was made last and not healed; null when it is well. */
  readonly broken: string | null;
  /** What is being done just now (`breaking`, `healing`); null for nothing. */
  readonly busy: string | null;
  /** How Slack itself fails just now. */
  readonly slack: SlackTrouble;
  /** What went wrong with the last wish, in a sentence; null for nothing. */
  readonly complaint: string | null;
}

export const SLACK_TROUBLES = ['none', 'rate_limited', 'errors', 'silent'] as const;
export type SlackTrouble = (typeof SLACK_TROUBLES)[number];

/** Everything one person sees, at one moment. Sent whole when the stream opens. */
export interface PageState {
  readonly you: PagePerson;
  readonly people: readonly PagePerson[];
  readonly groups: readonly { readonly id: string; readonly handle: string }[];
  readonly channels: readonly PageChannel[];
  readonly messages: readonly PageMessage[];
  /** The topmost last. */
  readonly modals: readonly PageModal[];
  readonly commands: readonly { readonly command: string; readonly description: string; readonly hint: string }[];
  readonly shortcuts: readonly string[];
  readonly panel: PagePanel | null;
  /** Why there is no stack to break, and how to get one, in sentences; null where there is one. */
  readonly missing: string | null;
  /** Whether the bot answers. */
  readonly bot: 'running' | 'starting' | 'gone';
}

/** What the stream says: `state` first and after a gap, then only what is different. */
export type PageEvent =
  | { readonly is: 'state'; readonly state: PageState }
  | {
      readonly is: 'change';
      /** New or edited messages. */
      readonly messages: readonly PageMessage[];
      /** Keys of messages that are gone. */
      readonly gone: readonly string[];
      /** Everything else that is different, whole. */
      readonly rest: Partial<Omit<PageState, 'messages' | 'you'>>;
    };

/** What somebody does at the page: the body of `POST /do?as=ada`. Channels and messages by id and ts. */
export type PageDeed =
  | { readonly do: 'say'; readonly channel: string; readonly text: string; readonly threadTs: string | null }
  | { readonly do: 'command'; readonly channel: string; readonly line: string }
  /** A button, or a line of an overflow menu or select; `confirmed`: the question was answered with yes. */
  | {
      readonly do: 'press';
      readonly key: string;
      readonly blockId: string;
      readonly actionId: string;
      readonly value: string | null;
      readonly confirmed: boolean;
    }
  | { readonly do: 'react' | 'unreact'; readonly key: string; readonly emoji: string }
  | { readonly do: 'shortcut'; readonly key: string; readonly name: string }
  | { readonly do: 'submit'; readonly modal: string; readonly values: Readonly<Record<string, string>> }
  | { readonly do: 'close'; readonly modal: string }
  | { readonly do: 'break'; readonly fault: string }
  | { readonly do: 'heal' }
  | { readonly do: 'slack'; readonly trouble: SlackTrouble };

/** The answer: what Slack would show the person at once where it went wrong (`operation_timeout`, a command that is none). */
export type PageAnswer = { readonly ok: true } | { readonly ok: false; readonly says: string };
