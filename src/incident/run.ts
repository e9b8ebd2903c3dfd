import type { Known } from '../runbook/conditions.js';
import type { Sayings, Verdict } from '../runbook/verdict.js';
import type { Actor, AskedCheck, CheckAnswer, Event, EventPayloads } from './events.js';

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

/** A run as it starts. */
export function started({ payload, actor, at }: Extract<Event, { type: 'run.started' }>): Run {
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

/** A run after an answer. */
export function answered(run: Run, payload: EventPayloads['check.answered'], at: string): Run {
  const { facts, says, quotes, kept, tookMs, late } = payload;
  return { ...run, answers: { ...run.answers, [payload.check]: { facts, says, quotes, kept, tookMs, late, at } } };
}
