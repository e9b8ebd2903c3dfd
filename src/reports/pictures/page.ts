import { label, type Shape } from './drawing.js';
import { wrap } from './letters.js';
import { DIM } from './style.js';

/** Every picture is so wide, in units; twice as many pixels as PNG. */
export const WIDTH = 1080;
/** Nothing stands nearer to the edge. */
export const EDGE = 24;
export const TEXT_WIDTH = WIDTH - 2 * EDGE;

/** Sizes of letters: on a phone as wide as the picture, 20 units are the least that can be read. */
export const TITLE = { size: 34, bold: true } as const;
export const HEAD = { size: 24, bold: true } as const;
export const PLAIN = { size: 22 } as const;
export const SMALL = { size: 20 } as const;

/** A part of a picture, from a given height down to `bottom`. */
export interface Section {
  readonly shapes: readonly Shape[];
  readonly bottom: number;
}

/** A part of a picture, drawn once it is known where it begins. */
export type Draw = (top: number) => Section;

/** Draws one below the other. */
export function stacked(top: number, parts: readonly Draw[]): Section {
  return parts.reduce<Section>(
    ({ shapes, bottom }, draw) => {
      const next = draw(bottom);
      return { shapes: [...shapes, ...next.shapes], bottom: next.bottom };
    },
    { shapes: [], bottom: top },
  );
}

/** Title in at most two lines, and what is said below it. */
export function heading(title: string, below: readonly string[]): Draw {
  return (top) => {
    const titles = wrap(title, TEXT_WIDTH, TITLE, 2);
    const lines = below.flatMap((one) => wrap(one, TEXT_WIDTH, PLAIN, 2));
    const first = top + TITLE.size;
    const second = first + titles.length * 42;
    return {
      shapes: [
        ...titles.map((one, index) => label({ x: EDGE, y: first + index * 42 }, one, TITLE)),
        ...lines.map((one, index) => label({ x: EDGE, y: second + index * 30 - 4 }, one, { ...PLAIN, colour: DIM })),
      ],
      bottom: second + lines.length * 30 - 10,
    };
  };
}

/** Nothing, so high. */
export function space(height: number): Draw {
  return (top) => ({ shapes: [], bottom: top + height });
}

/** The head of a part. */
export function partHead(words: string): Draw {
  return (top) => ({ shapes: [label({ x: EDGE, y: top + 40 }, words, { ...HEAD, rim: true })], bottom: top + 56 });
}

/** Small lines below everything. */
export function notes(lines: readonly string[]): Draw {
  return (top) => {
    const wrapped = lines.flatMap((one) => wrap(one, TEXT_WIDTH, SMALL, 3));
    const shapes = wrapped.map((one, index) =>
      label({ x: EDGE, y: top + 28 + index * 28 }, one, { ...SMALL, colour: DIM }),
    );
    return { shapes, bottom: top + wrapped.length * 28 + 8 };
  };
}
