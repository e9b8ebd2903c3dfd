import type { Event } from './events.js';
import type { Responding } from './responding.js';

/** Events about people, time and what is written down. */
export type RecordEvent = Extract<
  Event,
  {
    type:
      | 'incident.acknowledged'
      | 'incident.nudged'
      | 'incident.reopened'
      | `${'severity' | 'role' | 'note' | 'pin' | 'target' | 'update' | 'usage' | 'report' | 'data' | 'task' | 'draft' | 'alert' | 'channel'}.${string}`;
  }
>;

/** An incident of which nobody recorded anything yet. */
export const NOTHING_RECORDED = {
  response: null,
  acknowledged: null,
  nudged: null,
  roles: {},
  handovers: [],
  missed: [],
  notes: { count: 0, lastAt: null },
  pins: [],
  updates: [],
  snoozed: null,
  closings: 0,
  reopened: [],
  reports: [],
  data: null,
  ticked: {},
  drafts: {},
  alerts: {},
  channelWanted: null,
  channelRefused: null,
  origin: null,
  pruned: false,
} as const;

/** The next state after an event about people, time or what is written down. */
export function evolveRecord(state: Responding, event: RecordEvent): Partial<Responding> {
  const { actor: by, at } = event;
  switch (event.type) {
    case 'incident.acknowledged':
      return { acknowledged: { by, at } };
    case 'incident.nudged':
      return { nudged: { to: event.payload.to, at } };
    case 'incident.reopened':
      // What was ticked belongs to the end that was taken back: the next one has tasks of its own.
      return { closed: null, ticked: {}, reopened: [...state.reopened, { by, at, reason: event.payload.reason }] };
    case 'severity.changed':
      return { severity: event.payload.to };
    case 'role.given':
      return roleGiven(state, event);
    case 'target.missed':
      return { missed: [...state.missed, event.payload] };
    case 'note.added':
      return {
        notes: { count: event.payload.note, lastAt: at },
        updates: state.updates.map((one) => ({ ...one, answered: true })),
      };
    case 'pin.added':
    case 'pin.removed':
      return { pins: pinned(state, event) };
    case 'update.due':
      return { updates: [...state.updates, { at, answered: false }] };
    case 'update.snoozed':
      return {
        snoozed: { until: event.payload.until, by },
        updates: state.updates.map((one) => ({ ...one, answered: true })),
      };
    case 'usage.sampled':
      return {};
    case 'report.written':
      return { reports: [...state.reports, { ...event.payload, at }] };
    case 'data.asked':
      return { data: { askedBy: by, askedAt: at, checked: null } };
    case 'data.checked':
      return state.data === null ? {} : { data: { ...state.data, checked: { ...event.payload, at } } };
    case 'task.ticked':
      return { ticked: ticked(state, event) };
    case 'draft.asked':
      return { drafts: { ...state.drafts, [event.payload.task]: null } };
    case 'draft.written': {
      const { task, says, file } = event.payload;
      return { drafts: { ...state.drafts, [task]: { says, file, at } } };
    }
    case 'alert.changed': {
      const { alert, state: now, says } = event.payload;
      return { alerts: { ...state.alerts, [alert]: { state: now, says, at } } };
    }
    case 'channel.wanted':
      return { channelWanted: event.payload };
    case 'channel.refused':
      return { channelWanted: null, channelRefused: event.payload.why };
  }
}

type Of<Type extends RecordEvent['type']> = Extract<RecordEvent, { type: Type }>;

function roleGiven(state: Responding, { payload: { role, to }, actor: by, at }: Of<'role.given'>): Partial<Responding> {
  const roles = { ...state.roles, [role]: { who: to, by, at } };
  if (role !== 'commander') return { roles };
  const from = state.roles.commander?.who ?? null;
  return { roles, handovers: [...state.handovers, { from, to, by, at }] };
}

/** A message by its place in Slack. */
export function pinKey({ channel, ts }: { readonly channel: string; readonly ts: string }): string {
  return `${channel}/${ts}`;
}

/** A list, since copying one is cheap: an incident may have thousands of marks. */
function pinned({ pins }: Responding, event: Of<'pin.added' | 'pin.removed'>): Responding['pins'] {
  const { actor: by } = event;
  if (event.type === 'pin.added') return [...pins, { message: pinKey(event.payload.source), by }];
  const message = pinKey(event.payload);
  return pins.filter((one) => one.message !== message || one.by !== by);
}

function ticked({ ticked: before }: Responding, { payload: { task, done }, actor: by, at }: Of<'task.ticked'>) {
  if (done) return { ...before, [task]: { by, at } };
  return Object.fromEntries(Object.entries(before).filter(([one]) => one !== task));
}
