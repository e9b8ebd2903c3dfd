import { instead } from '../text/nearest.js';
import { formatDuration } from '../text/units.js';
import type { Path } from './problems.js';
import type { Runbook } from './runbook.js';
import type { RunbookSource } from './schema.js';

/** What the linter looks at where people are called and data is looked at, and somebody to complain to. */
export interface ResponseSubject {
  readonly written: RunbookSource;
  /** Null where there is none, or it could not be read. */
  readonly integrity: Runbook['integrity'];
  /** The names under `people:` of config.yml. */
  readonly parties: readonly string[];
  readonly wrong: (path: Path, message: string) => void;
}

/** Rules beyond the schema: a runbook that breaks one would call nobody, the wrong one first, or prove nothing. */
export function lintResponse(subject: ResponseSubject): void {
  for (const rule of [partiesRule, timesRule, unknownCauseRule, targetsRule, integrityRule, periodsRule]) rule(subject);
}

function partiesRule({ written, parties, wrong }: ResponseSubject): void {
  written.escalation.forEach(({ to }, index) => {
    if (parties.includes(to)) return;
    const told = `config.yml has nobody called "${to}" under people${instead(to, parties, 'It has')}`;
    wrong(['escalation', index, 'to'], told);
  });
}

/** Levels are counted from the top, so they must stand in the order in which they are reached. */
function timesRule({ written, wrong }: ResponseSubject): void {
  const levels = written.escalation.flatMap(({ after, to }, index) =>
    after === undefined ? [] : [{ after, to, index }],
  );
  levels.forEach(({ after, to, index }, place) => {
    const before = levels.slice(0, place);
    const last = before.at(-1);
    if (last !== undefined && after <= last.after)
      wrong(['escalation', index, 'after'], `must be later than ${formatDuration(last.after)}, the time before it`);
    if (before.some((other) => other.to === to))
      wrong(['escalation', index, 'to'], `"${to}" is called earlier already; nobody is called twice`);
  });
}

function unknownCauseRule({ written, wrong }: ResponseSubject): void {
  const entries = written.escalation.flatMap(({ cause }, index) => (cause === undefined ? [] : [index]));
  for (const index of entries.slice(1))
    wrong(['escalation', index, 'cause'], 'stands here a second time; one party is called for it');
}

function targetsRule({ written, wrong }: ResponseSubject): void {
  const { targets } = written;
  if (targets !== undefined && targets.resolve < targets.acknowledge)
    wrong(['targets', 'resolve'], 'must not be sooner than acknowledge');
}

function integrityRule({ written, integrity, wrong }: ResponseSubject): void {
  if (integrity?.that.refs.length === 0)
    wrong(['integrity', 'that'], 'speaks of no check, so it proves nothing; ask for a fact');
  const checks = Object.keys(written.checks);
  written.integrity?.show?.forEach((check, index) => {
    if (checks.includes(check)) return;
    wrong(['integrity', 'show', index], `no check is called "${check}"${instead(check, checks, 'Checks are')}`);
  });
}

function periodsRule({ written, wrong }: ResponseSubject): void {
  const periods = written.prevention.map(({ when }) => when);
  periods.forEach((when, index) => {
    if (periods.indexOf(when) < index)
      wrong(['prevention', index, 'when'], `"${when}" stands here a second time; put its measures together`);
  });
}
