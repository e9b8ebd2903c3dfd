import { Environment, type ASTNode, type ParseResult } from '@marcbachmann/cel-js';
import { breachIn, nodesIn } from './condition-rules.js';
import { instead } from '../text/nearest.js';
import { isUnknown, type FactSpec, type FactType, type FactValue, type Facts, type QuotedLine } from './facts.js';

/** Three answers a condition can have in the end, and a fourth while checks are still out. */
export type Answer = 'yes' | 'no' | 'unknown' | 'pending';

/** What is known so far: the facts of each check, or nothing yet. */
export type Known = Readonly<Record<string, Facts | undefined>>;

/** The declared facts of each check of a runbook, by the name the runbook gives the check. */
export type Vocabulary = Readonly<Record<string, Readonly<Record<string, FactSpec>>>>;

/** A reference to one fact: check and name. */
export interface FactRef {
  readonly check: string;
  readonly fact: string;
}

export interface Condition {
  readonly source: string;
  /** The facts it speaks of, each once, in order of appearance. */
  readonly refs: readonly FactRef[];
  answer(known: Known): Answer;
}

/** What is wrong with a condition, with the range of characters it concerns. */
export interface ConditionError {
  readonly error: string;
  readonly start: number;
  readonly end: number;
}

const celTypes: Record<FactType, string> = {
  bool: 'bool',
  int: 'int',
  double: 'double',
  string: 'string',
  time: 'google.protobuf.Timestamp',
  strings: 'list<string>',
  lines: 'list<string>',
};

/** Compiles conditions against the facts a runbook's checks declare, so that a misspelt fact is found when the file is read. */
export function conditionCompiler(vocabulary: Vocabulary): (source: string) => Condition | ConditionError {
  const environment = new Environment();
  for (const [check, facts] of Object.entries(vocabulary)) {
    const schema = Object.fromEntries(Object.entries(facts).map(([name, spec]) => [name, celTypes[spec.type]]));
    environment.registerVariable({ name: check, schema });
  }
  return (source) => {
    const checked = environment.check(source);
    if (!checked.valid) return located(source, checked.error, vocabulary);
    if (checked.type !== 'bool')
      return wrong(
        source,
        `gives a value of type ${checked.type ?? 'dyn'}, not a yes or no: compare it with something`,
      );
    const parsed = environment.parse(source);
    const breach = breachIn(parsed.ast, Object.keys(vocabulary));
    if (breach !== null) return breach;
    const refs = referencesIn(parsed.ast);
    return { source, refs, answer: (known) => answer(parsed, refs, known, vocabulary) };
  };
}

/** False for a check's or a fact's name that conditions cannot speak of, since it is a word of their language: `in`, `true`. */
export function isUsableName(name: string, of: 'check' | 'fact'): boolean {
  const [check, fact] = of === 'check' ? [name, 'fact'] : ['check', name];
  try {
    return new Environment().registerVariable({ name: check, schema: { [fact]: 'bool' } }).check(`${check}.${fact}`)
      .valid;
  } catch {
    return false;
  }
}

/** Tells a compiled condition from an error. */
export function isConditionError(result: Condition | ConditionError): result is ConditionError {
  return 'error' in result;
}

/**
 * Facts that are unknown or pending are left out; CEL's && and || go on without them where the rest decides. If they do
 * decide, evaluation fails on the missing fact, and only then is the answer unknown or pending. Any other failure is a bug.
 */
function answer(parsed: ParseResult, refs: readonly FactRef[], known: Known, vocabulary: Vocabulary): Answer {
  try {
    return parsed(contextFor(refs, known, vocabulary)) === true ? 'yes' : 'no';
  } catch (error) {
    const missing = refs.filter(({ check, fact }) => isUnknown(known[check]?.[fact]) || known[check] === undefined);
    if (missing.length === 0 || (error as { code?: unknown }).code !== 'no_such_key') throw error;
    return missing.some(({ check }) => known[check] === undefined) ? 'pending' : 'unknown';
  }
}

function contextFor(
  refs: readonly FactRef[],
  known: Known,
  vocabulary: Vocabulary,
): Record<string, Record<string, unknown>> {
  const context: Record<string, Record<string, unknown>> = {};
  for (const { check, fact } of refs) {
    const values = (context[check] ??= {});
    const value = known[check]?.[fact];
    const spec = vocabulary[check]?.[fact];
    if (value !== undefined && spec !== undefined && !isUnknown(value)) values[fact] = toCel(spec.type, value);
  }
  return context;
}

/** CEL's ints are BigInt, its times Dates. A time that never was is the epoch's start, lines are their texts. */
function toCel(type: FactType, value: FactValue): unknown {
  if (type === 'int') return BigInt(value as number);
  if (type === 'time') return new Date(value === null ? 0 : (value as string));
  if (type === 'lines') return (value as readonly QuotedLine[]).map((line) => line.text);
  return value;
}

function referencesIn(ast: ASTNode): FactRef[] {
  const refs = new Map<string, FactRef>();
  for (const { node } of nodesIn(ast)) {
    if (node.op !== '.') continue;
    const [object, fact] = node.args;
    if (object.op === 'id') refs.set(`${object.args}.${fact}`, { check: object.args, fact });
  }
  return [...refs.values()];
}

function wrong(source: string, error: string): ConditionError {
  return { error, start: 0, end: source.length };
}

/** Turns the checker's complaint into what would have been right. */
function located(source: string, error: unknown, vocabulary: Vocabulary): ConditionError {
  const { summary, range } = error as { summary?: string; range?: { start: number; end: number } };
  const start = range?.start ?? 0;
  const end = Math.max(range?.end ?? source.length, start + 1);
  return { error: helpful(source, summary ?? String(error), start, vocabulary), start, end };
}

function helpful(source: string, summary: string, start: number, vocabulary: Vocabulary): string {
  const variable = /^Unknown variable: (\w+)/.exec(summary)?.[1];
  if (variable !== undefined)
    return `no check is called "${variable}"${instead(variable, Object.keys(vocabulary), 'Checks are')}`;
  const key = /^No such key: (\w+)/.exec(summary)?.[1];
  const check = /(\w+)\.$/.exec(source.slice(0, start))?.[1];
  const facts = check !== undefined && Object.hasOwn(vocabulary, check) ? vocabulary[check] : undefined;
  if (key !== undefined && check !== undefined && facts !== undefined) {
    return `${check} has no fact "${key}"${instead(key, Object.keys(facts), 'It has')}`;
  }
  return summary;
}
