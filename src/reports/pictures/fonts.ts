import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readFont } from './font-file.js';

/** The fonts are a package of ours: no picture depends on what is installed on a machine. */
const FOLDER = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');

/** The files every picture is drawn with. */
export const FONT_FILES: readonly string[] = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((file) =>
  join(FOLDER, file),
);

/** Verdana stands in where an SVG is shown without our fonts: it is as wide. */
export const FONT_FAMILY = 'DejaVu Sans, Verdana, sans-serif';

const [regular, bold] = [readFont(join(FOLDER, 'DejaVuSans.ttf')), readFont(join(FOLDER, 'DejaVuSans-Bold.ttf'))];

/** How letters are set. */
export interface Face {
  /** In units of the picture. */
  readonly size: number;
  readonly bold?: boolean;
}

/** The width of some words, in units of the picture. */
export function widthOf(words: string, face: Face): number {
  return Array.from(words).reduce((width, one) => width + advanceOf(one, face), 0);
}

/** How many of the words' characters (code points) fit into a width. */
export function fitting(characters: readonly string[], width: number, face: Face): number {
  let used = 0;
  const over = characters.findIndex((one) => (used += advanceOf(one, face)) > width);
  return over === -1 ? characters.length : over;
}

function advanceOf(character: string, { size, bold: heavy }: Face): number {
  return ((heavy === true ? bold : regular).advance(character.codePointAt(0) ?? 0) ?? 1) * size;
}

/** True when the fonts have a shape for this character. */
export function canDraw(character: string): boolean {
  const codePoint = character.codePointAt(0) ?? 0;
  return regular.advance(codePoint) !== null && bold.advance(codePoint) !== null;
}
