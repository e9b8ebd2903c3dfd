import type { Actor } from '../incident/actor.js';
import { text, type Text } from '../text/text.js';
import { buttons, context, type Button, type Message } from './message.js';
import { cutTo, packed } from './packed.js';

/** Something that happened, as the timeline tells it. */
export interface Moment {
  /** ISO 8601: when it happened. */
  readonly at: string;
  readonly by: Actor;
  /** What they did, after their name. */
  readonly says: Text;
  /** Where it was said, in Slack. */
  readonly link: string | null;
  readonly private: boolean;
}

/** Some moments of an incident, oldest first. */
export interface TimelinePage {
  readonly incident: string;
  readonly moments: readonly Moment[];
  /** 1 is the newest page. */
  readonly page: number;
  readonly pages: number;
  /** Moments on all pages. */
  readonly all: number;
}

/** Moments on a page in Slack, where each may weigh so much: together they stay below what a message takes. */
export const MOMENTS_A_PAGE = 12;
const MOMENT_MOST = 420;

/** A page of the timeline for one reader in Slack: long entries are cut, other pages are a press away. */
export function timelineMessage(page: TimelinePage): Message {
  const lines = page.moments.map((moment) => line(moment, MOMENT_MOST));
  return { blocks: [context(...title(page)), ...packed(lines), ...buttons(...turning(page))], plain: title(page) };
}

/** The same for a terminal: everything whole. */
export function wholeTimeline(page: TimelinePage): Message {
  const lines = page.moments.map((moment) => line(moment, Infinity));
  return {
    blocks: [context(...title(page)), ...lines.map((says) => ({ kind: 'section', says }) as const)],
    plain: title(page),
  };
}

function title({ incident, page, pages, all }: TimelinePage): Text {
  const entries = `${all} ${all === 1 ? 'entry' : 'entries'}`;
  if (all === 0) return [`The timeline of ${incident} is empty: its details were removed.`];
  return [`Timeline of ${incident}, ${entries}, newest last${pages > 1 ? `; page ${page} of ${pages}` : ''}.`];
}

function line({ at, by, says, link, private: hidden }: Moment, most: number): Text {
  const isPerson = /^(?:slack|terminal):/.test(by);
  return text(
    ...[{ time: at, to: 'minute' } as const, ' '],
    ...(isPerson ? [{ person: by } as const] : [by === 'bot' ? 'The bot' : by.replace(/^alert:/, 'Alert ')]),
    hidden ? ' (private): ' : ': ',
    cutTo(says, most),
    ...(link === null ? [] : [' (', { link: 'message', url: link } as const, ')']),
  );
}

function turning({ incident, page, pages }: TimelinePage): Button[] {
  const to = (label: string, target: number): Button => ({
    action: 'show_timeline',
    value: `${incident}:${target}`,
    label,
    spoken: `${label} entries of ${incident}, page ${target} of ${pages}`,
    primary: false,
  });
  return [...(page < pages ? [to('Earlier', page + 1)] : []), ...(page > 1 ? [to('Later', page - 1)] : [])];
}
