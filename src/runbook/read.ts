import { instead } from '../text/nearest.js';
import { askOrder } from './ask-order.js';
import type { Catalog, RemedyCatalog } from './catalog.js';
import { Complaints } from './complaints.js';
import type { Vocabulary } from './conditions.js';
import { growTree } from './grow.js';
import { bundle, include, unbundle, type Included, type Shared } from './include.js';
import { lint } from './lint.js';
import { lintRemedies } from './lint-remedies.js';
import { lintResponse } from './lint-response.js';
import { fillPlaces } from './places.js';
import { readYaml, type Problem } from './problems.js';
import { readChecks, vocabularyOf } from './read-checks.js';
import { compilerAt, inDiagnosis, onlyToVerify, type CompileAt } from './read-conditions.js';
import { readRemedies } from './read-remedies.js';
import { readIntegrity, readResponse, readSpent } from './read-response.js';
import type { Cause, Outcome, Runbook, RunbookCheck } from './runbook.js';
import { compileSay, spokenChecks } from './say.js';
import { schemaProblems } from './schema-problems.js';
import { runbookSchema, type CauseSource, type OutcomeSource, type RunbookSource } from './schema.js';

/** What surrounds a runbook when it is read. */
export interface Surroundings {
  readonly catalog: Catalog;
  readonly remedies: RemedyCatalog;
  /** Values for `${…}` by service, from config.yml: `service.health`, `grafana`. Null for a service config.yml does not have. */
  values(service: string): Readonly<Record<string, string>> | null;
  /** Services of config.yml, for the message when a runbook names another. */
  readonly services: readonly string[];
  /** The names under `people:` of config.yml. */
  readonly parties: readonly string[];
  /** The party that is nudged while nobody acknowledges, from config.yml; null for nobody. */
  readonly onCall: string | null;
  /** Words a runbook cannot be called: the subcommands. */
  readonly reserved: readonly string[];
}

export type ReadResult = { readonly runbook: Runbook } | { readonly problems: readonly Problem[] };

/** Reads one runbook file, with the shared ones it may include: syntax, schema, places, checks, conditions, tree, remedies, lint. All problems at once, or a runbook that can run. */
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

/** How conditions and evidence are compiled in one runbook. */
interface Language {
  readonly vocabulary: Vocabulary;
  /** Checks that only verification asks. */
  readonly unasked: readonly string[];
  /** For a verification. */
  readonly any: CompileAt;
  /** For everything else. */
  readonly asked: CompileAt;
}

/** Ties one parsed file to its surroundings, collecting every problem on the way. */
class Reader {
  readonly #included: Included;
  readonly #source: string;
  readonly #surroundings: Surroundings;
  readonly #complaints: Complaints;

  constructor(included: Included, source: string, surroundings: Surroundings) {
    this.#included = included;
    this.#source = source;
    this.#surroundings = surroundings;
    this.#complaints = new Complaints(included);
  }

  read(): ReadResult {
    const complaints = this.#complaints;
    const { wrong } = complaints;
    const { catalog, remedies: types, services, parties, onCall, reserved } = this.#surroundings;
    const written = this.#filled();
    const checks = readChecks(written.checks, catalog, complaints);
    // Conditions speak of checks: with one of those missing, every other problem would be its echo.
    if (checks.length < Object.keys(written.checks).length) return { problems: complaints.problems };
    const language = this.#language(checks);
    const outcomes = mapEntries(written.outcomes, (id, outcome) => readOutcome(id, outcome, language.asked));
    const tree = growTree(written.tree, {
      compile: language.asked,
      onlyIf: (id) => outcomes[id]?.onlyIf ?? null,
      outcomes: Object.keys(outcomes),
      wrong,
    });
    const causes = Object.entries(written.causes).map(([id, cause]) => this.#cause(id, cause, language));
    const remedies = readRemedies(written.remedies, {
      ...{ catalog: types, service: written.service, services, complaints },
      ...{ compile: language.asked, compileVerification: language.any },
    });
    const integrity = readIntegrity(written, language.any);
    const { files } = this.#included;
    const own = this.#included.fileOf([]);
    const texts = files.map((file) => ({
      source: file.source,
      wrongAt: (offset: number, message: string) => {
        complaints.wrongAt(file, offset, message);
      },
    }));
    lint({ written, tree, texts, file: own.file, reserved, wrong });
    lintRemedies({ written, remedies, integrity, isOwn: (path) => this.#included.fileOf(path) === own, wrong });
    lintResponse({ written, integrity, parties, wrong });
    if (complaints.problems.length > 0) return { problems: complaints.problems };
    return {
      runbook: {
        ...pick(written, ['id', 'title', 'service', 'alerts', 'severity', 'owner', 'reviewed', 'links', 'deadline']),
        ...pick(written, ['watch', 'prevention']),
        ...{ integrity, escalation: readSpent(written), response: readResponse(written, onCall) },
        ...{ reviewEvery: written.review_every, usersFeel: written.users_feel },
        askOrder: askOrder(
          checks.map(({ id }) => id),
          tree,
          causes,
        ),
        ...{ checks, vocabulary: language.vocabulary, tree, outcomes, causes, remedies, source: this.#source },
      },
    };
  }

  #filled(): RunbookSource {
    const { written } = this.#included;
    const { services } = this.#surroundings;
    const values = this.#surroundings.values(written.service);
    if (values !== null) return fillPlaces(written, values, this.#complaints.wrong) as RunbookSource;
    const { service } = written;
    this.#complaints.wrong(
      ['service'],
      `config.yml has no service "${service}"${instead(service, services, 'It has')}`,
    );
    return written;
  }

  #language(checks: readonly RunbookCheck[]): Language {
    const { wrong } = this.#complaints;
    const vocabulary = vocabularyOf(checks, this.#surroundings.catalog, this.#complaints);
    const unasked = checks.filter(({ only }) => only === 'verify').map(({ id }) => id);
    const any = compilerAt(vocabulary, wrong);
    return { vocabulary, unasked, any, asked: inDiagnosis(any, unasked, wrong) };
  }

  #cause(id: string, cause: CauseSource, { asked, unasked, vocabulary }: Language): Cause {
    const { wrong } = this.#complaints;
    const symptoms = cause.symptoms.flatMap(({ when, weight, say }, index) => {
      const path = ['causes', id, 'symptoms', index];
      const condition = asked(when, [...path, 'when']);
      const spoken = spokenChecks(say ?? '');
      const late = spoken.find((check) => unasked.includes(check));
      if (late !== undefined) wrong([...path, 'say'], onlyToVerify(late));
      const says = say === undefined ? null : compileSay(say, vocabulary);
      if (says !== null && 'error' in says) wrong([...path, 'say'], says.error);
      if (condition === null || (says !== null && 'error' in says)) return [];
      return [{ when: condition, weight, say: says, seenBy: spoken[0] ?? condition.refs.at(-1)?.check ?? '' }];
    });
    const { title, next, independent, follow_ups: followUps, first = null, remedies } = cause;
    return { id, title, symptoms, next, first, independent, followUps, remedies };
  }
}

function readOutcome(id: string, outcome: OutcomeSource, compile: CompileAt): Outcome {
  const onlyIf = outcome.only_if === undefined ? null : compile(outcome.only_if, ['outcomes', id, 'only_if']);
  return { id, onlyIf, ...pick(outcome, ['title', 'state', 'kind', 'next', 'show', 'remedies']) };
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
