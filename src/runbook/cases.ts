import type { Problem } from './problems.js';
import type { SharedFile } from './include.js';
import { readCases, type Case } from './read-cases.js';
import type { Runbook } from './runbook.js';
import { ladders, offerableIn } from './ladders.js';
import { verdictOf, type Verdict } from './verdict.js';

/** How a runbook stands its tests. */
export interface CasesReport {
  /** What is wrong in the file, or every case that ends otherwise than it says. */
  readonly problems: readonly Problem[];
  /** Outcomes no case ends in, causes no case names, remedies no case offers, not even as the next rung. */
  readonly unreached: {
    readonly outcomes: readonly string[];
    readonly causes: readonly string[];
    readonly remedies: readonly string[];
  };
}

/** Runs the cases of a runbook, which stand in a file beside it, and those beside what it includes: facts in, path and verdict out. Pure. */
export function runCases(
  file: string,
  source: string,
  runbook: Runbook,
  shared: readonly SharedFile[] = [],
): CasesReport {
  const read = readCases(file, source, runbook.vocabulary, shared);
  if ('problems' in read) return { problems: read.problems, unreached: unreached(runbook, []) };
  const results = read.cases.map((one) => ({ one, verdict: decided(runbook, one) }));
  return {
    problems: results.flatMap(({ one, verdict }) => differences(one, verdict)),
    unreached: unreached(
      runbook,
      results.map(({ verdict }) => verdict),
    ),
  };
}

function decided(runbook: Runbook, { known, name }: Case): Verdict {
  const verdict = verdictOf(runbook, known, {});
  if (verdict === null) throw new Error(`case "${name}" of ${runbook.id} has no verdict although every fact is given`);
  return verdict;
}

function differences(one: Case, verdict: Verdict): Problem[] {
  const { name, path, outcome, named, candidates, remedies, problem } = one;
  const way = verdict.path.map(({ ask, answer }) => `${ask} ${answer}`).join(', ');
  const causes = verdict.named.map(({ id }) => id);
  const could = verdict.candidates.map(({ id }) => id);
  return [
    ...(outcome === undefined || verdict.outcome === outcome
      ? []
      : [problem('outcome', `"${name}" ends in ${verdict.outcome}, not in ${outcome} (${way})`)]),
    ...(path === undefined ||
    same(
      verdict.path.map(({ answer }) => answer),
      path,
    )
      ? []
      : [problem('path', `"${name}" goes another way: ${way}`)]),
    ...(same(causes, named)
      ? []
      : [problem('named', `"${name}" names ${list(causes)}, not ${list(named)}${scores(verdict)}`)]),
    ...(candidates === undefined || same(could, candidates)
      ? []
      : [
          problem(
            'candidates',
            `"${name}" has the candidates ${list(could)}, not ${list(candidates)}${scores(verdict)}`,
          ),
        ]),
    ...(remedies === undefined || same(verdict.remedies, remedies)
      ? []
      : [problem('remedies', `"${name}" offers ${list(verdict.remedies)}, not ${list(remedies)}`)]),
  ];
}

function unreached(runbook: Runbook, verdicts: readonly Verdict[]): CasesReport['unreached'] {
  const outcomes = new Set(verdicts.map(({ outcome }) => outcome));
  const causes = new Set(verdicts.flatMap(({ named }) => named.map(({ id }) => id)));
  const offered = ladders(
    verdicts.flatMap((verdict) => verdict.remedies),
    runbook.remedies,
  );
  const offerable = offerableIn(runbook);
  return {
    outcomes: Object.keys(runbook.outcomes).filter((id) => !outcomes.has(id)),
    causes: runbook.causes.map(({ id }) => id).filter((id) => !causes.has(id)),
    remedies: Object.keys(runbook.remedies).filter((id) => offerable.has(id) && !offered.has(id)),
  };
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}

function list(names: readonly string[]): string {
  return names.join(', ') || 'nothing';
}

function scores({ named, candidates }: Verdict): string {
  const all = [...named, ...candidates].map(({ id, score }) => `${id} ${score}`);
  return all.length === 0 ? '' : ` (scores: ${all.join(', ')})`;
}
