import { timeOf } from './conversation.js';

const CLOCK = { hour: 'numeric', minute: '2-digit' } as const;
const DAY = { weekday: 'long', day: 'numeric', month: 'long' } as const;

/** `14:03`, as the reader writes it, in their zone. */
export function clockOf(ts: string): string {
  return timeOf(ts).toLocaleTimeString(undefined, CLOCK);
}

/** The whole moment, with its zone. */
export function momentOf(ts: string): string {
  return timeOf(ts).toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' });
}

/** `Today`, `Yesterday`, or the day. */
export function dayOf(ts: string, now: Date): string {
  const day = timeOf(ts);
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day.toDateString() === now.toDateString()) return 'Today';
  if (day.toDateString() === yesterday.toDateString()) return 'Yesterday';
  return day.toLocaleDateString(undefined, DAY);
}
