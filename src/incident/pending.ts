import { dueRound, underWay, watching } from './due.js';
import type { Request } from './remedy.js';
import { reportDue } from './after-end.js';
import { DRAFTED, type Drafted } from './record.js';
import { timersOf } from './timers.js';
import { unanswered, type Incident, type Run } from './state.js';

/** Something to be done at the edges. Its result comes back as a command. */
export type Effect =
  | { readonly effect: 'check'; readonly run: number; readonly check: string }
  /** Plan what is due, to offer it. */
  | { readonly effect: 'offer'; readonly round: string; readonly run: number; readonly remedies: readonly string[] }
  /** Look whether what was approved is still wanted and still the same. */
  | { readonly effect: 'prepare'; readonly request: number }
  /** Do it: only by the executor that `remedy.started` names; everybody else calls it lost. */
  | { readonly effect: 'act'; readonly request: number }
  /** Find out whether it happened. */
  | { readonly effect: 'find_out'; readonly request: number }
  | { readonly effect: 'verify'; readonly request: number }
  | { readonly effect: 'watch'; readonly request: number }
  /** Write down what happened; `report` counts the closings. */
  | { readonly effect: 'report'; readonly report: number }
  /** Look whether the data is right. */
  | { readonly effect: 'check_data'; readonly at: string }
  | { readonly effect: 'draft'; readonly task: Drafted };

/** What must be done now, as it follows from the state: after a crash the same effects appear again. Pure. */
export function pending(state: Incident): readonly Effect[] {
  if (state.pruned) return [];
  if (state.closed !== null) return [...dataEffects(state), ...written(state)];
  const checks = activeRuns(state).flatMap((run) =>
    unanswered(run).map(({ id }): Effect => ({ effect: 'check', run: run.run, check: id })),
  );
  return [...checks, ...remedyEffects(state), ...dataEffects(state)];
}

function dataEffects({ data }: Incident): readonly Effect[] {
  return data !== null && data.checked === null ? [{ effect: 'check_data', at: data.askedAt }] : [];
}

/** What is to be written after an incident. */
function written(state: Incident): readonly Effect[] {
  const drafts = DRAFTED.filter((task) => state.drafts[task] === null).map((task): Effect => ({
    effect: 'draft',
    task,
  }));
  return reportDue(state) ? [{ effect: 'report', report: state.closings }, ...drafts] : drafts;
}

/** The earliest moment at which time itself changes something; ISO 8601, null when nothing waits. A watch ends by its own effect. */
export function wakeAt(state: Incident): string | null {
  if (state.closed !== null) return null;
  const waiting = underWay(state);
  const moments = [
    ...activeRuns(state).map((run) => run.deadline),
    ...(waiting !== null && waiting.approvedAt === null ? [waiting.lapsesAt] : []),
    ...timersOf(state).map(({ at }) => at),
  ];
  return moments.sort()[0] ?? null;
}

function remedyEffects(state: Incident): readonly Effect[] {
  const request = underWay(state);
  if (request !== null) return stageOf(request);
  const watch = watching(state);
  if (watch !== null) return [{ effect: 'watch', request: watch.request }];
  const round = dueRound(state);
  if (round === null || round.key === state.remedies.round) return [];
  return [{ effect: 'offer', round: round.key, run: round.run, remedies: round.remedies }];
}

function stageOf({ request, approvedAt, started, acted, settled, unknown }: Request): readonly Effect[] {
  if (approvedAt === null) return [];
  if (started === null) return [{ effect: 'prepare', request }];
  if (acted !== null || settled !== null) return [{ effect: 'verify', request }];
  return [{ effect: unknown === null ? 'act' : 'find_out', request }];
}

function activeRuns(state: Incident): readonly Run[] {
  return state.closed === null ? state.runs.filter((run) => run.completedAt === null) : [];
}
