// ESC or C1 starts of terminal sequences: CSI (colours, cursor), strings that end with BEL or ST (titles, links), and short ones.
// eslint-disable-next-line no-control-regex -- control characters are the subject
const CSI = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g;
// eslint-disable-next-line no-control-regex -- as above
const TERMINAL_STRING = /\u001b[\]PX^_][^\u0007\u001b\n]*(?:\u0007|\u001b\\)/g;
// eslint-disable-next-line no-control-regex -- as above
const SHORT_ESCAPE = /\u001b[ -/]{1,3}[0-~]|\u001b[@-Z\\^_a-z0-9=>]/g;
const LINE_END = /\r\n?|[\u0085\u2028\u2029]/g;
// eslint-disable-next-line no-control-regex -- as above
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
// Marks that reorder or hide what people read. Joiners (U+200C, U+200D) stay: scripts and emoji need them.
const HIDDEN =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\u{e0000}-\u{e007f}]/gu;
const LONE_SURROGATE = /[\ud800-\udfff]/gu;

/**
 * Makes foreign text safe to keep and to show: no terminal sequences, no control characters but newline and tab,
 * nothing that reorders or hides text, no lone surrogates (they become U+FFFD). Line ends become `\n`.
 */
export function cleanText(text: string): string {
  return text
    .replace(TERMINAL_STRING, '')
    .replace(CSI, '')
    .replace(SHORT_ESCAPE, '')
    .replace(LINE_END, '\n')
    .replace(CONTROL, '')
    .replace(HIDDEN, '')
    .replace(LONE_SURROGATE, '\ufffd');
}

/** The text in at most `max` UTF-16 units; what is too long ends with `…` and never in half a character. `max` is 1 or more. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = max - 1;
  const splitsPair = isHighSurrogate(text.charCodeAt(end - 1));
  return `${text.slice(0, splitsPair ? end - 1 : end)}…`;
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
