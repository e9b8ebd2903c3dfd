import { text, type Text } from '../text/text.js';
import type { FactRef, Known } from './conditions.js';
import { rank, type Ranking, type Score } from './causes.js';
import { isUnknown } from './facts.js';
import { COULD_NOT_TELL, type Cause, type Outcome, type Runbook, type ServiceState } from './runbook.js';
import { walk, type Asked } from './tree.js';
import type { Vantage } from './catalog.js';

/** A line of evidence, with where it was seen from. */
export interface Evidence {
  readonly says: Text;
  readonly vantage: Vantage;
}

export interface NamedCause {
  readonly id: string;
  readonly title: string;
  readonly score: number;
  readonly next: string;
}

/** What could not be observed and mattered: the checks that miss it and the reason they share. */
export interface Unknown {
  readonly checks: readonly string[];
  readonly reason: string;
}

/** The answer of a run: plain data, recorded as it was said. */
export interface Verdict {
  readonly outcome: string;
  readonly title: string;
  readonly kind: Outcome['kind'];
  readonly state: ServiceState;
  readonly named: readonly NamedCause[];
  readonly candidates: readonly NamedCause[];
  readonly ruledOut: readonly string[];
  readonly unknown: readonly Unknown[];
  readonly evidence: readonly Evidence[];
  readonly next: string;
  /** What people do before they ask for a remedy; not there for nothing. */
  readonly first?: string;
  /** Ids of the remedies to offer, the recommended one first. */
  readonly remedies: readonly string[];
  readonly path: readonly Asked[];
}

/** What a check said of itself, beside its facts. */
export type Sayings = Readonly<Record<string, Text | undefined>>;

/** At most this many lines of evidence for the cause, before what users feel. */
const HEAVIEST = 2;

/** The verdict so far, or null while further answers could still change where the tree ends or which causes are named. */
export function verdictOf(runbook: Runbook, known: Known, sayings: Sayings): Verdict | null {
  const { path, end, missed } = walk(runbook.tree, known);
  if (end === 'pending') return null;
  const outcome = outcomeOf(runbook, end.outcome);
  const ranking = rank(causesFor(outcome, runbook), known);
  if (!ranking.settled) return null;
  return {
    outcome: outcome.id,
    title: outcome.title,
    kind: outcome.kind,
    state: outcome.state,
    named: ranking.named.map(summary),
    candidates: ranking.candidates.map(summary),
    ruledOut: ranking.ruledOut.map((score) => score.cause.title),
    unknown: unknownOf(runbook, [...missed, ...ranking.open.flatMap((score) => score.unknown)], known),
    evidence: evidenceOf(runbook, outcome, ranking, known, sayings),
    next: ranking.named[0]?.cause.next ?? outcome.next,
    ...firstOf(ranking),
    remedies: remediesFor(outcome, ranking),
    path,
  };
}

function causesFor({ kind }: Outcome, { causes }: Runbook): readonly Cause[] {
  if (kind === 'false_alarm') return [];
  return kind === 'wait' ? causes.filter(({ independent }) => independent) : causes;
}

/** Those of the causes that are named, the first cause's first; the outcome's where none is. */
function remediesFor(outcome: Outcome, { named }: Ranking): string[] {
  if (outcome.kind === 'false_alarm') return [];
  return named.length === 0 ? [...outcome.remedies] : [...new Set(named.flatMap(({ cause }) => cause.remedies))];
}

function firstOf({ named }: Ranking): { readonly first?: string } {
  const first = named[0]?.cause.first ?? null;
  return first === null ? {} : { first };
}

/** True when two verdicts name the same outcome, state and causes: what people would act upon. */
export function sameVerdict(one: Verdict, other: Verdict): boolean {
  const key = (verdict: Verdict): string =>
    JSON.stringify([verdict.outcome, verdict.state, verdict.named.map(({ id }) => id)]);
  return key(one) === key(other);
}

function outcomeOf(runbook: Runbook, id: string | null): Outcome {
  const outcome = runbook.outcomes[id ?? COULD_NOT_TELL];
  if (outcome === undefined)
    throw new Error(`runbook ${runbook.id} ends in an outcome it does not have: ${String(id)}`);
  return outcome;
}

function summary({ cause, score }: Score): NamedCause {
  return { id: cause.id, title: cause.title, score, next: cause.next };
}

function evidenceOf(runbook: Runbook, outcome: Outcome, ranking: Ranking, known: Known, sayings: Sayings): Evidence[] {
  const leading = ranking.named.length > 0 ? ranking.named : ranking.candidates.slice(0, 1);
  const symptoms = leading.flatMap((score) =>
    symptomEvidence(runbook, score, known, leading.length > 1 ? 1 : HEAVIEST),
  );
  const shown = new Set(symptoms.map(({ check }) => check));
  const checks = symptoms.length > 0 ? [runbook.usersFeel] : [...new Set([...outcome.show, runbook.usersFeel])];
  const said = checks.filter((check) => !shown.has(check)).flatMap((check) => checkEvidence(runbook, check, sayings));
  return [...symptoms.map(({ says, vantage }) => ({ says, vantage })), ...said];
}

function symptomEvidence(runbook: Runbook, score: Score, known: Known, most: number): (Evidence & { check: string })[] {
  return score.held
    .flatMap(({ say, seenBy }) => (say === null ? [] : [{ says: say(known), ...origin(runbook, seenBy) }]))
    .slice(0, most);
}

function checkEvidence(runbook: Runbook, id: string, sayings: Sayings): Evidence[] {
  const says = sayings[id];
  const check = runbook.checks.find((one) => one.id === id);
  return says === undefined || check === undefined
    ? []
    : [{ says: text(`${check.title}: `, says), vantage: check.vantage }];
}

function origin(runbook: Runbook, id: string): { check: string; vantage: Vantage } {
  return { check: id, vantage: runbook.checks.find((check) => check.id === id)?.vantage ?? 'bot' };
}

/** What is unknown and left a question or a symptom open; the checks that share a reason stand together. */
function unknownOf(runbook: Runbook, missed: readonly FactRef[], known: Known): Unknown[] {
  const byReason = new Map<string, Set<string>>();
  for (const { check, fact } of missed) {
    const value = known[check]?.[fact];
    if (!isUnknown(value)) continue;
    const title = runbook.checks.find(({ id }) => id === check)?.title ?? check;
    byReason.set(value.unknown, (byReason.get(value.unknown) ?? new Set()).add(title));
  }
  return [...byReason].map(([reason, checks]) => ({ reason, checks: [...checks] }));
}
