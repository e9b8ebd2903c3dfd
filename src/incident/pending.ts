import { unanswered, type Incident, type Run } from './state.js';

/** Something to be done at the edges. Its result comes back as a command. */
export interface Effect {
  readonly effect: 'check';
  readonly run: number;
  readonly check: string;
}

/** What must be done now, as it follows from the state: after a crash the same effects appear again. Pure. */
export function pending(state: Incident): readonly Effect[] {
  return activeRuns(state).flatMap((run) =>
    unanswered(run).map(({ id }): Effect => ({ effect: 'check', run: run.run, check: id })),
  );
}

/** The earliest moment at which time itself changes something; ISO 8601, null when nothing waits. */
export function wakeAt(state: Incident): string | null {
  return (
    activeRuns(state)
      .map((run) => run.deadline)
      .sort()[0] ?? null
  );
}

function activeRuns(state: Incident): readonly Run[] {
  return state.closed === null ? state.runs.filter((run) => run.completedAt === null) : [];
}
