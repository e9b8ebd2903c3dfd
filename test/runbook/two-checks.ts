import {
  conditionCompiler,
  isConditionError,
  type Condition,
  type Known,
  type Vocabulary,
} from '../../src/runbook/conditions.js';

/** Two checks with a fact of each type, and conditions over them. */
const spec = (type: Vocabulary[string][string]['type']) => ({ type, says: 'a fact' });
const vocabulary: Vocabulary = {
  a: { on: spec('bool'), n: spec('int'), share: spec('double'), word: spec('string'), at: spec('time') },
  b: { on: spec('bool'), lines: spec('lines'), words: spec('strings') },
};
export const compile = conditionCompiler(vocabulary);

/** A condition that is right. */
export function condition(source: string): Condition {
  const compiled = compile(source);
  if (isConditionError(compiled)) throw new Error(compiled.error);
  return compiled;
}

/** What is wrong with a condition. */
export function errorOf(source: string): string {
  const compiled = compile(source);
  if (!isConditionError(compiled)) throw new Error(`${source} is right`);
  return compiled.error;
}

export const unknown = { unknown: 'not looked' };
export const a = { on: true, n: 3, share: 0.5, word: 'exited', at: '2025-12-04T03:04:11.000Z' };
export const b = { on: false, lines: [{ at: null, text: 'Killed' }], words: ['x', 'y'] };
export const all: Known = { a, b };
