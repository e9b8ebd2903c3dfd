import type { Answer, Condition, FactRef, Known } from './conditions.js';

/** A node of the decision tree. Branches may meet again: a list of questions shares its tail. */
export type Step =
  | {
      readonly kind: 'question';
      readonly ask: string;
      readonly when: Condition;
      readonly yes: Step;
      readonly no: Step;
      readonly unknown: Step | null;
    }
  | { readonly kind: 'outcome'; readonly id: string; readonly onlyIf: Condition | null };

/** One question on the way and how it was answered. */
export interface Asked {
  readonly ask: string;
  readonly answer: Exclude<Answer, 'pending'>;
}

/** Where the tree ends with what is known: an outcome, `null` where the answers do not decide it, or still pending. */
export type End = { readonly outcome: string | null } | 'pending';

export interface Walk {
  readonly path: readonly Asked[];
  readonly end: End;
  /** The facts that questions on the way asked for and that may be unknown. */
  readonly missed: readonly FactRef[];
}

/**
 * Walks the tree. An unknown answer takes its own branch where the runbook names one; otherwise it goes on only if yes
 * and no end the same. A pending answer likewise: the walk ends early when no further answer can change where it ends.
 */
export function walk(step: Step, known: Known): Walk {
  return walkOnce(step, known, new Map());
}

/** Branches meet again: what is behind a step is looked at once, or a long list would take forever. */
function walkOnce(step: Step, known: Known, walked: Map<Step, Walk>): Walk {
  const before = walked.get(step);
  if (before !== undefined) return before;
  const found = walkFrom(step, known, (next) => walkOnce(next, known, walked));
  walked.set(step, found);
  return found;
}

function walkFrom(step: Step, known: Known, on: (next: Step) => Walk): Walk {
  if (step.kind === 'outcome') return { path: [], end: outcomeEnd(step, known), missed: step.onlyIf?.refs ?? [] };
  const answer = step.when.answer(known);
  if (answer === 'yes' || answer === 'no') return onward(step, answer, on(step[answer]));
  const ends = branchesOf(step, answer).map((branch) => on(branch).end);
  if (answer === 'pending') return { path: [], end: agreed(ends) ?? 'pending', missed: [] };
  if (step.unknown !== null) return onward(step, 'unknown', on(step.unknown));
  return onward(step, 'unknown', { path: [], end: whereUndecided(ends), missed: [] });
}

type Question = Extract<Step, { kind: 'question' }>;

function onward({ ask, when }: Question, answer: Asked['answer'], rest: Walk): Walk {
  const missed = answer === 'unknown' ? [...when.refs, ...rest.missed] : rest.missed;
  return { path: [{ ask, answer }, ...rest.path], end: rest.end, missed };
}

function outcomeEnd(step: Extract<Step, { kind: 'outcome' }>, known: Known): End {
  const holds = step.onlyIf?.answer(known) ?? 'yes';
  if (holds === 'pending') return 'pending';
  return { outcome: holds === 'yes' ? step.id : null };
}

/** Where a question that is not answered yet (or cannot be) may lead. */
function branchesOf(step: Question, answer: 'unknown' | 'pending'): Step[] {
  const both = [step.yes, step.no];
  return answer === 'pending' && step.unknown !== null ? [...both, step.unknown] : both;
}

function agreed(ends: readonly End[]): End | null {
  const [first, ...rest] = ends;
  if (first === undefined || first === 'pending' || first.outcome === null) return null;
  return rest.every((end) => end !== 'pending' && end.outcome === first.outcome) ? first : null;
}

function whereUndecided(ends: readonly End[]): End {
  return agreed(ends) ?? (ends.includes('pending') ? 'pending' : { outcome: null });
}

/** The outcomes a tree can end in, each once. */
export function outcomesIn(step: Step): Set<string> {
  const seen = new Set<Step>();
  const look = (one: Step): string[] => {
    if (seen.has(one)) return [];
    seen.add(one);
    if (one.kind === 'outcome') return [one.id];
    return [one.yes, one.no, ...(one.unknown ? [one.unknown] : [])].flatMap(look);
  };
  return new Set(look(step));
}
