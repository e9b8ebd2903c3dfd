import { evaluate, type ASTNode } from '@marcbachmann/cel-js';

/** What a condition must not say although CEL understands it, and the range of characters that says it. */
export interface Breach {
  readonly error: string;
  readonly start: number;
  readonly end: number;
}

const OPERATORS = new Set<string>([
  ...['value', 'id', 'list', '.', 'call', 'rcall'],
  ...['&&', '||', '!_', '?:', '==', '!=', '<', '<=', '>', '>=', 'in', '+', '-', '*', '-_'],
]);
const METHODS = new Set(['contains', 'startsWith', 'endsWith', 'size', 'exists', 'all']);
const CONSTANTS = new Set(['timestamp', 'duration']);
const ALLOWED =
  'conditions use && || ! ?: comparisons, in, + - *, contains, startsWith, endsWith, size, exists, all, and timestamp("…") and duration("…") of what is written there';

/**
 * Finds the first thing in a well-typed condition that could fail or hang while an incident is on: an index, a division,
 * a conversion, a pattern over foreign text, or a fact taken from its check in any way but `check.fact`.
 */
export function breachIn(ast: ASTNode, checks: readonly string[]): Breach | null {
  for (const { node, parent } of nodesIn(ast, null)) {
    const error = wrongWith(node, parent, checks);
    if (error !== null) return { error, start: node.start, end: node.end };
  }
  return null;
}

/** All nodes of a condition with the node each stands in, outermost first. */
export function* nodesIn(
  value: unknown,
  parent: ASTNode | null = null,
): Generator<{ readonly node: ASTNode; readonly parent: ASTNode | null }> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item, parent);
  if (!isNode(value)) return;
  yield { node: value, parent };
  yield* nodesIn(value.args, value);
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

function wrongWith(node: ASTNode, parent: ASTNode | null, checks: readonly string[]): string | null {
  if (!OPERATORS.has(node.op)) return notAllowed(spoken[node.op] ?? `"${node.op}"`);
  if (node.op === 'id' && checks.includes(node.args) && parent?.op !== '.')
    return `"${node.args}" is a check: speak of one of its facts, like ${node.args}.fact`;
  if (node.op === 'rcall') return METHODS.has(node.args[0]) ? null : notAllowed(calls(node.args[0]));
  return node.op === 'call' ? wrongCall(node.args[0], node.args[1], node.input.slice(node.start, node.end)) : null;
}

function wrongCall(name: string, given: readonly ASTNode[], written: string): string | null {
  if (name === 'has') return 'has() is not needed: a fact is always there, or unknown';
  if (name === 'size') return null;
  if (!CONSTANTS.has(name) || given.some(({ op }) => op !== 'value')) return notAllowed(calls(name));
  const example = name === 'timestamp' ? 'timestamp("2025-12-04T03:05:00Z")' : 'duration("90s")';
  return hasValue(written) ? null : `there is no such ${name}; write it like ${example}`;
}

function hasValue(constant: string): boolean {
  try {
    evaluate(constant);
    return true;
  } catch {
    return false;
  }
}

const spoken: Readonly<Record<string, string>> = {
  '[]': 'an index ([…])',
  '[?]': 'an index ([…])',
  '/': 'a division',
  '%': 'a remainder (%)',
  map: 'a map ({…})',
};

function calls(name: string): string {
  if (name === 'matches') return 'matches(); give the pattern to a logs check under find: and ask for its lines';
  return `${name}()`;
}

function notAllowed(what: string): string {
  return `a condition must not fail, so it cannot use ${what}. What it may use: ${ALLOWED}`;
}
