import { z } from 'zod';
import { instead } from '../text/nearest.js';
import type { SharedFile } from './include.js';
import type { Vocabulary } from './conditions.js';
import { allUnknown, misfits, type Facts, type FactType, type FactValue, type UnknownFact } from './facts.js';
import { readYaml, type Path, type Problem, type YamlFile } from './problems.js';
import { schemaProblems } from './schema-problems.js';

const sentence = z.string().min(1, 'must not be empty');
const quoted = z.union([z.string(), z.strictObject({ at: z.string().nullable(), text: z.string() })]);
const value = z.union([
  z.boolean(),
  z.number(),
  z.string(),
  z.null(),
  z.array(quoted),
  z.strictObject({ unknown: sentence }),
]);
type Written = z.infer<typeof value>;

/** Facts by check. `container: { unknown: Docker is silent }` makes every fact of the check unknown; lines may be plain strings. */
const someFacts = z.record(z.string(), z.record(z.string(), value));

/** Facts to begin from, by name; those that are left out are false, 0, empty or never. */
const base = z.record(z.string(), someFacts);
const oneCase = z.strictObject({
  name: sentence,
  from: z.string(),
  facts: someFacts.default({}),
  /** How the questions on the way are answered; anything where it is left out. */
  path: z.array(z.enum(['yes', 'no', 'unknown'])).optional(),
  outcome: z.string(),
  named: z.array(z.string()).default([]),
  /** Anything where it is left out. */
  candidates: z.array(z.string()).optional(),
  /** The remedies that are offered, the recommended one first; anything where it is left out. */
  remedies: z.array(z.string()).optional(),
});
const casesSchema = z.strictObject({
  base: base.default({}),
  cases: z.array(oneCase).min(1, 'needs at least one case'),
});
/** Beside a shared file: bases for all, and cases that end alike with every runbook's tree, so without path and outcome. */
const sharedCasesSchema = z.strictObject({
  base: base.default({}),
  cases: z.array(oneCase.omit({ path: true, outcome: true })).default([]),
});
type WrittenCase = Omit<z.infer<typeof oneCase>, 'outcome'> & { readonly outcome?: string };

type FactsByCheck = Readonly<Record<string, Facts>>;

/** One test of a runbook: all facts, and what they must lead to; a shared one leaves the outcome open. */
export interface Case extends Pick<WrittenCase, 'name' | 'path' | 'outcome' | 'named' | 'candidates' | 'remedies'> {
  readonly known: FactsByCheck;
  /** A problem of this case, at one of its keys. */
  readonly problem: (key: keyof WrittenCase, message: string) => Problem;
}

/** Reads the cases of a runbook whose checks bring these facts, and those beside what it includes: all problems at once, or the cases. */
export function readCases(
  file: string,
  source: string,
  vocabulary: Vocabulary,
  shared: readonly SharedFile[] = [],
): { readonly cases: readonly Case[] } | { readonly problems: readonly Problem[] } {
  const before = shared.map((one) => readFile(one.file, one.source, sharedCasesSchema, vocabulary, new Map()));
  const wrong = before.flatMap((read) => read.problems);
  if (wrong.length > 0) return { problems: wrong };
  const common = new Map(before.flatMap(({ bases }) => [...bases]));
  const own = readFile(file, source, casesSchema, vocabulary, common);
  return own.problems.length > 0
    ? { problems: own.problems }
    : { cases: [...own.cases, ...before.flatMap(({ cases }) => cases)] };
}

interface ReadFile {
  readonly bases: ReadonlyMap<string, FactsByCheck>;
  readonly cases: readonly Case[];
  readonly problems: readonly Problem[];
}

