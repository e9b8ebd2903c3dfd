import { createContext, Script } from 'node:vm';
import { Eta } from 'eta';

/** A template as it was read. */
export interface Template {
  /** As people know it: `templates/post-incident.md`. */
  readonly file: string;
  readonly source: string;
}

/** What a template came to: its text, or what is wrong with it, without the file's name. */
export type Rendered = { readonly body: string } | { readonly line: number | null; readonly wrong: string };

/** A template that takes longer, or writes more, never ends. */
const PATIENCE_MS = 2_000;
const LONGEST = 20_000_000;

type Node = ReturnType<Eta['parse']>[number];

/** Renders a template with plain data. Never throws: a mistake comes back with its line, where that can be told. */
export function render({ file, source }: Template, data: object): Rendered {
  const written = { line: 0 };
  try {
    const script = new Script(programOf(source), { filename: file });
    const world = createContext({ told: (line: number) => (written.line = line), data: JSON.stringify(data) });
    const body: unknown = script.runInContext(world, { timeout: PATIENCE_MS });
    return { body: String(body) };
  } catch (error) {
    return mistakeIn(source, file, error, written.line);
  }
}

/**
 * The template as a program: Eta makes the statements, and what stands around them makes names that are not there, empty
 * values and endless texts mistakes, and remembers the line.
 */
function programOf(source: string): string {
  const eta = new Eta({ autoEscape: false, autoFilter: true, autoTrim: false, debug: true });
  return `'use strict';
(function () {
const tell = told, seen = new WeakMap();
const strict = (value, path) => {
  if (typeof value !== 'object' || value === null) return value;
  if (!seen.has(value)) seen.set(value, new Proxy(value, { get(target, key) {
    if (typeof key === 'symbol' || key in target) return strict(target[key], path + '.' + String(key));
    throw new Error('there is no ' + path + '.' + key);
  } }));
  return seen.get(value);
};
const it = strict(JSON.parse(data), 'it');
let text = '';
const __eta = {
  set line(line) { tell(line); },
  f(value) { if (value === null || value === undefined) throw new Error('it has no value here'); return String(value); },
  get res() { return text; },
  set res(longer) { if (longer.length > ${LONGEST}) throw new Error('it writes without an end'); text = longer; },
};
return (function (tell, told, data, seen) {
${eta.compileBody(withoutEmptyLines(eta.parse(source)))}
return __eta.res;
})();
})();`;
}

/** A line that holds statements alone leaves no empty line behind. */
function withoutEmptyLines(nodes: Node[]): Node[] {
  return nodes.map((node, at) => {
    const tag = nodes[at - 1];
    if (typeof node !== 'string' || tag === undefined || !isStatement(tag)) return node;
    const before = nodes[at - 2];
    const alone = before === undefined || (typeof before === 'string' ? before.endsWith('\\n') : isStatement(before));
    return alone && node.startsWith('\\n') ? node.slice(2) : node;
  });
}

function isStatement(node: Node): boolean {
  return typeof node !== 'string' && node.t === 'e';
}

function mistakeIn(source: string, file: string, error: unknown, ran: number): Rendered {
  const { name, message, stack, code } = shapeOf(error);
  if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return { line: lineOr(ran), wrong: 'it does not end' };
  const [said = ''] = message.split('\n');
  // Eta says it itself: `unclosed tag at line 3 col 5:`.
  const parsed = / at line (\d+) col \d+:?$/.exec(said);
  if (parsed !== null) return { line: Number(parsed[1]), wrong: said.slice(0, parsed.index) };
  if (name === 'SyntaxError') return { line: syntaxLine(source, file, stack), wrong: said };
  return { line: lineOr(ran), wrong: said };
}

/** Errors of another realm are not instances of ours. */
function shapeOf(error: unknown): { name: string; message: string; stack: string; code: string } {
  const read = (key: string): string => {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { name: read('name'), message: read('message') || 'it fails', stack: read('stack'), code: read('code') };
}

function lineOr(line: number): number | null {
  return line > 0 ? line : null;
}

/** The line of the tag before the place in the program at which it stopped making sense. */
function syntaxLine(source: string, file: string, stack: string): number | null {
  if (!stack.startsWith(`${file}:`)) return null;
  const at = Number.parseInt(stack.slice(file.length + 1), 10);
  const lines = programOf(source).split('\n').slice(0, at);
  const mark = lines.map((line) => /^__eta\.line=(\d+)$/.exec(line)?.[1]).findLast((line) => line !== undefined);
  return mark === undefined ? null : Number(mark);
}
