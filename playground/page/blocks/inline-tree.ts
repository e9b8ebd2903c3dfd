import { literal, type Flat, type Node } from './flat-text.js';

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
type Marker = keyof typeof STYLES;

/** The style that begins at a place, and where it ends. */
interface Span {
  readonly style: 'bold' | 'italic' | 'strike' | 'code';
  readonly close: number;
}

/** One line of mrkdwn, from one place of the text to another: `*bold*`, `_italic_`, `~strike~` and `` `code` ``. */
export function inlineTree(flat: Flat, from: number, to: number): Node[] {
  return nested(flat, from, to, spansIn(flat.text, from, to));
}

function nested(flat: Flat, from: number, to: number, spans: ReadonlyMap<number, Span>): Node[] {
  const nodes: Node[] = [];
  let begun = from;
  let at = from;
  while (at < to) {
    const span = spans.get(at);
    if (span === undefined) {
      at += 1;
      continue;
    }
    const inside = span.style === 'code' ? literal(flat, at + 1, span.close) : nested(flat, at + 1, span.close, spans);
    nodes.push(...literal(flat, begun, at), { kind: span.style, inside });
    at = begun = span.close + 1;
  }
  return [...nodes, ...literal(flat, begun, to)];
}

/** One pass from left to right: a marker closes what it has opened last, and drops what was opened within. */
function spansIn(text: string, from: number, to: number): Map<number, Span> {
  const spans = new Map<number, Span>();
  let open: { marker: Marker; at: number }[] = [];
  for (let at = from; at < to; at += 1) {
    const sign = text[at] ?? '';
    if (sign === '`') {
      const close = text.indexOf('`', at + 1);
      if (close <= at + 1 || close >= to) continue;
      spans.set(at, { style: 'code', close });
      at = close;
    } else if (isMarker(sign)) {
      const opener = open.findIndex((one) => one.marker === sign);
      const begun = open[opener]?.at;
      if (begun !== undefined && begun < at - 1 && closes(text, at)) {
        spans.set(begun, { style: STYLES[sign], close: at });
        open = open.slice(0, opener);
      } else if (opens(text, at)) {
        open = [...open.filter((one) => one.marker !== sign), { marker: sign, at }];
      }
    }
  }
  return spans;
}

function isMarker(sign: string): sign is Marker {
  return sign in STYLES;
}

function opens(text: string, at: number): boolean {
  const before = text[at - 1] ?? ' ';
  const after = text[at + 1] ?? ' ';
  return !isWord(before) && before !== text[at] && !/\s/.test(after) && after !== text[at];
}

function closes(text: string, at: number): boolean {
  const before = text[at - 1] ?? ' ';
  return !/\s/.test(before) && before !== text[at] && !isWord(text[at + 1] ?? ' ');
}

function isWord(sign: string): boolean {
  return /[\p{L}\p{N}]/u.test(sign);
}
