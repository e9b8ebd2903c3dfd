import { z } from 'zod';
import { instead } from '../text/nearest.js';
import type { Known } from './conditions.js';
import { allUnknown, misfits, type Facts, type FactSpec, type FactType, type FactValue } from './facts.js';
import { readYaml, type Path, type Problem } from './problems.js';
import type { Runbook } from './runbook.js';
import { schemaProblems } from './schema-problems.js';
import { verdictOf, type Verdict } from './verdict.js';

const sentence = z.string().min(1, 'must not be empty');
const line = z.union([sentence, z.strictObject({ at: z.string().nullable(), text: z.string() })]);
/** As a check would bring it; lines may be plain strings. */
const value = z.union([z.boolean(), z.number(), z.string(), z.null(), z.array(line), z.strictObject({ unknown: sentence })]);
/** Facts by check. `container: { unknown: why }` makes all facts of a check unknown. */
const someFacts = z.record(z.string(), z.record(z.string(), value));

/** The tests of a runbook, in a file beside it. Facts that neither a case nor its base gives are false, 0, empty or never. */
const casesSchema = z.strictObject({
  /** Facts to begin from, by name: `healthy`. */
  base: z.record(z.string(), someFacts).default({}),
  cases: z
    .array(
      z.strictObject({
        name: sentence,
        from: z.string().optional(),
        facts: someFacts.default({}),
        /** How the questions on the way are answered; not looked at where it is left out. */
        path: z.array(z.enum(['yes', 'no', 'unknown'])).optional(),
        outcome: z.string(),
        /** Causes that are named, in order. */
        named: z.array(z.string()).default([]),
        /** Causes that could be; not looked at where it is left out. */
        candidates: z.array(z.string()).optional(),
      }),
    )
    .min(1, 'needs at least one case'),
});
type Case = z.infer<typeof casesSchema>['cases'][number];
type SomeFacts = z.infer<typeof someFacts>;

export interface CasesReport {
  /** What is wrong in the file, and every case that ends otherwise than it says. */
  readonly problems: readonly Problem[];
  /** Outcomes no case ends in, and causes no case names. */
  readonly unreached: { readonly outcomes: readonly string[]; readonly causes: readonly string[] };
}

/** Runs the cases of a runbook: facts in, verdict out. Pure. */
export function runCases(file: string, source: string, runbook: Runbook): CasesReport {
  const yaml = readYaml(file, source);
  const parsed = casesSchema.safeParse(yaml.value);
  if (yaml.problems.length > 0 || !parsed.success) {
    const wrong = parsed.success || yaml.problems.length > 0 ? [] : schemaProblems(yaml, parsed.error, casesSchema);
    return { problems: [...yaml.problems, ...wrong], unreached: unreached(runbook, []) };
  }
  const problems: Problem[] = [];
  const wrong = (path: Path, message: string): void => void problems.push(yaml.problem(path, message));
  const bases = new Map(Object.entries(parsed.data.base).map(([name, facts]) => [name, overlaid(emptyFacts(runbook), facts, runbook, ['base', name], wrong)]));
  const verdicts = parsed.data.cases.map((one, index) => {
    const base = one.from === undefined ? emptyFacts(runbook) : bases.get(one.from);
    const path = ['cases', index];
    if (base === undefined) {
      wrong([...path, 'from'], `no base is called "${one.from ?? ''}"${instead(one.from ?? '', [...bases.keys()], 'Bases are')}`);
      return null;
    }
    const verdict = verdictOf(runbook, overlaid(base, one.facts, runbook, [...path, 'facts'], wrong), {});
    if (verdict !== null) compare(one, verdict, (key, message) => wrong([...path, key], message));
    return verdict;
  });
  return { problems, unreached: unreached(runbook, verdicts.filter((verdict) => verdict !== null)) };
}
