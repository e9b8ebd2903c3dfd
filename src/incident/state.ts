import { alertNameOf } from './actor.js';
import type { Actor, Event, EventPayloads } from './events.js';
import { answered, started, type Run } from './run.js';
import type { Remedies, Watch } from './remedy.js';
import { evolveRecord, NOTHING_RECORDED } from './record-evolve.js';
import { evolveRemedy, NO_REMEDIES } from './remedy-evolve.js';
import type { Response } from '../runbook/response.js';
import type { Responding } from './responding.js';

export type { Closed } from './responding.js';
export type { Run } from './run.js';
export { knownOf, sayingsOf, unanswered } from './run.js';

/** A message the incident owns. `ts` is null between the intent to post and the post. */
export interface Slot {
  readonly channel: string;
  readonly ts: string | null;
  readonly losses: number;
}

/** An incident, folded from its events. */
export interface Incident extends Responding {
  readonly id: string;
  readonly service: string;
  /** Where its messages go; null for none. */
  readonly home: string | null;
  readonly drill: boolean;
  readonly openedAt: string;
  readonly openedBy: Actor;
  readonly runs: readonly Run[];
  /** What is offered now, and everything that was ever requested, oldest first. */
  readonly remedies: Remedies;
  /** Oldest first; only the last may be going on. */
  readonly watches: readonly Watch[];
  readonly escalations: readonly {
    readonly to: string;
    readonly because: string;
    readonly level: number | null;
    readonly by: Actor;
    readonly at: string;
  }[];
  readonly slots: Readonly<Record<string, Slot>>;
  /** Why it is not where it was opened; null while it is. */
  readonly rehomed: string | null;
  /** As the first run that says so has it; null where none does. */
  readonly response: Response | null;
  /** Where it was opened, once it has a channel of its own; null otherwise. */
  readonly origin: string | null;
  /** Its details were removed: nothing changes any more. */
  readonly pruned: boolean;
}

/** The next state. Total for every event that `decide` makes; the first must be `incident.opened`. */
export function evolve(id: string, state: Incident | null, event: Event): Incident {
  if (event.type === 'incident.opened') {
    const { service, severity, channel, drill } = event.payload;
    return {
      id,
      service,
      severity,
      home: channel,
      drill,
      openedAt: event.at,
      openedBy: event.actor,
      runs: [],
      remedies: NO_REMEDIES,
      watches: [],
      escalations: [],
      closed: null,
      slots: {},
      rehomed: null,
      ...NOTHING_RECORDED,
      // Whoever types a command looks after it; an alert does not.
      acknowledged: alertNameOf(event.actor) === null ? { by: event.actor, at: event.at } : null,
    };
  }
  if (state === null) throw new Error(`${id}: ${event.type} before incident.opened`);
  switch (event.type) {
    case 'incident.homed':
      return { ...homed(state), home: event.payload.channel, slots: {} };
    case 'run.started':
      return { ...state, runs: [...state.runs, started(event)], response: state.response ?? event.payload.response };
    case 'check.answered':
      return changeRun(state, event.payload.run, (run) => answered(run, event.payload, event.at));
    case 'verdict.reached':
      return changeRun(state, event.payload.run, (run) => ({
        ...run,
        verdict: event.payload.verdict,
        verdictAt: event.at,
      }));
    case 'verdict.changed':
      return changeRun(state, event.payload.run, (run) => ({
        ...run,
        verdict: event.payload.verdict,
        changedBecause: event.payload.because,
      }));
    case 'run.completed':
      return changeRun(state, event.payload.run, (run) => ({
        ...run,
        verdict: event.payload.verdict ?? run.verdict,
        completedAt: event.at,
      }));
    case 'incident.closed':
      return {
        ...state,
        closed: { ...event.payload, by: event.actor, at: event.at },
        closings: state.closings + 1,
      };
    case 'message.planned':
    case 'message.posted':
      return changeSlot(state, event.payload);
    case 'message.lost':
      return lost(state, event.payload);
    case 'incident.escalated': {
      const escalation = { ...event.payload, by: event.actor, at: event.at };
      return { ...state, escalations: [...state.escalations, escalation] };
    }
    case 'remedies.offered':
    case 'remedy.requested':
    case 'remedy.approved':
    case 'remedy.glass_broken':
    case 'remedy.started':
    case 'remedy.stepped':
    case 'remedy.acted':
    case 'remedy.unknown':
    case 'remedy.settled':
    case 'remedy.ended':
    case 'attempt.refused':
    case 'watch.started':
    case 'watch.ended':
      return { ...state, ...evolveRemedy(state, event) };
    default:
      return { ...state, ...evolveRecord(state, event) };
  }
}

/** Folds a whole log. */
export function fold(id: string, events: Iterable<Event>, from: Incident | null = null): Incident | null {
  let state = from;
  for (const event of events) state = evolve(id, state, event);
  return state;
}

/** Its newest diagnosis named no cause, and it was no false alarm. */
export function isUnexplained(state: Incident): boolean {
  const verdict = latestRun(state)?.verdict ?? null;
  return verdict !== null && verdict.named.length === 0 && verdict.kind !== 'false_alarm' && verdict.kind !== 'wait';
}

/** The run people look at: the newest. */
export function latestRun(state: Incident): Run | null {
  return state.runs.at(-1) ?? null;
}

/** A channel of its own that was wanted is there now. */
function homed(state: Incident): Incident {
  const { channelWanted } = state;
  return channelWanted === null ? state : { ...state, channelWanted: null, origin: channelWanted.from };
}

function changeRun(state: Incident, number: number, change: (run: Run) => Run): Incident {
  return { ...state, runs: state.runs.map((run) => (run.run === number ? change(run) : run)) };
}

function changeSlot(
  state: Incident,
  { slot, channel, ...posted }: { slot: string; channel: string; ts?: string },
): Incident {
  const losses = state.slots[slot]?.losses ?? 0;
  return { ...state, slots: { ...state.slots, [slot]: { channel, ts: posted.ts ?? null, losses } } };
}

/** A lost message leaves its slot; a lost home takes along all that stood there. */
function lost(state: Incident, { slot, reason, home }: EventPayloads['message.lost']): Incident {
  const losses = (state.slots[slot]?.losses ?? 0) + 1;
  const stay = Object.entries(state.slots).filter(([, { channel }]) => channel !== state.home);
  const slots = home === state.home ? state.slots : Object.fromEntries(stay);
  return { ...state, home, rehomed: reason, slots: { ...slots, [slot]: { channel: home ?? '', ts: null, losses } } };
}
