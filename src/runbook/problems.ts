import { isNode, LineCounter, parseDocument, visit, type Document } from 'yaml';

/** Something wrong in a file that people wrote: where, what, and what would have been right. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** The key it concerns, as people would say it: `causes.out_of_memory.symptoms[0].when`. */
  readonly at: string;
  readonly message: string;
}

export type Path = readonly PropertyKey[];

/** A YAML file that was read, able to say where each of its keys stands. */
export interface YamlFile {
  readonly file: string;
  readonly value: unknown;
  /** The first syntax error, if any: the value means nothing then, and what follows it is mostly its echo. */
  readonly problems: readonly Problem[];
  problem(path: Path, message: string): Problem;
  /** A problem of a place in the text rather than of a key; `offset` counts characters. */
  problemAt(offset: number, message: string): Problem;
}

/** Reads YAML and keeps the positions. Never throws for what the file contains. */
export function readYaml(file: string, source: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, logLevel: 'error' });
  const problemAt = (offset: number, message: string, at = ''): Problem => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col, at, message };
  };
  const [first] = [...document.errors, ...document.warnings].map(({ pos, message }) =>
    problemAt(pos[0], syntax(message)),
  );
  const alias = aliasIn(document);
  const problem = first ?? (alias === null ? undefined : problemAt(alias.offset, alias.message));
  return {
    file,
    value: problem === undefined ? document.toJS() : null,
    problems: problem === undefined ? [] : [problem],
    problem: (path, message) => problemAt(offsetOf(document, path), message, spoken(path)),
    problemAt,
  };
}

/** An alias may lead nowhere or into itself, and a reviewer reads better what is written out. */
function aliasIn(document: Document): { readonly offset: number; readonly message: string } | null {
  const found: { offset: number; message: string }[] = [];
  visit(document, {
    Alias: (_key, { source, range }) => {
      found.push({ offset: range?.[0] ?? 0, message: `*${source} refers to another place; write it out` });
    },
  });
  return found[0] ?? null;
}

/** `runbooks/api-down.yml:12:5 checks.log.tail: must be a number` */
export function formatProblem({ file, line, column, at, message }: Problem): string {
  return `${file}:${line}:${column} ${at === '' ? '' : `${at}: `}${message}`;
}

/** The position of a key's value, or of the nearest parent that is in the file. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const key = path[length - 1];
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMapNode(parent)
      ? parent.items.find((item) => isNode(item.key) && 'value' in item.key && item.key.value === key)
      : undefined;
    if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

function isMapNode(node: unknown): node is { items: { key: unknown }[] } {
  return (
    isNode(node) &&
    'items' in node &&
    Array.isArray(node.items) &&
    node.items.every((item) => typeof item === 'object' && item !== null && 'key' in item)
  );
}

function spoken(path: Path): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}

/** The parser's sentence without the position, which stands before it anyway. */
function syntax(message: string): string {
  if (message.startsWith('Source contains multiple documents')) return 'must be one document: take out the line ---';
  return (message.split('\n')[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}
