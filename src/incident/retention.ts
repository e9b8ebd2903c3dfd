import type { Event, EventType } from './events.js';

/** Detail that is removed after the time config.yml says; what an incident was, who decided and what was written of it stays. */
const DETAIL: ReadonlySet<EventType> = new Set([
  'check.answered',
  'note.added',
  'pin.added',
  'usage.sampled',
  'remedies.offered',
  'remedy.stepped',
]);

/** What of an incident's log is detail: the numbers of its events, and the texts that only they, and saved logs, need. Pure. */
export function detailOf(events: readonly { readonly seq: number; readonly event: Event }[]): {
  readonly seqs: readonly number[];
  readonly texts: readonly string[];
} {
  const seqs = events.filter(({ event }) => DETAIL.has(event.type)).map(({ seq }) => seq);
  return { seqs, texts: [...new Set(events.flatMap(({ event }) => textsOf(event)))] };
}

function textsOf(event: Event): readonly string[] {
  if (event.type === 'check.answered') return event.payload.kept === null ? [] : [event.payload.kept];
  return event.type === 'remedy.acted' ? event.payload.attachments.map(({ hash }) => hash) : [];
}
