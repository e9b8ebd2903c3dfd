import type { Run } from '../../incident/state.js';
import type { Runbook } from '../../runbook/runbook.js';
import type { Asked, Step } from '../../runbook/tree.js';
import { flat, oneLine } from './letters.js';

type Question = Extract<Step, { kind: 'question' }>;

/** A way the answers did not take, in words: where it leads, or what it asks next. */
export interface Aside {
  readonly answer: Asked['answer'];
  readonly says: string;
}

/** A question on the way. */
export interface Node {
  readonly ask: string;
  readonly answer: Asked['answer'];
  /** What each check it looks at said, with the check's name. */
  readonly observed: readonly string[];
  readonly asides: readonly Aside[];
}

/** The questions a run was led through. It ends early where the tree is not the one the run walked. */
export function nodesOf(run: Run, runbook: Runbook): readonly Node[] {
  const nodes: Node[] = [];
  let step: Step | null = runbook.tree;
  for (const { ask, answer } of run.verdict?.path ?? []) {
    if (step?.kind !== 'question' || step.ask !== ask) return nodes;
    nodes.push({
      ask: oneLine(ask),
      answer,
      observed: observed(step, run, runbook),
      asides: asidesOf(step, answer, runbook),
    });
    step = step[answer];
  }
  return nodes;
}

function observed({ when }: Question, run: Run, runbook: Runbook): readonly string[] {
  const checks = [...new Set(when.refs.map(({ check }) => check))];
  return checks.map((id) => {
    const title = oneLine(runbook.checks.find((check) => check.id === id)?.title ?? id);
    const answer = run.answers[id];
    return `${title}: ${answer === undefined ? 'not answered' : flat(answer.says, run.startedAt)}`;
  });
}

function asidesOf(step: Question, taken: Asked['answer'], runbook: Runbook): readonly Aside[] {
  const answers = ['yes', 'no', 'unknown'] as const;
  return answers.flatMap((answer) => {
    const branch = step[answer];
    return answer === taken || branch === null ? [] : [{ answer, says: wayOf(branch, runbook) }];
  });
}

function wayOf(step: Step, { outcomes }: Runbook): string {
  if (step.kind === 'outcome') return oneLine(outcomes[step.id]?.title ?? step.id);
  const more = questionsIn(step) - 1;
  return oneLine(`${step.ask}${more === 0 ? '' : more === 1 ? ' And 1 more question' : ` And ${more} more questions`}`);
}

/** How many questions lie behind a step, each counted once though branches meet again. */
function questionsIn(step: Step): number {
  const seen = new Set<Step>();
  const look = (one: Step): void => {
    if (one.kind === 'outcome' || seen.has(one)) return;
    seen.add(one);
    for (const next of [one.yes, one.no, one.unknown]) if (next !== null) look(next);
  };
  look(step);
  return seen.size;
}
