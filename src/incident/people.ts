import { addMinutes } from 'date-fns/addMinutes';
import { alertNameOf } from './actor.js';
import type { Text } from '../text/text.js';
import type { PeopleCommand, Refusal } from './command.js';
import { happened, type Event } from './events.js';
import { pinKey } from './record-evolve.js';
import type { Incident } from './state.js';
import { calls, nextLevel } from './timers.js';

type Ask<Do extends PeopleCommand['do']> = Extract<PeopleCommand, { do: Do }>;
type Decision = readonly Event[] | Refusal;

/** What people wish for while an incident runs, beside diagnoses and remedies. */
export type PeopleWish = Ask<
  'acknowledge' | 'set_severity' | 'give_role' | 'escalate' | 'snooze' | 'note' | 'pin' | 'unpin'
>;

/** What follows from it: events, or a refusal in words for them alone. Pure. */
export function decidePeople(state: Incident, wish: PeopleWish, now: Date): Decision {
  switch (wish.do) {
    case 'acknowledge':
      return acknowledge(state);
    case 'set_severity':
      return setSeverity(state, wish, now);
    case 'give_role':
      return giveRole(state, wish, now);
    case 'escalate':
      return escalate(state, wish, now);
    case 'snooze':
      return [happened('update.snoozed', now, wish.by, { until: addMinutes(now, wish.minutes).toISOString() })];
    case 'note': {
      const { says, private: hidden, source } = wish;
      return [happened('note.added', now, wish.by, { note: state.notes.count + 1, says, private: hidden, source })];
    }
    case 'pin':
      return pinnedBy(state, wish, wish.source)
        ? []
        : [happened('pin.added', now, wish.by, { source: wish.source, says: wish.says })];
    case 'unpin': {
      const { channel, ts } = wish;
      return pinnedBy(state, wish, wish) ? [happened('pin.removed', now, wish.by, { channel, ts })] : [];
    }
  }
}

/** Whoever does something about an incident has acknowledged it. */
export function acknowledging(state: Incident, { by }: PeopleCommand, now: Date): readonly Event[] {
  if (state.acknowledged !== null || state.closed !== null || alertNameOf(by) !== null) return [];
  return [happened('incident.acknowledged', now, by, {})];
}

/** Somebody did before: the acknowledgement itself is added to every wish. */
function acknowledge({ id, acknowledged }: Incident): Decision {
  if (acknowledged === null) return [];
  const { by, at } = acknowledged;
  const says: Text = [{ person: by }, ` acknowledged ${id} `, { time: at, to: 'minute' }, '. Nothing was changed.'];
  return { refusal: 'already_acknowledged', says };
}

function setSeverity({ id, severity }: Incident, { by, severity: to }: Ask<'set_severity'>, now: Date): Decision {
  if (severity === to) return { refusal: 'already_so', says: [`${id} is ${to} already. Nothing was changed.`] };
  return [happened('severity.changed', now, by, { from: severity, to })];
}

function giveRole({ id, roles }: Incident, { by, role, to }: Ask<'give_role'>, now: Date): Decision {
  if (roles[role]?.who === to)
    return { refusal: 'already_so', says: [{ person: to }, ` is ${role} of ${id} already. Nothing was changed.`] };
  return [happened('role.given', now, by, { role, to })];
}

function escalate(state: Incident, { by, reason, level }: Ask<'escalate'>, now: Date): Decision {
  const next = nextLevel(state);
  if (next === null) return nobodyLeft(state);
  // The time, or somebody else, called it while they filled in the form: they did not mean to wake the next one.
  if (level !== undefined && level !== next.level)
    return {
      refusal: 'out_of_date',
      says: [
        `Level ${level} of ${state.id} was called meanwhile. Nobody was called again; level ${next.level} is next.`,
      ],
    };
  const because = reason === '' ? 'asked for by hand' : reason;
  return calls(state, next.to, because, now, next.level).map((event) => ({ ...event, actor: by }));
}

function nobodyLeft({ id, escalations, response }: Incident): Refusal {
  const called = escalations.flatMap(({ to, at }): Text => [` ${to} `, { time: at, to: 'minute' }, ',']);
  const says: Text =
    (response?.levels.length ?? 0) === 0
      ? [`The runbook of ${id} names nobody to call. Nobody was called; write to them here.`]
      : [`Everybody ${id} can call was called:`, ...called.slice(0, -1), '. Nobody was called again.'];
  return { refusal: 'nobody_to_call', says };
}

function pinnedBy({ pins }: Incident, { by }: { readonly by: string }, at: Parameters<typeof pinKey>[0]): boolean {
  const message = pinKey(at);
  return pins.some((one) => one.message === message && one.by === by);
}
