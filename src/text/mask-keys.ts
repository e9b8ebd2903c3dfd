import { MASK } from './mask-mark.js';

const BEGIN = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const END = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const KEY_MATERIAL = /^[^\S\n]*[A-Za-z0-9+/=]{16,}[^\S\n]*$/;

/** Masks private key blocks, also those cut off at either end and those squeezed into one line. Keeps the number of lines. */
export function maskPrivateKeys(text: string): string {
  if (!text.includes('PRIVATE KEY')) return text;
  const lines = text.split('\n');
  let inside = false;
  lines.forEach((line, index) => {
    const begins = BEGIN.exec(line);
    const ends = END.exec(line);
    if (ends !== null && begins === null && !inside) maskAbove(lines, index);
    lines[index] = maskLine(line, inside, begins, ends);
    if (begins !== null) inside = !(ends !== null && ends.index > begins.index);
    else if (ends !== null) inside = false;
  });
  return lines.join('\n');
}

function maskLine(line: string, inside: boolean, begins: RegExpExecArray | null, ends: RegExpExecArray | null): string {
  const from = begins !== null && !inside ? begins.index + begins[0].length : inside ? 0 : line.length;
  const to = ends !== null && ends.index >= from ? ends.index : line.length;
  return from < to ? `${line.slice(0, from)}${MASK}${line.slice(to)}` : line;
}

/** A log's tail may begin in the middle of a key: what looks like key material right above its end belongs to it. */
function maskAbove(lines: string[], end: number): void {
  for (let index = end - 1; index >= 0; index -= 1) {
    if (!KEY_MATERIAL.test(lines[index] ?? '')) return;
    lines[index] = MASK;
  }
}
