import type { PageState } from '../page-server/protocol.js';
import { isReply } from './conversation.js';

/** Up to when who has read what: seconds since 1970 by `person/channel`. */
export type Reads = Readonly<Record<string, number>>;

export interface Unread {
  /** Something new stands in the channel. */
  readonly some: boolean;
  /** What is new and meant for this person: mentions, and everything in a direct conversation. */
  readonly mentions: number;
}

/** A channel read up to its newest message; the same object where that is no news. */
export function readAll(reads: Reads, state: PageState, channel: string): Reads {
  const newest = state.messages.reduce(
    (last, one) => (one.channel === channel ? Math.max(last, Number(one.ts)) : last),
    0,
  );
  const key = keyOf(state, channel);
  return newest <= (reads[key] ?? 0) ? reads : { ...reads, [key]: newest };
}

/** @param since what is older than this counts as read; seconds since 1970 */
export function unreadOf(state: PageState, channel: string, reads: Reads, since: number): Unread {
  const upTo = Math.max(since, reads[keyOf(state, channel)] ?? 0);
  const fresh = state.messages.filter(
    (one) => one.channel === channel && Number(one.ts) > upTo && one.author !== state.you.id,
  );
  const direct = state.channels.find(({ id }) => id === channel)?.kind === 'im';
  return {
    some: fresh.some((one) => !isReply(one)),
    mentions: fresh.filter((one) => direct || one.notifies).length,
  };
}

function keyOf(state: PageState, channel: string): string {
  return `${state.you.id}/${channel}`;
}
