/** How text is set off in a terminal; without colours nothing is added. */
export interface Styles {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly code: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
}

const ansi =
  (on: number, off: number) =>
  (text: string): string =>
    `\u001b[${on}m${text}\u001b[${off}m`;
const same = (text: string): string => text;

/** The styles with or without ANSI colours. */
export function stylesFor(colour: boolean): Styles {
  if (!colour) return { bold: same, dim: same, code: same, good: same, bad: same };
  return { bold: ansi(1, 22), dim: ansi(2, 22), code: ansi(36, 39), good: ansi(32, 39), bad: ansi(31, 39) };
}

/** Control characters, those that turn the direction of text, and the two that inline.ts marks places with. */
const NOT_FOR_TERMINALS = /(?![\n\t])[\p{Cc}\u202a-\u202e\u2066-\u2069\u{f0000}\u{f0001}]/gu;

/** Takes out control characters: what a bot posts must not steer the terminal of whoever reads it. */
export function harmless(text: string): string {
  return text.replace(NOT_FOR_TERMINALS, '').replaceAll('\t', '    ');
}
