import { isInOwnChannel } from '../incident/place.js';
import type { Incident } from '../incident/state.js';
import { POINTER, pointer, pointerNews } from '../view/pointer.js';
import type { Furnished } from './furnished.js';
import type { Placed } from './placed.js';

/** The line that stays where an incident was opened: from when its own channel is known, and for as long as it stands. */
export function pointerPlaces(incident: Incident, furnished: Furnished | null): Placed[] {
  const { origin, home } = incident;
  if (origin === null || incident.pruned) return [];
  const back = home === origin;
  const place = furnished?.channel === home ? furnished : null;
  if (back ? incident.slots[POINTER] === undefined : place === null || !isInOwnChannel(incident)) return [];
  const where = back || place === null ? null : { name: place.name, link: place.card };
  const want = {
    slot: POINTER,
    under: null,
    message: pointer(incident, where),
    news: pointerNews(incident),
    file: null,
  };
  return [{ want, channel: origin, aside: true }];
}
