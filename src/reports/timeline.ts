import type { Actor } from '../incident/actor.js';
import type { Event } from '../incident/events.js';
import type { Source } from '../incident/record.js';
import type { Recorded } from '../engine/reporter.js';
import type { Text } from '../text/text.js';
import { remedyWords } from './timeline-remedies.js';
import { incidentWords, nothingTold, type Told } from './timeline-words.js';

/** A line of the story: `{at} {by}: {says}`. */
export interface Entry {
  /** The event it was made from. */
  readonly seq: number;
  /** ISO 8601; a message of Slack stands at the time when it was written. */
  readonly at: string;
  readonly by: Actor;
  /** Never names `by`. */
  readonly says: Text;
  /** The message it was made from. */
  readonly link: string | null;
  readonly private: boolean;
}

/** The story so far as people read it, oldest first. Without `private`, private notes are left out. */
export function timelineOf(
  events: readonly Recorded[],
  { private: all }: { readonly private: boolean },
): readonly Entry[] {
  const told = nothingTold();
  const marked = new Marked();
  const entries: Entry[] = [];
  for (const { seq, event } of events) {
    if (!marked.take(seq, event)) {
      const says = remedyWords(event, told) ?? incidentWords(event, told);
      if (says !== null) entries.push({ seq, at: event.at, by: event.actor, says, link: null, private: false });
    }
    remember(told, event);
  }
  return [...entries, ...marked.entries()]
    .filter((entry) => all || !entry.private)
    .sort((one, other) => compare(one.at, other.at) || one.seq - other.seq);
}

/** A page of the timeline: 1 is the newest, its newest entry last. A page that is not there becomes the nearest one. */
export function timelinePage(
  entries: readonly Entry[],
  page: number,
  perPage: number,
): { readonly entries: readonly Entry[]; readonly page: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(entries.length / perPage));
  const shown = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  const end = entries.length - (shown - 1) * perPage;
  return { entries: entries.slice(Math.max(0, end - perPage), end), page: shown, pages };
}

/** What people told: notes, and messages that they marked. */
class Marked {
  readonly #notes: Entry[] = [];
  /** By message: who pins it now, the words of the first pin, and the words of notes made from it, which win. */
  readonly #messages = new Map<string, { pins: Set<Actor>; pinned: Entry | null; noted: Entry | null }>();

  /** True when the event is one of its own. */
  take(seq: number, event: Event): boolean {
    switch (event.type) {
      case 'note.added': {
        const { says, source, private: hidden } = event.payload;
        if (source === null) this.#notes.push(noted({ seq, at: event.at, by: event.actor, link: null }, says, hidden));
        else this.#message(source, hidden).noted = reworded(seq, event.actor, source, says, hidden);
        return true;
      }
      case 'pin.added': {
        const { source, says } = event.payload;
        const message = this.#message(source, false);
        if (message.pins.size === 0) message.pinned = noted({ seq, ...from(source) }, says, false);
        message.pins.add(event.actor);
        return true;
      }
      case 'pin.removed': {
        const message = this.#message(event.payload, false);
        message.pins.delete(event.actor);
        if (message.pins.size === 0) message.pinned = null;
        return true;
      }
      default:
        return false;
    }
  }

  entries(): readonly Entry[] {
    const messages = [...this.#messages.values()].map(({ noted: edited, pinned }) => edited ?? pinned);
    return [...this.#notes, ...messages.filter((entry) => entry !== null)];
  }

  /** What was noted in private stands apart: it must not change what everybody reads. */
  #message({ channel, ts }: Pick<Source, 'channel' | 'ts'>, hidden: boolean) {
    const key = `${hidden ? 'private' : 'open'} ${channel}/${ts}`;
    const message = this.#messages.get(key) ?? { pins: new Set<Actor>(), pinned: null, noted: null };
    this.#messages.set(key, message);
    return message;
  }
}

function from({ author, at, link }: Source): Pick<Entry, 'at' | 'by' | 'link'> {
  return { at, by: author, link };
}

/** The words are those of whoever noted it, who may have changed them: they are not put into the author's mouth. */
function reworded(seq: number, by: Actor, source: Source, says: string, hidden: boolean): Entry {
  const entry = noted({ seq, ...from(source), by }, says, hidden);
  return by === source.author ? entry : { ...entry, says: [says, ' (after ', { person: source.author }, ')'] };
}

function noted(where: Omit<Entry, 'says' | 'private'>, says: string, hidden: boolean): Entry {
  return { ...where, says: [says], private: hidden };
}

function remember(told: Told, event: Event): void {
  if (event.type === 'run.started') for (const { id, title } of event.payload.checks) told.checks.set(id, title);
  if (event.type === 'remedy.requested') told.remedies.set(event.payload.request, event.payload.offer.plan.title);
  if (event.type === 'incident.closed') told.followUps = event.payload.told?.followUps ?? [];
  if (event.type !== 'verdict.reached' && event.type !== 'verdict.changed') return;
  const { run, verdict } = event.payload;
  told.verdict = verdict;
  told.verdicts.set(run, verdict);
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}
