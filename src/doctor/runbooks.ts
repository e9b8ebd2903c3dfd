import { UserError } from '../errors.js';
import { surveyRunbooks } from '../runbook-folder.js';
import { formatProblem } from '../runbook/problems.js';
import type { Surroundings } from '../runbook/read.js';
import type { Runbook } from '../runbook/runbook.js';
import { ok, skipped, worthKnowing, wrong, type Line } from './line.js';

const ABOUT = 'Runbooks';
/** Keys that name something of config.yml: a service, a party. */
const OF_CONFIG = /^(service|remedies\.\w+\.(service|also\[\d+\])|escalation\[\d+\]\.to)$/;

export interface RunbookQuestion {
  readonly folder: string;
  readonly surroundings: Surroundings;
  /** False: config.yml could not be read, so that nobody knows which services and values it has. */
  readonly servicesKnown: boolean;
  readonly now: Date;
}

/** Lines about the runbooks: one for each thing that is wrong in any, and for each that waits for its review. */
export function runbookLines({ folder, surroundings, servicesKnown, now }: RunbookQuestion): Line[] {
  const { all, problems } = survey(folder, surroundings);
  if (problems === null) return [wrong(ABOUT, `there is no folder ${folder}`, 'say where they are with RUNBOOKS')];
  const known = servicesKnown ? problems : problems.filter(({ at }) => !OF_CONFIG.test(at));
  // What is wrong in a shared file comes back with every runbook that includes it.
  const said = [...new Set(known.map(formatProblem))];
  const lines = said.map((problem) => wrong(ABOUT, problem, 'correct the runbook, or what it needs of config.yml'));
  const stale = all.filter((runbook) => dueAt(runbook) < now.getTime());
  return [...(lines.length > 0 ? lines : [soundLine(all, servicesKnown, folder)]), ...stale.map(staleLine)];
}

function survey(folder: string, surroundings: Surroundings) {
  try {
    return surveyRunbooks(folder, surroundings);
  } catch (error) {
    if (error instanceof UserError) return { all: [], problems: null };
    throw error;
  }
}

function soundLine(all: readonly Runbook[], servicesKnown: boolean, folder: string): Line {
  if (!servicesKnown)
    return skipped(ABOUT, 'they are read against the services of config.yml', 'mend config.yml first');
  if (all.length === 0)
    return wrong(
      ABOUT,
      `there is none in ${folder}`,
      'write one (docs/runbook-language.md), or say where they are with RUNBOOKS',
    );
  return ok(ABOUT, all.map(({ id }) => id).join(', '));
}

function dueAt({ reviewed, reviewEvery }: Runbook): number {
  return Date.parse(reviewed) + reviewEvery;
}

function staleLine({ id, reviewed, owner }: Runbook): Line {
  return worthKnowing(
    `Runbook ${id}`,
    `was last reviewed ${reviewed}, its next review is overdue`,
    `let ${owner} read it and set reviewed`,
  );
}
