import type { Condition } from './conditions.js';
import type { Cause } from './runbook.js';
import type { Step } from './tree.js';

/**
 * The checks in the order in which the verdict needs them: those the tree's questions speak of from its first question on,
 * then those of the causes in the runbook's order, then the rest. Where many runs are asked at once, this is who goes first.
 */
export function askOrder(checks: readonly string[], tree: Step, causes: readonly Cause[]): readonly string[] {
  const conditions = [...questionsIn(tree), ...causes.flatMap(({ symptoms }) => symptoms.map(({ when }) => when))];
  const spoken = conditions.flatMap(({ refs }) => refs.map(({ check }) => check));
  return [...new Set([...spoken, ...checks])];
}

/** Breadth first: a question near the root is asked before one that is far down a branch. */
function questionsIn(tree: Step): Condition[] {
  const found: Condition[] = [];
  const seen = new Set<Step>([tree]);
  for (const step of seen) {
    if (step.kind === 'outcome') {
      if (step.onlyIf !== null) found.push(step.onlyIf);
      continue;
    }
    found.push(step.when);
    for (const next of [step.yes, step.no, step.unknown]) if (next !== null) seen.add(next);
  }
  return found;
}
