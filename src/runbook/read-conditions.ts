import { conditionCompiler, isConditionError, type Condition, type Vocabulary } from './conditions.js';
import type { Path } from './problems.js';

/** Compiles the condition at a place of a runbook; null where it is wrong, which is reported. */
export type CompileAt = (source: string, path: Path) => Condition | null;

/** Compiles conditions over these facts, and complains with the wrong line and carets under the place. */
export function compilerAt(vocabulary: Vocabulary, wrong: (path: Path, message: string) => void): CompileAt {
  const compile = conditionCompiler(vocabulary);
  return (source, path) => {
    const condition = compile(source);
    if (!isConditionError(condition)) return condition;
    wrong(path, `${condition.error}\n${underlined(source, condition.start, condition.end)}`);
    return null;
  };
}

/** Compiles as `compile` does and refuses to speak of checks that a diagnosis does not ask. */
export function inDiagnosis(
  compile: CompileAt,
  unasked: readonly string[],
  wrong: (path: Path, message: string) => void,
): CompileAt {
  return (source, path) => {
    const condition = compile(source, path);
    const check = condition?.refs.find((ref) => unasked.includes(ref.check))?.check;
    if (check === undefined) return condition;
    wrong(path, onlyToVerify(check));
    return null;
  };
}

/** Why something outside of a verification may not speak of a check. */
export function onlyToVerify(check: string): string {
  return `"${check}" is asked only to verify a remedy (only: verify); nothing else can speak of it`;
}

/** The line of a condition that is wrong, with carets under the place. */
function underlined(source: string, start: number, end: number): string {
  const lineStart = source.lastIndexOf('\n', start - 1) + 1;
  const line = source.slice(lineStart).split('\n', 1)[0] ?? '';
  const from = start - lineStart;
  const carets = '^'.repeat(Math.max(1, Math.min(end - start, line.length - from)));
  return `    ${line}\n    ${' '.repeat(from)}${carets}`;
}
