import { isInOwnChannel } from '../src/incident/place.js';
import type { Incident } from '../src/incident/state.js';
import type { Ask } from './command.js';

/** So many open incidents are looked through: each is read in full. */
const MOST = 10;

/** Open incidents that were opened in this channel and got one of their own. Commands about them are sent there. */
export async function movedFrom({ look, channel }: Pick<Ask, 'look' | 'channel'>): Promise<readonly Incident[]> {
  if (channel === null) return [];
  const open = await look.list({ open: true, channel: null });
  const others = open.filter((row) => row.channel !== null && row.channel !== channel).slice(0, MOST);
  const read = await Promise.all(others.map(({ incident }) => look.read(incident)));
  return read.filter((incident) => incident !== null).filter((incident) => hasMovedFrom(incident, channel));
}

/** Whether it was opened in this channel and goes on in one of its own. */
export function hasMovedFrom(incident: Incident, channel: string): boolean {
  return incident.origin === channel && isInOwnChannel(incident);
}

/** Says where they are; '' where there are none. */
export function movedWords(incidents: readonly Incident[]): string {
  const names = incidents.map(({ id, service }) => `${id} ${service}`).join(', ');
  if (incidents.length === 0) return '';
  return incidents.length === 1
    ? `${names} was opened here and goes on in its own channel: the message here that says so links to it.`
    : `${names} were opened here and go on in channels of their own: the messages here that say so link to them.`;
}
