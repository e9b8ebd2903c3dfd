import type { PageMessage } from '../page-server/protocol.js';

/** A line of a message list: a message, and how it stands among its neighbours. */
export interface Line {
  readonly message: PageMessage;
  /** It follows its author's last within minutes: their name is not repeated. */
  readonly compact: boolean;
  /** It is the first of its day. */
  readonly newDay: boolean;
  /** Answers in its thread, and the time of the last one; null for none. */
  readonly replies: number;
  readonly lastReply: string | null;
}

const TOGETHER_SECONDS = 300;

/** What stands in a channel itself: no answers in threads, save those only one person sees outside of any. */
export function channelLines(messages: readonly PageMessage[], channel: string): readonly Line[] {
  const here = messages.filter((one) => one.channel === channel);
  const replies = new Map<string, { count: number; last: string }>();
  for (const one of here.filter(isReply)) {
    const root = one.threadTs ?? one.ts;
    replies.set(root, { count: (replies.get(root)?.count ?? 0) + 1, last: one.ts });
  }
  return lines(
    here.filter((one) => !isReply(one)),
    replies,
  );
}

/** A thread: the message it hangs from, then the answers. */
export function threadLines(messages: readonly PageMessage[], channel: string, root: string): readonly Line[] {
  const here = messages.filter((one) => one.channel === channel);
  const first = here.filter((one) => one.ts === root && !isReply(one));
  const answers = here.filter((one) => isReply(one) && one.threadTs === root);
  return lines([...first, ...answers], new Map()).map((line) =>
    line.message.ts === root ? { ...line, newDay: false } : line,
  );
}

/** Whether it stands in a thread rather than in the channel. */
export function isReply(message: PageMessage): boolean {
  return message.threadTs !== null && message.threadTs !== message.ts;
}

function lines(
  messages: readonly PageMessage[],
  replies: ReadonlyMap<string, { readonly count: number; readonly last: string }>,
): readonly Line[] {
  return messages.map((message, at) => {
    const before = messages[at - 1];
    const newDay = before === undefined || dayOf(before.ts) !== dayOf(message.ts);
    const answers = replies.get(message.ts);
    return {
      message,
      newDay,
      compact: before !== undefined && !newDay && together(before, message),
      replies: answers?.count ?? 0,
      lastReply: answers?.last ?? null,
    };
  });
}

function together(before: PageMessage, message: PageMessage): boolean {
  return (
    before.author === message.author &&
    before.ephemeral === message.ephemeral &&
    Number(message.ts) - Number(before.ts) < TOGETHER_SECONDS
  );
}

function dayOf(ts: string): string {
  return timeOf(ts).toDateString();
}

/** The moment of a message, from its `ts` (seconds since 1970, with a fraction). */
export function timeOf(ts: string): Date {
  return new Date(Number(ts) * 1000);
}
