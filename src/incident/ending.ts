import type { Text } from '../text/text.js';
import { happened, type Actor, type Event } from './events.js';
import type { Compared, Ending } from './remedy.js';

/** How a request ends, by whom, and what was seen. */
export interface End {
  readonly how: Ending;
  readonly says: Text;
  /** The bot unless told. */
  readonly by?: Actor;
  readonly compared?: readonly Compared[];
  /** The next rung; none unless told. */
  readonly then?: string | null;
}

/** The end of a request. */
export function ended(request: number, { how, says, by = 'bot', compared = [], then = null }: End, now: Date): Event {
  return happened('remedy.ended', now, by, { request, how, says, compared, then });
}
