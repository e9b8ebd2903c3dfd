import type { Incident } from './state.js';

/** When the stages of an incident were reached; ISO 8601, null for those that were not. */
export interface Times {
  readonly opened: string;
  readonly acknowledged: string | null;
  /** The first verdict. */
  readonly diagnosed: string | null;
  /** Since when it has been well: a remedy was seen to work and it lasted, or a verdict found it up. */
  readonly mitigated: string | null;
  readonly resolved: string | null;
}

/** Reads them off the state. */
export function timesOf(incident: Incident): Times {
  const { openedAt, acknowledged, runs, closed } = incident;
  return {
    opened: openedAt,
    acknowledged: acknowledged?.at ?? null,
    diagnosed: runs.find(({ verdictAt }) => verdictAt !== null)?.verdictAt ?? null,
    mitigated: mitigatedAt(incident),
    resolved: closed?.how === 'resolved' ? closed.at : null,
  };
}

/** How many remedies were begun, and how many were seen to work and to last. */
export function triedIn(incident: Incident): { readonly tried: number; readonly worked: number } {
  const begun = incident.remedies.requests.filter(({ started }) => started !== null);
  return { tried: begun.length, worked: begun.filter((one) => lasted(incident, one.request)).length };
}

/** The first thing that says it is well after the last that says it is not: a verdict, a relapse, a reopening. */
function mitigatedAt({ remedies, runs, watches, reopened }: Incident): string | null {
  const mended = remedies.requests.flatMap(({ ended }) =>
    ended?.how === 'verified' ? [{ at: ended.at, well: true }] : [],
  );
  const verdicts = runs.flatMap(({ verdict, verdictAt }) =>
    verdict === null || verdictAt === null ? [] : [{ at: verdictAt, well: verdict.state === 'up' }],
  );
  const relapses = watches.flatMap(({ ended }) => (ended?.how === 'relapsed' ? [{ at: ended.at, well: false }] : []));
  const again = reopened.map(({ at }) => ({ at, well: false }));
  const seen = [...mended, ...verdicts, ...relapses, ...again].sort((one, other) => one.at.localeCompare(other.at));
  const lastIll = seen.findLastIndex(({ well }) => !well);
  return seen[lastIll + 1]?.at ?? null;
}

function lasted({ remedies, watches }: Incident, number: number): boolean {
  const request = remedies.requests.find((one) => one.request === number);
  const watch = watches.find((one) => one.request === number);
  return request?.ended?.how === 'verified' && watch?.ended?.how !== 'relapsed';
}
