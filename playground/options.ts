import type { LimitOptions } from './limits.js';
import type { Manifest } from './manifest.js';
import type { Clock } from './model.js';
import type { SocketOptions } from './socket/sockets.js';

export interface PersonOptions {
  /** The handle, e.g. `ada`. */
  readonly name: string;
  readonly realName?: string;
  /** The id of another organisation's workspace, for people who come through a shared channel. */
  readonly team?: string;
  readonly timeZone?: string;
}

export interface GroupOptions {
  readonly handle: string;
  readonly name?: string;
  /** Names of people. */
  readonly members: readonly string[];
}

export interface ChannelOptions {
  /** Without `#`. */
  readonly name: string;
  readonly private?: boolean;
  /** Shared with another organisation. */
  readonly shared?: boolean;
  readonly archived?: boolean;
  /** Names of people. */
  readonly members: readonly string[];
  /** Whether the bot is a member. */
  readonly bot: boolean;
}

export type Transport = 'http' | 'socket';

/** What a workspace starts with. */
export interface WorkspaceOptions {
  readonly manifest: Manifest;
  readonly people: readonly PersonOptions[];
  readonly groups?: readonly GroupOptions[];
  readonly channels: readonly ChannelOptions[];
  readonly team?: { readonly name: string; readonly domain: string };
  readonly signingSecret?: string;
  readonly botToken?: string;
  readonly appToken?: string;
  /** How commands, clicks and events reach the app: its request URL (`http`, unless told) or its sockets. */
  readonly transport?: Transport;
  readonly sockets?: SocketOptions;
  /** For events over sockets that are not acknowledged: ms before each further try; at once, 1 min, 5 min if not given. */
  readonly eventRetries?: readonly number[];
  /** The app's request URL, if it is known already; else `connectApp` later. */
  readonly appUrl?: string;
  /** 0 or absent for any free one. */
  readonly port?: number;
  readonly clock?: Clock;
  /** On and at real speed unless told otherwise. */
  readonly limits?: Partial<LimitOptions>;
  /** Milliseconds until Slack gives up waiting for an acknowledgement; 3,000 if not given. */
  readonly ackTimeout?: number;
  /** Milliseconds in which a command or a press may open a modal; 3,000 if not given. */
  readonly triggerLife?: number;
}
