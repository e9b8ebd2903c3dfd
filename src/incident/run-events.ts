import { addMilliseconds } from 'date-fns/addMilliseconds';
import { allUnknown } from '../runbook/facts.js';
import type { Runbook } from '../runbook/runbook.js';
import { sameVerdict, verdictOf } from '../runbook/verdict.js';
import type { Circumstances, Starts } from './command.js';
import { happened, type Actor, type CheckAnswer, type Event } from './events.js';
import { evolve, knownOf, sayingsOf, unanswered, type Incident, type Run } from './state.js';

/** Records answers and what they make of the verdict. */
export function answer(
  state: Incident,
  number: number,
  answers: Readonly<Record<string, CheckAnswer>>,
  circumstances: Circumstances,
): readonly Event[] {
  const run = state.runs.find((one) => one.run === number);
  if (run === undefined) return [];
  const { now } = circumstances;
  const late = run.completedAt !== null;
  const events: Event[] = Object.entries(answers)
    .filter(([check]) => run.answers[check] === undefined || late)
    .map(([check, given]) => happened('check.answered', now, 'bot', { run: number, check, late, ...given }));
  if (events.length === 0 || state.closed !== null) return events;
  const after = events
    .reduce<Incident>((next, one) => evolve(state.id, next, one), state)
    .runs.find((one) => one.run === number);
  return after === undefined ? events : [...events, ...conclude(after, Object.keys(answers), circumstances)];
}

/** What the answers so far make of the verdict: reached, changed, complete. */
function conclude(run: Run, checks: readonly string[], circumstances: Circumstances): Event[] {
  const { now } = circumstances;
  const runbook = circumstances.runbookOf(run);
  const verdict = runbook === null ? null : verdictOf(runbook, knownOf(run), sayingsOf(run));
  const events: Event[] = [];
  if (verdict !== null && run.verdict === null)
    events.push(happened('verdict.reached', now, 'bot', { run: run.run, verdict }));
  if (verdict !== null && run.verdict !== null && !sameVerdict(run.verdict, verdict)) {
    const because = `${checks.join(', ')} answered${run.completedAt === null ? '' : ' late'}`;
    events.push(happened('verdict.changed', now, 'bot', { run: run.run, verdict, because }));
  }
  if (run.completedAt === null && unanswered(run).length === 0) {
    events.push(happened('run.completed', now, 'bot', { run: run.run, verdict }));
  }
  return events;
}

/** At its deadline, what has not answered is unknown: the run is complete with that. */
export function expire(state: Incident, run: Run, circumstances: Circumstances): readonly Event[] {
  const { now } = circumstances;
  if (run.completedAt !== null || state.closed !== null || now.toISOString() < run.deadline) return [];
  const runbook = circumstances.runbookOf(run);
  const silent = unanswered(run).map(({ id }): [string, CheckAnswer] => [id, silence(runbook?.vocabulary[id] ?? {})]);
  return answer(state, run.run, Object.fromEntries(silent), circumstances);
}

function silence(specs: Runbook['vocabulary'][string]): CheckAnswer {
  const reason = 'no answer before the deadline';
  return { facts: allUnknown(specs, reason), says: [reason], quotes: [], kept: null, tookMs: 0 };
}

export function runStarted(run: number, by: Actor, { runbook, hash }: Starts, now: Date): Event {
  return happened('run.started', now, by, {
    run,
    runbook: runbook.id,
    title: runbook.title,
    hash,
    deadline: addMilliseconds(now, runbook.deadline).toISOString(),
    checks: runbook.checks
      .filter(({ only }) => only === null)
      .map(({ id, title, vantage }) => ({ id, title, vantage })),
    response: runbook.response,
  });
}
