import type { Known } from '../runbook/conditions.js';
import type { Severity } from '../runbook/runbook.js';
import type { Sayings, Verdict } from '../runbook/verdict.js';
import type { Actor, AskedCheck, CheckAnswer, ClosedHow, Event, EventPayloads } from './events.js';
import type { Remedies, Watch } from './remedy.js';
import { evolveRemedy, NO_REMEDIES } from './remedy-evolve.js';

/** One runbook asked once. */
export interface Run {
  readonly run: number;
  readonly runbook: string;
  readonly title: string;
  readonly hash: string;
  readonly by: Actor;
  readonly startedAt: string;
  readonly deadline: string;
  readonly checks: readonly AskedCheck[];
  readonly answers: Readonly<Record<string, CheckAnswer & { readonly at: string; readonly late: boolean }>>;
  readonly verdict: Verdict | null;
  readonly verdictAt: string | null;
  /** Why the verdict differs from the one shown first; null while it does not. */
  readonly changedBecause: string | null;
  readonly completedAt: string | null;
}

/** A message the incident owns. `ts` is null between the intent to post and the post. */
export interface Slot {
  readonly channel: string;
  readonly ts: string | null;
  readonly losses: number;
}

/** An incident, folded from its events. */
export interface Incident {
  readonly id: string;
  readonly service: string;
  readonly severity: Severity;
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
    readonly by: Actor;
    readonly at: string;
  }[];
  readonly closed: {
    readonly how: ClosedHow;
    readonly reason: string;
    readonly by: Actor;
    readonly at: string;
  } | null;
  readonly slots: Readonly<Record<string, Slot>>;
  /** Why it is not where it was opened; null while it is. */
  readonly rehomed: string | null;
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
    };
  }
  if (state === null) throw new Error(`${id}: ${event.type} before incident.opened`);
  switch (event.type) {
    case 'incident.homed':
      return { ...state, home: event.payload.channel, slots: {} };
    case 'run.started':
      return { ...state, runs: [...state.runs, started(event)] };
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
      return { ...state, closed: { ...event.payload, by: event.actor, at: event.at } };
    case 'message.planned':
    case 'message.posted':
      return changeSlot(state, event.payload);
    case 'message.lost':
      return lost(state, event.payload);
    case 'incident.escalated': {
      const escalation = { ...event.payload, by: event.actor, at: event.at };
      return { ...state, escalations: [...state.escalations, escalation] };
    }
    default:
      return { ...state, ...evolveRemedy(state, event) };
  }
}

/** Folds a whole log. */
export function fold(id: string, events: Iterable<Event>, from: Incident | null = null): Incident | null {
  let state = from;
  for (const event of events) state = evolve(id, state, event);
  return state;
}

/** What a run knows so far, as conditions see it: an unanswered check is absent. */
export function knownOf(run: Run): Known {
  return Object.fromEntries(Object.entries(run.answers).map(([check, { facts }]) => [check, facts]));
}

/** What the checks of a run said of themselves. */
export function sayingsOf(run: Run): Sayings {
  return Object.fromEntries(Object.entries(run.answers).map(([check, { says }]) => [check, says]));
}

/** The checks of a run that have not answered yet. */
export function unanswered(run: Run): readonly AskedCheck[] {
  return run.checks.filter(({ id }) => run.answers[id] === undefined);
}

/** The run people look at: the newest. */
export function latestRun(state: Incident): Run | null {
  return state.runs.at(-1) ?? null;
}

function started({ payload, actor, at }: Extract<Event, { type: 'run.started' }>): Run {
  return {
    ...payload,
    by: actor,
    startedAt: at,
    answers: {},
    verdict: null,
    verdictAt: null,
    changedBecause: null,
    completedAt: null,
  };
}

function answered(run: Run, payload: EventPayloads['check.answered'], at: string): Run {
  const { facts, says, quotes, kept, tookMs, late } = payload;
  return { ...run, answers: { ...run.answers, [payload.check]: { facts, says, quotes, kept, tookMs, late, at } } };
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

/** A lost message leaves its slot; a lost home takes all of them along. */
function lost(state: Incident, { slot, reason, home }: EventPayloads['message.lost']): Incident {
  const losses = (state.slots[slot]?.losses ?? 0) + 1;
  const slots = home === state.home ? state.slots : {};
  return { ...state, home, rehomed: reason, slots: { ...slots, [slot]: { channel: home ?? '', ts: null, losses } } };
}
