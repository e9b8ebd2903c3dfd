import type { Event } from '../../incident/events.js';
import { utcClock } from '../../text/clock.js';
import { oneLine, shortName } from './letters.js';
import { eventsOf, type Story } from './story.js';

/** The form of a mark says what kind of decision it was, also without colour. */
export type Form = 'circle' | 'square' | 'diamond' | 'cross' | 'triangle' | 'flag';

/** A decision, or what called for one, at one moment. */
export interface Mark {
  /** ms since 1970. */
  readonly at: number;
  readonly form: Form;
  /** With its time. */
  readonly says: string;
}

/** What people decided while it went on, oldest first. */
export function marksOf(story: Story): readonly Mark[] {
  const { incident, account } = story;
  const called = (actor: string): string => shortName(actor, account.names);
  return eventsOf(story).flatMap((event) => {
    const told = toldOf(event, called);
    if (told === null) return [];
    const clock = utcClock(event.at, 'second', incident.openedAt).replace(/ UTC$/, '');
    return [{ at: Date.parse(event.at), form: told[0], says: oneLine(`${clock} ${told[1]}`) }];
  });
}

type Told = readonly [Form, string] | null;

function toldOf(event: Event, called: (actor: string) => string): Told {
  const by = called(event.actor);
  switch (event.type) {
    case 'incident.acknowledged':
      return ['circle', `${by} acknowledged`];
    case 'role.given':
      return event.payload.role === 'commander' ? ['circle', commandWords(event, called)] : null;
    case 'severity.changed':
      return ['circle', `${by} set severity ${event.payload.to}`];
    case 'remedy.requested':
      return ['square', `${by} asked for remedy ${event.payload.request}`];
    case 'remedy.approved':
      return ['diamond', `${by} approved remedy ${event.payload.request}`];
    case 'remedy.glass_broken':
      return ['diamond', `${by} went ahead without approval`];
    case 'remedy.ended':
      return refusal(event.payload.how, event.payload.request, by);
    case 'incident.escalated':
      return [
        'triangle',
        `escalated to ${event.payload.level === null ? event.payload.to : `level ${event.payload.level}`}`,
      ];
    case 'target.missed':
      return ['triangle', `target to ${event.payload.target} missed`];
    case 'watch.ended':
      return event.payload.how === 'relapsed' ? ['cross', 'relapse'] : null;
    case 'incident.closed':
      return ['flag', `${by} ${CLOSED[event.payload.how]}`];
    case 'incident.reopened':
      return ['triangle', `${by} reopened it`];
    default:
      return null;
  }
}

function commandWords({ payload, actor }: Extract<Event, { type: 'role.given' }>, called: (actor: string) => string) {
  const whom = called(payload.to);
  return actor === payload.to ? `${whom} takes command` : `${called(actor)} gives command to ${whom}`;
}

const CLOSED = { resolved: 'resolved it', cancelled: 'cancelled it', false_alarm: 'closed it as false alarm' } as const;

function refusal(how: string, request: number, by: string): Told {
  if (how === 'denied') return ['cross', `${by} denied remedy ${request}`];
  if (how === 'withdrawn') return ['cross', `${by} withdrew remedy ${request}`];
  return how === 'lapsed' ? ['cross', `remedy ${request}: no approval in time`] : null;
}
