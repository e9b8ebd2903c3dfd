import type { CompileAt } from './read-conditions.js';
import type { Level, Response } from './response.js';
import type { Escalation, Runbook } from './runbook.js';
import type { RunbookSource } from './schema.js';

/** Who is to be called when, as a runbook says it and config.yml (`onCall`, a party or null). */
export function readResponse(written: RunbookSource, onCall: string | null): Response {
  const { page, targets = null, escalation, updates = null, impact, links } = written;
  return {
    ...{ page, targets, onCall, levels: levelsIn(written), updates, links },
    unknownCause: escalation.find(({ cause }) => cause === 'unknown')?.to ?? null,
    impact:
      impact === undefined
        ? null
        : {
            users: impact.users,
            business: impact.business ?? null,
            endpoints: impact.endpoints ?? null,
            sla: impact.sla ?? null,
          },
  };
}

/** Who is called when a remedy was tried in vain. */
export function readSpent({ escalation }: RunbookSource): readonly Escalation[] {
  return escalation.flatMap(({ spent, to }) => (spent === undefined ? [] : [{ spent, to }]));
}

/** How it is seen whether the data is right; null where the runbook does not say, or says it wrong, which is reported. */
export function readIntegrity({ integrity }: RunbookSource, compile: CompileAt): Runbook['integrity'] {
  if (integrity === undefined) return null;
  const that = compile(integrity.that, ['integrity', 'that']);
  if (that === null) return null;
  return { that, show: integrity.show ?? [...new Set(that.refs.map(({ check }) => check))] };
}

/** In order of time, which the linter holds them to. */
function levelsIn({ escalation }: RunbookSource): readonly Level[] {
  return escalation
    .flatMap(({ after, to }) => (after === undefined ? [] : [{ after, to }]))
    .map(({ after, to }, index) => ({ level: index + 2, after, to }));
}
