import type { FactRef, Known } from './conditions.js';
import type { Cause, Symptom } from './runbook.js';

/** A cause is named at this score … */
export const NAMED_AT = 4;
/** … if it leads every rival by at least this much. */
export const MARGIN = 2;

/** One cause measured against what is known. `low` and `high` bound the score while answers are pending. */
export interface Score {
  readonly cause: Cause;
  /** Evidence for minus evidence against; unknown symptoms count for neither. */
  readonly score: number;
  readonly low: number;
  readonly high: number;
  /** What the score could still reach if everything unknown spoke for it. */
  readonly conceivable: number;
  /** What would be left of the score if everything unknown spoke against it. */
  readonly least: number;
  /** Symptoms that hold and speak for it, heaviest first. */
  readonly held: readonly Symptom[];
  /** Facts of symptoms whose answer is unknown. */
  readonly unknown: readonly FactRef[];
}

/** How all causes of a runbook stand. */
export interface Ranking {
  readonly scores: readonly Score[];
  readonly named: readonly Score[];
  /** Something speaks for it, not enough to name it. */
  readonly candidates: readonly Score[];
  /** Nothing speaks for it, and what is unknown could not name it. In the runbook's order: its author knows what people suspect first. */
  readonly ruledOut: readonly Score[];
  /** Those that would be judged otherwise, or change how another is judged, if what is unknown spoke. */
  readonly open: readonly Score[];
  /** True when pending answers cannot change which causes are named, nor which of them comes first. */
  readonly settled: boolean;
}

/** Measures every cause and names those that stand out. Ties keep the runbook's order. */
export function rank(causes: readonly Cause[], known: Known): Ranking {
  const scores = causes.map((cause) => scoreOf(cause, known)).sort((a, b) => b.score - a.score);
  const named = scores.filter((one) =>
    stands(
      one,
      scores,
      (score) => score.score,
      (score) => score.score,
    ),
  );
  const others = scores.filter((one) => !named.includes(one));
  return {
    scores,
    named,
    candidates: others.filter((one) => one.score > 0),
    ruledOut: others
      .filter((one) => one.score <= 0 && one.conceivable < NAMED_AT)
      .sort((a, b) => causes.indexOf(a.cause) - causes.indexOf(b.cause)),
    open: [
      ...named.filter((one) => one.least < NAMED_AT),
      ...others.filter((one) => one.conceivable > NAMED_AT - MARGIN && one.conceivable > one.score),
    ],
    settled: scores.every((one) => isSettled(one, scores, named.includes(one))) && keepsOrder(named, causes),
  };
}

function scoreOf(cause: Cause, known: Known): Score {
  const answers = cause.symptoms.map((symptom) => ({ symptom, answer: symptom.when.answer(known) }));
  const sum = (wanted: readonly string[], count: (weight: number) => number): number =>
    answers.reduce((total, { symptom, answer }) => total + (wanted.includes(answer) ? count(symptom.weight) : 0), 0);
  const score = sum(['yes'], (weight) => weight);
  const low = score + sum(['pending'], (weight) => Math.min(0, weight));
  const high = score + sum(['pending'], (weight) => Math.max(0, weight));
  return {
    cause,
    score,
    low,
    high,
    conceivable: high + sum(['unknown'], (weight) => Math.max(0, weight)),
    least: score + sum(['unknown'], (weight) => Math.min(0, weight)),
    held: answers
      .filter(({ symptom, answer }) => answer === 'yes' && symptom.weight > 0)
      .map(({ symptom }) => symptom)
      .sort((a, b) => b.weight - a.weight),
    unknown: answers.filter(({ answer }) => answer === 'unknown').flatMap(({ symptom }) => symptom.when.refs),
  };
}

type Measure = (score: Score) => number;

/** An independent cause stands on its own evidence; the others must also lead all other dependent ones by the margin. */
function stands(one: Score, all: readonly Score[], own: Measure, others: Measure): boolean {
  if (own(one) < NAMED_AT) return false;
  if (one.cause.independent) return true;
  const rivals = all.filter((other) => other !== one && !other.cause.independent);
  return rivals.every((rival) => own(one) - others(rival) >= MARGIN);
}

function isSettled(one: Score, all: readonly Score[], named: boolean): boolean {
  if (named)
    return stands(
      one,
      all,
      (score) => score.low,
      (score) => score.high,
    );
  return !stands(
    one,
    all,
    (score) => score.high,
    (score) => score.low,
  );
}

/** The first named cause is the first advice: its place must not be taken by the next. Ties keep the runbook's order. */
function keepsOrder(named: readonly Score[], causes: readonly Cause[]): boolean {
  return named.slice(1).every((next, index) => {
    const ahead = named[index];
    if (ahead === undefined) return true;
    const lead = ahead.low - next.high;
    return lead > 0 || (lead === 0 && causes.indexOf(ahead.cause) < causes.indexOf(next.cause));
  });
}
