import { MASK } from './mask-mark.js';

// A telling name, the rest of the name, its closing quote or bracket, and what separates it from the value.
const NAME =
  /(?:(password|passwd|passphrase|pwd)|(authorization|cookie)|(?:secret|token(?!iz)|api[_-]?key|(?:access|account|private|encryption|signing)[_-]?key|signature|credential)|(?<!\w)(?:pass|auth)(?==))[\w.-]{0,40}(?:\\?["'`]\]?|\])?(?:\s{0,3}(?:=>|:=|[=:])[^\S\n]{0,3}|[^\S\n]{1,3}(?='))/gi;
const FLAG =
  /(?<=^|\s)(--(?:[a-z]{1,20}-){0,4}(?:password|passphrase|secret|token|api-?key|pass)[^\S\n]{1,3})(?!-)\S+/gim;
const HARMLESS =
  /^(?:none|null|nil|undefined|true|false|yes|no|ok|set|unset|empty|missing|required|invalid|expired|must|is|not|was|has|should|\$\{?[\w.]+\}?)$/i;
const BARE_VALUE_END = /[\s"'`;&<>]/;
const LINE_VALUE_END = /[\n"'`]/;

/** Masks the values of telling names: `password=…`, `"api_key": "…"`, `Authorization: …`, `--token …`. */
export function maskAssignments(text: string): string {
  let masked = '';
  let done = 0;
  NAME.lastIndex = 0;
  for (let name = NAME.exec(text); name !== null; name = NAME.exec(text)) {
    const start = name.index + name[0].length;
    const value = valueAt(text, start, name);
    if (value === null) continue;
    masked += text.slice(done, value.from) + MASK;
    done = value.to;
    NAME.lastIndex = Math.max(done, start);
  }
  return (masked + text.slice(done)).replace(FLAG, `$1${MASK}`);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function valueAt(text: string, start: number, name: RegExpExecArray): Span | null {
  const [whole, password, header] = name;
  // Only "password 'x'" goes without a sign between; "unexpected token '<'" is prose.
  if (/[^\S\n]$/.test(whole) && !/[=:]>?\s*$/.test(whole) && password === undefined) return null;
  const span = quotedAt(text, start) ?? bareAt(text, start, header !== undefined);
  const value = text.slice(span.from, span.to);
  if (value === '' || HARMLESS.test(value)) return null;
  // Language models count tokens: `max_tokens=1024` is evidence.
  if (/^\d{1,9}$/.test(value) && password === undefined && /token/i.test(whole)) return null;
  return span;
}

function quotedAt(text: string, start: number): Span | null {
  const opening = /^\\?["'`]/.exec(text.slice(start, start + 2))?.[0];
  if (opening === undefined) return null;
  const from = start + opening.length;
  let to = from;
  while (to < text.length && text[to] !== '\n' && !closesAt(text, to, opening)) to += 1;
  return { from, to };
}

function closesAt(text: string, at: number, opening: string): boolean {
  return text.startsWith(opening, at) && (opening.length === 2 || text[at - 1] !== '\\');
}

function bareAt(text: string, from: number, wholeLine: boolean): Span {
  const end = wholeLine ? LINE_VALUE_END : BARE_VALUE_END;
  let to = from;
  while (to < text.length && !end.test(text[to] ?? '')) to += 1;
  while (to > from && /[,)\]}.\s]/.test(text[to - 1] ?? '')) to -= 1;
  return { from, to };
}
