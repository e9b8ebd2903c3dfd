import type { Account, Recorded } from '../engine/reporter.js';
import type { Request, Watch } from '../incident/remedy.js';
import type { Incident } from '../incident/state.js';
import { timesOf } from '../incident/times.js';
import type { Verdict } from '../runbook/verdict.js';
import { eventsOf, stateOf, type Of } from './events.js';

/** When something was reached, and the events that say so. */
export interface Reached {
  readonly at: string;
  readonly from: readonly number[];
}

/** A verdict as it stood last in its run. */
export interface Diagnosis {
  readonly run: number;
  readonly verdict: Verdict;
  readonly at: string;
  readonly from: readonly number[];
}

/** A remedy that was asked for, with every event about it. */
export interface Tried {
  readonly request: Request;
  readonly watch: Watch | null;
  readonly from: readonly number[];
}

/** What a report speaks of, each with the events it comes from. */
export interface Facts {
  readonly incident: Incident;
  readonly opened: Of<'incident.opened'>;
  /** The newest closing; null while it is open. */
  readonly closed: Of<'incident.closed'> | null;
  readonly acknowledged: Reached | null;
  /** The first verdict. */
  readonly diagnosed: Reached | null;
  readonly mitigated: Reached | null;
  readonly resolved: Reached | null;
  /** The run whose runbook set the targets and says what users notice. */
  readonly promised: Of<'run.started'> | null;
  readonly diagnoses: readonly Diagnosis[];
  /** The newest that names a cause; without one the newest that found trouble, else the newest. */
  readonly diagnosis: Diagnosis | null;
  readonly tried: readonly Tried[];
}

/** Gathers it; null where nothing was recorded. */
export function factsOf(account: Account): Facts | null {
  const { events } = account;
  const incident = stateOf(account);
  const opened = eventsOf(events, 'incident.opened')[0];
  if (incident === null || opened === undefined) return null;
  const times = timesOf(incident);
  const closed = incident.closed === null ? null : (eventsOf(events, 'incident.closed').at(-1) ?? null);
  const diagnoses = diagnosesIn(events);
  return {
    ...{ incident, opened, closed, diagnoses },
    acknowledged: acknowledgedIn(events, opened, times.acknowledged),
    diagnosed: reached(eventsOf(events, 'verdict.reached'), times.diagnosed),
    mitigated: mitigatedIn(events, times.mitigated),
    resolved: closed === null ? null : reached([closed], times.resolved),
    promised: eventsOf(events, 'run.started').find(({ payload }) => payload.response !== null) ?? null,
    diagnosis: explaining(diagnoses),
    tried: incident.remedies.requests.map((request) => triedWith(events, incident, request)),
  };
}

/** Whether a remedy was begun, and not only asked for. */
export function wasBegun({ request }: Tried): boolean {
  return request.started !== null;
}

/** It was seen to work and did not break again. */
export function hasLasted({ request, watch }: Tried): boolean {
  return request.ended?.how === 'verified' && watch?.ended?.how !== 'relapsed';
}

function reached(events: readonly { readonly seq: number; readonly at: string }[], at: string | null): Reached | null {
  const event = events.find((one) => one.at === at);
  return at === null || event === undefined ? null : { at, from: [event.seq] };
}

function acknowledgedIn(events: readonly Recorded[], opened: Of<'incident.opened'>, at: string | null): Reached | null {
  return reached([...eventsOf(events, 'incident.acknowledged'), opened], at);
}

/** A remedy that was seen to work, or a verdict that found it up. A verdict that was changed later took back its own time. */
function mitigatedIn(events: readonly Recorded[], at: string | null): Reached | null {
  const verified = eventsOf(events, 'remedy.ended').filter(({ payload }) => payload.how === 'verified');
  const verdicts = eventsOf(events, 'verdict.reached');
  const found = reached([...verified, ...verdicts], at);
  const run = verdicts.find(({ seq }) => seq === found?.from[0])?.payload.run;
  if (found === null || run === undefined) return found;
  const changes = eventsOf(events, 'verdict.changed').filter(({ payload }) => payload.run === run);
  return { at: found.at, from: [...found.from, ...changes.map(({ seq }) => seq)] };
}

function diagnosesIn(events: readonly Recorded[]): readonly Diagnosis[] {
  const byRun = new Map<number, Diagnosis>();
  for (const { seq, event } of events) {
    if (event.type !== 'verdict.reached' && event.type !== 'verdict.changed' && event.type !== 'run.completed')
      continue;
    const { run, verdict } = event.payload;
    if (verdict === null) continue;
    const before = byRun.get(run);
    // The time of a diagnosis is when it was first said; what it says is what was said last.
    byRun.set(run, { run, verdict, at: before?.at ?? event.at, from: [...(before?.from ?? []), seq] });
  }
  return [...byRun.values()];
}

function explaining(diagnoses: readonly Diagnosis[]): Diagnosis | null {
  const named = diagnoses.findLast(({ verdict }) => verdict.named.length > 0);
  const trouble = diagnoses.findLast(({ verdict }) => verdict.state !== 'up');
  return named ?? trouble ?? diagnoses.at(-1) ?? null;
}

function triedWith(events: readonly Recorded[], { watches }: Incident, request: Request): Tried {
  const from = events.flatMap(({ seq, event }) => {
    const about = 'request' in event.payload && event.payload.request === request.request;
    return about && event.type !== 'attempt.refused' ? [seq] : [];
  });
  return { request, watch: watches.find((one) => one.request === request.request) ?? null, from };
}