function readFile(
  file: string,
  source: string,
  schema: typeof casesSchema | typeof sharedCasesSchema,
  vocabulary: Vocabulary,
  common: ReadonlyMap<string, FactsByCheck>,
): ReadFile {
  const nothing = { bases: new Map<string, FactsByCheck>(), cases: [] };
  const yaml = readYaml(file, source);
  if (yaml.problems.length > 0) return { ...nothing, problems: yaml.problems };
  const parsed = schema.safeParse(yaml.value);
  if (!parsed.success) return { ...nothing, problems: schemaProblems(yaml, parsed.error, schema) };
  const reader = new FactsReader(yaml, vocabulary);
  const own = Object.entries(parsed.data.base).map(
    ([name, facts]) => [name, reader.over(ordinary(vocabulary), facts, ['base', name])] as const,
  );
  const bases = new Map([...common, ...own]);
  const cases = parsed.data.cases.map((written, index) => caseOf(written, ['cases', index], bases, reader));
  return { bases, cases, problems: reader.problems };
}

function caseOf(written: WrittenCase, path: Path, bases: ReadonlyMap<string, FactsByCheck>, reader: FactsReader): Case {
  const { facts, from, ...expected } = written;
  const base = bases.get(from);
  if (base === undefined)
    reader.wrong([...path, 'from'], `no base is called "${from}"${instead(from, [...bases.keys()], 'Bases are')}`);
  return {
    ...expected,
    known: reader.over(base ?? {}, facts, [...path, 'facts']),
    problem: (key, message) => reader.problem([...path, key], message),
  };
}

/** Turns facts as people write them into facts as checks bring them, collecting what does not fit. */
class FactsReader {
  readonly problems: Problem[] = [];
  readonly #yaml: YamlFile;
  readonly #vocabulary: Vocabulary;

  constructor(yaml: YamlFile, vocabulary: Vocabulary) {
    this.#yaml = yaml;
    this.#vocabulary = vocabulary;
  }

  problem(path: Path, message: string): Problem {
    return this.#yaml.problem(path, message);
  }

  wrong(path: Path, message: string): void {
    this.problems.push(this.problem(path, message));
  }

  /** The base with what is written laid over it. */
  over(base: FactsByCheck, written: z.infer<typeof someFacts>, path: Path): FactsByCheck {
    const changes = Object.entries(written).map(([check, facts]): [string, Facts] => [
      check,
      { ...base[check], ...this.#factsOf(check, facts, [...path, check]) },
    ]);
    return { ...base, ...Object.fromEntries(changes) };
  }

  #factsOf(check: string, written: Readonly<Record<string, Written>>, path: Path): Facts {
    const specs = Object.hasOwn(this.#vocabulary, check) ? this.#vocabulary[check] : undefined;
    if (specs === undefined) {
      this.wrong(path, `no check is called "${check}"${instead(check, Object.keys(this.#vocabulary), 'Checks are')}`);
      return {};
    }
    const { unknown, ...others } = written;
    if (typeof unknown === 'string' && Object.keys(others).length === 0 && specs.unknown === undefined)
      return allUnknown(specs, unknown);
    const facts: Record<string, FactValue | UnknownFact> = {};
    for (const [name, given] of Object.entries(written)) {
      const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
      const fact = factOf(given, spec?.type);
      if (spec === undefined)
        this.wrong([...path, name], `${check} has no fact "${name}"${instead(name, Object.keys(specs), 'It has')}`);
      else if (misfits({ [name]: spec }, { [name]: fact }).length > 0)
        this.wrong([...path, name], `must be of type ${spec.type}`);
      facts[name] = fact;
    }
    return facts;
  }
}

function factOf(written: Written, type: FactType | undefined): FactValue | UnknownFact {
  if (!Array.isArray(written)) return written;
  const lines = written.map((one) => (typeof one === 'string' ? { at: null, text: one } : one));
  return type === 'lines' ? lines : lines.map(({ text }) => text);
}

function ordinary(vocabulary: Vocabulary): FactsByCheck {
  return Object.fromEntries(
    Object.entries(vocabulary).map(([check, specs]) => [
      check,
      Object.fromEntries(Object.entries(specs).map(([name, { type }]) => [name, ORDINARY[type]])),
    ]),
  );
}

const ORDINARY: Readonly<Record<FactType, FactValue>> = {
  bool: false,
  int: 0,
  double: 0,
  string: '',
  time: null,
  strings: [],
  lines: [],
};
