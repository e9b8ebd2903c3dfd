import { instead } from '../text/nearest.js';
import { askOrder } from './ask-order.js';
import { vantageOf, type Catalog } from './catalog.js';
import { conditionCompiler, isConditionError, isUsableName, type Condition } from './conditions.js';
import type { FactSpec } from './facts.js';
import { growTree } from './grow.js';
import { bundle, include, unbundle, type Included, type Shared } from './include.js';
import { lint } from './lint.js';
import { fillPlaces } from './places.js';
import { readYaml, type Path, type Problem } from './problems.js';
import type { Cause, Outcome, Runbook, RunbookCheck } from './runbook.js';
import { compileSay, spokenCheck } from './say.js';
import { schemaProblems } from './schema-problems.js';
import { runbookSchema, type CauseSource, type OutcomeSource, type RunbookSource } from './schema.js';

/** What surrounds a runbook when it is read. */
export interface Surroundings {
  readonly catalog: Catalog;
  /** Values for `${…}` by service, from config.yml: `service.health`, `grafana`. Null for a service config.yml does not have. */
  values(service: string): Readonly<Record<string, string>> | null;
  /** Services of config.yml, for the message when a runbook names another. */
  readonly services: readonly string[];
  /** Words a runbook cannot be called: the subcommands. */
  readonly reserved: readonly string[];
}

export type ReadResult = { readonly runbook: Runbook } | { readonly problems: readonly Problem[] };

/** Reads one runbook file, with the shared ones it may include: syntax, schema, places, checks, conditions, tree, lint. All problems at once, or a runbook that can run. */
export function readRunbook(file: string, source: string, surroundings: Surroundings, shared: Shared = {}): ReadResult {
  const yaml = readYaml(file, source);
  if (yaml.problems.length > 0) return { problems: yaml.problems };
  const parsed = runbookSchema.safeParse(yaml.value);
  if (!parsed.success) return { problems: schemaProblems(yaml, parsed.error, runbookSchema) };
  const included = include({ yaml, source, written: parsed.data }, shared);
  if ('problems' in included) return included;
  return new Reader(included, bundle(source, onlyOf(shared, parsed.data.include)), surroundings).read();
}

/** Reads a runbook as a run kept it, with what it included then. */
export function readKept(file: string, kept: string, surroundings: Surroundings): ReadResult {
  const { source, shared } = unbundle(kept);
  return readRunbook(file, source, surroundings, shared);
}

/** Ties one parsed file to its surroundings, collecting every problem on the way. */
class Reader {
  readonly #included: Included;
  readonly #source: string;
  readonly #written: RunbookSource;
  readonly #surroundings: Surroundings;
  readonly #problems: Problem[] = [];

  constructor(included: Included, source: string, surroundings: Surroundings) {
    this.#included = included;
    this.#source = source;
    this.#written = included.written;
    this.#surroundings = surroundings;
  }

  read(): ReadResult {
    const written = this.#filled();
    const checks = this.#checks(written);
    // Conditions speak of checks: with one of those missing, every other problem would be its echo.
    if (checks.length < Object.keys(written.checks).length) return { problems: this.#problems };
    const vocabulary = Object.fromEntries(checks.map((check) => [check.id, this.#factsOf(check)]));
    this.#factNames(vocabulary);
    const compile = this.#compiler(vocabulary);
    const outcomes = mapEntries(written.outcomes, (id, outcome) => this.#outcome(id, outcome, compile));
    const tree = growTree(written.tree, {
      compile,
      onlyIf: (id) => outcomes[id]?.onlyIf ?? null,
      outcomes: Object.keys(outcomes),
      wrong: this.#wrong,
    });
    const causes = Object.entries(written.causes).map(([id, cause]) => this.#cause(id, cause, compile, vocabulary));
    lint({
      written,
      tree,
      texts: this.#included.files.map(({ source, yaml }) => ({
        source,
        wrongAt: (offset, message) => this.#problems.push(yaml.problemAt(offset, message)),
      })),
      file: this.#included.fileOf([]).file,
      reserved: this.#surroundings.reserved,
      wrong: this.#wrong,
    });
    if (this.#problems.length > 0) return { problems: this.#problems };
    return {
      runbook: {
        ...pick(written, ['id', 'title', 'service', 'alerts', 'severity', 'owner', 'reviewed', 'links', 'deadline']),
        reviewEvery: written.review_every,
        usersFeel: written.users_feel,
        checks,
        askOrder: askOrder(
          checks.map(({ id }) => id),
          tree,
          causes,
        ),
        vocabulary,
        tree,
        outcomes,
        causes,
        source: this.#source,
      },
    };
  }

  readonly #wrong = (path: Path, message: string): void => {
    this.#problems.push(this.#included.fileOf(path).problem(path, message));
  };

  #filled(): RunbookSource {
    const { services } = this.#surroundings;
    const values = this.#surroundings.values(this.#written.service);
    if (values !== null) return fillPlaces(this.#written, values, this.#wrong) as RunbookSource;
    const { service } = this.#written;
    this.#wrong(['service'], `config.yml has no service "${service}"${instead(service, services, 'It has')}`);
    return this.#written;
  }

  #checks(written: RunbookSource): RunbookCheck[] {
    const { catalog } = this.#surroundings;
    return Object.entries(written.checks).flatMap(([id, { type, title, ...params }]) => {
      const spec = Object.hasOwn(catalog, type) ? catalog[type] : undefined;
      if (spec === undefined) {
        const told = `no check type "${type}"${instead(type, Object.keys(catalog), 'There are')}`;
        this.#wrong(['checks', id, 'type'], told);
        return [];
      }
      if (!isUsableName(id, 'check')) {
        this.#wrong(
          ['checks', id],
          `conditions cannot speak of "${id}", a word of their own; call the check something else`,
        );
        return [];
      }
      const parsed = spec.params.safeParse({ type, ...params });
      if (!parsed.success)
        this.#problems.push(
          ...schemaProblems(this.#included.fileOf(['checks', id]), parsed.error, spec.params, ['checks', id]),
        );
      return parsed.success
        ? [
            {
              id,
              type,
              title: title ?? capitalised(id),
              vantage: vantageOf(spec, parsed.data),
              params: { type, ...params },
            },
          ]
        : [];
    });
  }

  #factsOf({ type, params }: RunbookCheck): Readonly<Record<string, FactSpec>> {
    return this.#surroundings.catalog[type]?.facts(params) ?? {};
  }

