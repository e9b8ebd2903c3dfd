import type { CheckAnswer } from '../incident/events.js';
import type { Answer, Condition } from '../runbook/conditions.js';
import type { Runbook } from '../runbook/runbook.js';
import { join, text, type Text } from '../text/text.js';
import type { AskCheck } from './ports.js';

/** What a condition came to, and what its checks said. */
export interface Asked {
  readonly answer: Answer;
  readonly answers: Readonly<Record<string, CheckAnswer>>;
}

/** Asks the checks a condition speaks of, side by side, and what they make of it; those in `given` are not asked again. Never throws. */
export async function askCondition(
  ask: AskCheck,
  runbook: Runbook,
  condition: Condition,
  signal: AbortSignal,
  given: Asked['answers'] = {},
): Promise<Asked> {
  const ids = condition.refs.map(({ check }) => check).filter((id) => given[id] === undefined);
  const answers = { ...given, ...(await askChecks(ask, runbook, ids, signal)) };
  const known = Object.fromEntries(Object.entries(answers).map(([id, { facts }]) => [id, facts]));
  return { answer: condition.answer(known), answers };
}

/** Asks these checks of a runbook, each once, side by side. Never throws. */
export async function askChecks(
  ask: AskCheck,
  runbook: Runbook,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, CheckAnswer>>> {
  const checks = runbook.checks.filter(({ id }) => ids.includes(id));
  const given = await Promise.all(checks.map(async (check) => [check.id, await ask(runbook, check, signal)] as const));
  return Object.fromEntries(given);
}

/** What the checks said, in one line: `Health endpoint: refused; Container: running`. */
export function sayingsInLine(runbook: Runbook, answers: Asked['answers']): Text {
  const said = runbook.checks.flatMap(({ id, title }) => {
    const answer = answers[id];
    return answer === undefined ? [] : [text(`${title}: `, answer.says)];
  });
  return join(said, '; ');
}
