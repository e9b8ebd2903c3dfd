import type { Condition } from './conditions.js';
import { instead } from '../text/nearest.js';
import { COULD_NOT_TELL } from './runbook.js';
import type { BranchSource, QuestionSource } from './schema.js';
import type { Path } from './problems.js';
import type { Step } from './tree.js';

/** What growing a tree needs of its surroundings: compiled conditions, the outcomes' own conditions, and somebody to complain to. */
export interface Soil {
  compile(source: string, path: Path): Condition | null;
  onlyIf(outcome: string): Condition | null;
  /** The outcomes a way may end in. */
  readonly outcomes: readonly string[];
  readonly wrong: (path: Path, message: string) => void;
}

type TreeSource = readonly (QuestionSource | { otherwise: string })[];

/** Makes the tree of a runbook's list of questions: a branch that is left out goes on to the next question of the list. */
export function growTree(list: TreeSource, soil: Soil): Step {
  const path: Path = ['tree'];
  return growList(list, 0, path, soil);
}

function growList(list: TreeSource, index: number, path: Path, soil: Soil): Step {
  const item = list[index];
  const here = [...path, index];
  if (item === undefined) return missing();
  if ('otherwise' in item) {
    if (index !== list.length - 1) soil.wrong(here, 'otherwise must be the last; what follows it is never asked');
    return outcome(item.otherwise, [...here, 'otherwise'], soil);
  }
  const rest = index + 1 < list.length ? growList(list, index + 1, path, soil) : null;
  return growQuestion(item, here, rest, soil);
}

function growQuestion(question: QuestionSource, path: Path, rest: Step | null, soil: Soil): Step {
  const when = soil.compile(question.when, [...path, 'when']);
  const way = (answer: 'yes' | 'no'): Step => {
    const branch = question[answer];
    if (branch !== undefined) return growBranch(branch, [...path, answer], rest, soil);
    if (rest === null) soil.wrong(path, `has no way on for ${answer}, and no question follows it`);
    return rest ?? missing();
  };
  if (question.yes === undefined && question.no === undefined)
    soil.wrong(path, 'decides nothing: yes and no both go on to the next question');
  const unknown =
    question.unknown === undefined ? null : growBranch(question.unknown, [...path, 'unknown'], rest, soil);
  const [yes, no] = [way('yes'), way('no')];
  return { kind: 'question', ask: question.ask, when: when ?? UNREADABLE, yes, no, unknown };
}

function growBranch(branch: BranchSource, path: Path, rest: Step | null, soil: Soil): Step {
  return typeof branch === 'string' ? outcome(branch, path, soil) : growQuestion(branch, path, rest, soil);
}

function outcome(id: string, path: Path, soil: Soil): Step {
  if (!soil.outcomes.includes(id)) {
    soil.wrong(path, `no outcome is called "${id}"${instead(id, soil.outcomes, 'Outcomes are')}`);
    return missing();
  }
  return { kind: 'outcome', id, onlyIf: soil.onlyIf(id) };
}

/** Stands in for a condition that was reported as wrong, so that what lies behind it is looked at all the same. */
const UNREADABLE: Condition = { source: '', refs: [], answer: () => 'unknown' };

/** Stands in for what could not be grown; the problem that was reported keeps the runbook from being used. */
function missing(): Step {
  return { kind: 'outcome', id: COULD_NOT_TELL, onlyIf: null };
}
