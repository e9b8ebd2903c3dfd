import type { PageChannel, PageState } from '../page-server/protocol.js';
import { newestCard } from './tour-incident.js';
import type { TourPlace } from './tour-step.js';

/** What is open: a channel by id (null: none was chosen yet), and a thread of it by its root's ts. */
export interface Place {
  readonly channel: string | null;
  readonly thread: string | null;
}

/** The channel that is shown: the chosen one where this person is in it, else one where incidents are. */
export function channelOf(state: PageState, place: Place): PageChannel | null {
  const { channels } = state;
  return (
    channels.find(({ id }) => id === place.channel) ??
    channels.find(({ name, archived }) => /^inc/.test(name) && !archived) ??
    channels[0] ??
    null
  );
}

/** Where the tour's places are: the newest card's channel, and its thread where that is asked for. */
export function placeOf(state: PageState, wanted: TourPlace, now: Place): Place {
  const card = newestCard(state);
  if (wanted === 'panel' || wanted === 'people') return now;
  if (wanted === 'thread' && card !== null) return { channel: card.channel, thread: card.ts };
  const api = state.channels.find(({ name }) => name === 'inc-api')?.id ?? now.channel;
  return { channel: card?.channel ?? api, thread: null };
}

const FOCUSABLE = 'textarea, button[aria-pressed="false"], button, input, a[href], [tabindex]';

/** Puts the keyboard on the first control of one of the tour's places, and the place into view. */
export function focusPlace(wanted: TourPlace): void {
  const container = document.querySelector(`[data-place="${wanted}"]`);
  const cards = [...(container?.querySelectorAll<HTMLElement>('[data-style="primary"]') ?? [])];
  const lists = wanted === 'messages' ? cards.at(-1) : null;
  const fields = wanted === 'composer' ? container?.querySelector<HTMLElement>('textarea') : null;
  const others = wanted === 'people' ? container?.querySelector<HTMLElement>('button[aria-pressed="false"]') : null;
  const reachable = container?.querySelector<HTMLElement>('article[tabindex="0"]');
  const target = lists ?? fields ?? others ?? reachable ?? container?.querySelector<HTMLElement>(FOCUSABLE);
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}

/** Brings a message into view, and the keyboard to it; the one in the thread where it stands in both. */
export function showMessage(ts: string, block: 'center' | 'nearest'): void {
  const found = document.querySelectorAll<HTMLElement>(`article[data-ts="${CSS.escape(ts)}"]`);
  const message = [...found].at(-1);
  message?.scrollIntoView({ block });
  message?.focus({ preventScroll: true });
}
