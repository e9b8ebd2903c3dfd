import type { Account, Recorded } from '../engine/reporter.js';
import type { Event } from '../incident/events.js';
import { inert } from './markdown.js';
import { nameOf } from './people.js';

/** Who took part, in the order in which they came, and what they did; private notes are not looked at. */
export function peoplePart(events: readonly Recorded[], names: Account['names']): object[] {
  const did = new Map<string, Set<string>>();
  const add = (who: string, what: string): void => {
    did.set(who, (did.get(who) ?? new Set()).add(what));
  };
  for (const { event } of events) for (const [who, what] of deeds(event)) add(who, what);
  return [...did].map(([who, what]) => ({ name: inert(nameOf(who, names)), did: [...what].join(', ') }));
}

function deeds(event: Event): readonly (readonly [string, string])[] {
  const { actor } = event;
  if (event.type === 'role.given') return [[event.payload.to, event.payload.role]];
  if (event.type === 'pin.added') return [[event.payload.source.author, 'wrote what was pinned']];
  if (event.type === 'note.added') return event.payload.private ? [] : [[actor, 'took notes']];
  const what = DEEDS[event.type];
  return what === undefined || actor === 'bot' ? [] : [[actor, what]];
}

const DEEDS: Readonly<Partial<Record<Event['type'], string>>> = {
  'incident.opened': 'opened the incident',
  'incident.acknowledged': 'acknowledged',
  'incident.closed': 'closed it',
  'incident.reopened': 'reopened it',
  'incident.escalated': 'called others',
  'run.started': 'diagnosed',
  'remedy.requested': 'asked for a remedy',
  'remedy.approved': 'approved',
  'remedy.glass_broken': 'went around an approval',
  'remedy.settled': 'found out what happened',
  'severity.changed': 'changed the severity',
};