  /** Patterns and read values are named by people. */
  #factNames(vocabulary: Runbook['vocabulary']): void {
    for (const [check, facts] of Object.entries(vocabulary)) {
      for (const fact of Object.keys(facts).filter((name) => !isUsableName(name, 'fact'))) {
        const path = ['checks', check];
        this.#wrong(path, `conditions cannot speak of "${fact}", a word of their own; call the fact something else`);
      }
    }
  }

  #compiler(vocabulary: Readonly<Record<string, Readonly<Record<string, FactSpec>>>>) {
    const compile = conditionCompiler(vocabulary);
    return (source: string, path: Path): Condition | null => {
      const condition = compile(source);
      if (!isConditionError(condition)) return condition;
      this.#wrong(path, `${condition.error}\n${underlined(source, condition.start, condition.end)}`);
      return null;
    };
  }

  #outcome(id: string, outcome: OutcomeSource, compile: (source: string, path: Path) => Condition | null): Outcome {
    const onlyIf = outcome.only_if === undefined ? null : compile(outcome.only_if, ['outcomes', id, 'only_if']);
    return { id, onlyIf, ...pick(outcome, ['title', 'state', 'kind', 'next', 'show']) };
  }

  #cause(
    id: string,
    cause: CauseSource,
    compile: (source: string, path: Path) => Condition | null,
    vocabulary: Runbook['vocabulary'],
  ): Cause {
    const symptoms = cause.symptoms.flatMap(({ when, weight, say }, index) => {
      const path = ['causes', id, 'symptoms', index];
      const condition = compile(when, [...path, 'when']);
      const says = say === undefined ? null : compileSay(say, vocabulary);
      if (says !== null && 'error' in says) this.#wrong([...path, 'say'], says.error);
      if (condition === null || (says !== null && 'error' in says)) return [];
      const seenBy = spokenCheck(say ?? '') ?? condition.refs.at(-1)?.check ?? '';
      return [{ when: condition, weight, say: says, seenBy }];
    });
    return { id, symptoms, followUps: cause.follow_ups, ...pick(cause, ['title', 'next', 'independent']) };
  }
}

function onlyOf(shared: Shared, names: readonly string[]): Shared {
  return Object.fromEntries(Object.entries(shared).filter(([name]) => names.includes(name)));
}

function mapEntries<From, To>(
  record: Readonly<Record<string, From>>,
  make: (key: string, value: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, make(key, value)]));
}

function pick<Whole, Key extends keyof Whole>(whole: Whole, keys: readonly Key[]): Pick<Whole, Key> {
  return Object.fromEntries(keys.map((key) => [key, whole[key]])) as Pick<Whole, Key>;
}

/** The line of a condition that is wrong, with carets under the place. */
function underlined(source: string, start: number, end: number): string {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const line = source.slice(lineStart).split('\n', 1)[0] ?? '';
  const from = start - lineStart;
  const carets = '^'.repeat(Math.max(1, Math.min(end - start, line.length - from)));
  return `    ${line}\n    ${' '.repeat(from)}${carets}`;
}

function capitalised(id: string): string {
  return (id.charAt(0).toUpperCase() + id.slice(1)).replaceAll('_', ' ');
}
