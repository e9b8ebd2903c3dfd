import { flatten, literal, type Flat, type Node } from './flat-text.js';
import { inlineTree } from './inline-tree.js';

const FENCE = '```';

/**
 * Slack's mrkdwn as a tree, six deep at most. Takes time in proportion to the text, whatever it is.
 * @param verbatim without it bare `https://…` become links, as Slack has it
 */
export function mrkdwnTree(source: string, verbatim: boolean): Node[] {
  const flat = flatten(source, verbatim);
  const nodes: Node[] = [];
  let at = 0;
  for (const [open, close] of fences(flat.text)) {
    append(nodes, lines(flat, at, open));
    nodes.push({ kind: 'pre', inside: literal(flat, ...trimmed(flat.text, open + FENCE.length, close)) });
    at = close + FENCE.length;
    if (flat.text[at] === '\n') at += 1;
  }
  append(nodes, lines(flat, at, flat.text.length));
  return nodes;
}

/** Where ``` opens and closes; never empty between. */
function fences(text: string): [number, number][] {
  const found: [number, number][] = [];
  let open = text.indexOf(FENCE);
  while (open >= 0) {
    const close = text.indexOf(FENCE, open + FENCE.length + 1);
    if (close < 0) break;
    found.push([open, close]);
    open = text.indexOf(FENCE, close + FENCE.length);
  }
  return found;
}

/** Without the line break next to either fence. */
function trimmed(text: string, from: number, to: number): [number, number] {
  const start = text[from] === '\n' ? from + 1 : from;
  return [start, to > start && text[to - 1] === '\n' ? to - 1 : to];
}

/** Line by line; those that begin with `>` are gathered into quotes. */
function lines(flat: Flat, from: number, to: number): Node[] {
  const nodes: Node[] = [];
  let quote: Node[] | null = null;
  for (let at = from; at < to;) {
    const end = flat.text.indexOf('\n', at);
    const stop = end < 0 || end >= to ? to : end + 1;
    const quoted = flat.text[at] === '>';
    if (!quoted) quote = null;
    else if (quote === null) nodes.push({ kind: 'quote', inside: (quote = []) });
    append(quote ?? nodes, inlineTree(flat, quoted ? at + quoteMark(flat.text, at) : at, stop));
    at = stop;
  }
  return nodes;
}

/** The mark of a quote and the space behind it. */
function quoteMark(text: string, at: number): number {
  return text[at + 1] === ' ' ? 2 : 1;
}

/** Spreading thousands into a call would exhaust the stack. */
function append(nodes: Node[], more: readonly Node[]): void {
  for (const one of more) nodes.push(one);
}
