import { MASK } from './mask-mark.js';

const MARKER = /-----(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const KEY_MATERIAL = /^[^\S\n]*[A-Za-z0-9+/=]{16,}[^\S\n]*$/;
const KEY_CHARACTER = /[A-Za-z0-9+/=\\]/;
/** As long as lines of keys are: PEM, OpenSSH, MIME. */
const FULL_LINE = /^(?:[A-Za-z0-9+/]{64}|[A-Za-z0-9+/]{70}|[A-Za-z0-9+/]{76})$/;
const LAST_LINE = /^[A-Za-z0-9+/]{4,76}={0,2}$/;

/** Masks private key blocks, also those cut off at either end or both, and those squeezed into one line. Keeps the number of lines. */
export function maskPrivateKeys(text: string): string {
  const bodies = maskBodies(text);
  if (!bodies.includes('PRIVATE KEY')) return bodies;
  const lines = bodies.split('\n');
  let inside = false;
  lines.forEach((line, index) => {
    const [first] = line.matchAll(MARKER);
    if (first?.[1] === 'END' && !inside) maskAbove(lines, index);
    ({ line: lines[index], inside } = maskLine(line, inside));
  });
  return lines.join('\n');
}

/** Masks what stands between the markers of a line, which may begin and end several keys. */
function maskLine(line: string, wasInside: boolean): { readonly line: string; readonly inside: boolean } {
  let masked = '';
  let done = 0;
  let inside = wasInside;
  for (const { 0: marker, 1: which, index } of line.matchAll(MARKER)) {
    const before = line.slice(done, index);
    masked += inside ? hidden(before) : which === 'END' ? withoutTail(before) : before;
    masked += marker;
    done = index + marker.length;
    inside = which === 'BEGIN';
  }
  const rest = line.slice(done);
  return { line: masked + (inside ? hidden(rest) : rest), inside };
}

function hidden(text: string): string {
  return text === '' ? '' : MASK;
}

/** A log's tail may begin in the middle of a key: what looks like key material right above its end belongs to it. */
function maskAbove(lines: string[], end: number): void {
  for (let index = end - 1; index >= 0; index -= 1) {
    if (!KEY_MATERIAL.test(lines[index] ?? '')) return;
    lines[index] = MASK;
  }
}

/** The text without the key material at its end: a line that has lost its beginning goes on with the end of a key. */
function withoutTail(text: string): string {
  let from = text.length;
  while (from > 0 && KEY_CHARACTER.test(text[from - 1] ?? '')) from -= 1;
  return text.length - from < 16 ? text : `${text.slice(0, from)}${MASK}`;
}

/** Lines of a key whose beginning and end were both cut off: two at least, full, in letters of both cases and digits. */
function maskBodies(text: string): string {
  if (text.length < 2 * 64) return text;
  const lines = text.split('\n');
  const isFull = (index: number): boolean => FULL_LINE.test(lines[index] ?? '');
  for (let from = 0; from < lines.length; from += 1) {
    if (!isFull(from)) continue;
    let to = from + 1;
    while (isFull(to)) to += 1;
    const run = lines.slice(from, to);
    if (run.length > 1 && [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(run.join('')))) {
      if (LAST_LINE.test(lines[to] ?? '')) to += 1;
      lines.fill(MASK, from, to);
    }
    from = to - 1;
  }
  return lines.join('\n');
}
