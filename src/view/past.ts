import type { Request } from '../incident/remedy.js';
import type { Incident, Run } from '../incident/state.js';

/** An incident as it was at a moment, in what its messages tell. For messages that tell of that moment and stay as they are. `at`: ISO 8601. */
export function asOf(incident: Incident, at: string): Incident {
  const { runs, remedies, watches, escalations, handovers, reopened, missed, closed } = incident;
  const then = <One extends { readonly at: string }>(all: readonly One[]): One[] => all.filter((one) => one.at <= at);
  return {
    ...incident,
    runs: runs.filter(({ startedAt }) => startedAt <= at).map((run) => runAt(run, at)),
    remedies: { ...remedies, requests: then(remedies.requests).map((request) => requestAt(request, at)) },
    watches: watches.filter(({ from }) => from <= at).map((watch) => ({ ...watch, ended: by(watch.ended, at) })),
    escalations: then(escalations),
    handovers: then(handovers),
    reopened: then(reopened),
    missed: missed.filter(({ due }) => due <= at),
    closed: by(closed, at),
  };
}

function runAt(run: Run, at: string): Run {
  return run.verdictAt === null || run.verdictAt <= at
    ? run
    : { ...run, verdict: null, verdictAt: null, completedAt: null };
}

function requestAt(request: Request, at: string): Request {
  const { yeses, approvedAt, brokenGlass, started, steps, acted, unknown, settled, ended } = request;
  const approved = approvedAt !== null && approvedAt <= at;
  return {
    ...request,
    yeses: yeses.filter((yes) => yes.at <= at),
    approvedAt: approved ? approvedAt : null,
    brokenGlass: approved ? brokenGlass : null,
    started: by(started, at),
    steps: steps.filter((step) => step.at <= at),
    acted: by(acted, at),
    unknown: by(unknown, at),
    settled: by(settled, at),
    ended: by(ended, at),
  };
}

/** What had happened by then; null otherwise. */
function by<One extends { readonly at: string }>(one: One | null, at: string): One | null {
  return one !== null && one.at <= at ? one : null;
}
