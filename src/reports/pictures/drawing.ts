import { FONT_FAMILY, type Face } from './fonts.js';
import { FILLS, INK, PATTERNS, type Fill } from './style.js';

/** One thing drawn: a piece of SVG. */
export type Shape = string;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

interface Stroke {
  readonly colour?: string;
  readonly width?: number;
  readonly dashes?: string;
}

interface Lettering extends Face {
  readonly colour?: string;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** A white rim around the letters, to stand over lines. */
  readonly rim?: boolean;
}

/** One line of words; `y` is its base line. */
export function label({ x, y }: Point, words: string, lettering: Lettering): Shape {
  const { size, bold, colour = INK, anchor = 'start', rim = false } = lettering;
  const weight = bold === true ? ' font-weight="bold"' : '';
  const rimmed = rim ? ' stroke="#ffffff" stroke-width="7" stroke-linejoin="round" paint-order="stroke"' : '';
  const place = `x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" font-size="${size}"${weight}`;
  return `<text ${place} fill="${colour}"${rimmed}>${escaped(words)}</text>`;
}

export function box(
  { x, y, width, height }: Box,
  fill: Fill,
  stroke: Stroke & { readonly round?: number } = {},
): Shape {
  const size = `width="${round(width)}" height="${round(height)}" rx="${stroke.round ?? 3}"`;
  return `<rect x="${round(x)}" y="${round(y)}" ${size} fill="${FILLS[fill]}" ${strokeOf(stroke)}/>`;
}

export function line(from: Point, to: Point, stroke: Stroke = {}): Shape {
  const ends = `x1="${round(from.x)}" y1="${round(from.y)}" x2="${round(to.x)}" y2="${round(to.y)}"`;
  return `<line ${ends} ${strokeOf(stroke)}/>`;
}

/** Lines from point to point; a `fill` closes them. */
export function path(points: readonly Point[], stroke: Stroke, fill: Fill = 'none'): Shape {
  const written = points.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ');
  const name = fill === 'none' ? 'polyline' : 'polygon';
  return `<${name} points="${written}" fill="${FILLS[fill]}" stroke-linejoin="round" ${strokeOf(stroke)}/>`;
}

export function circle({ x, y }: Point, radius: number, fill: Fill, stroke: Stroke = {}): Shape {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${FILLS[fill]}" ${strokeOf(stroke)}/>`;
}

/** A whole SVG: nothing in it refers to anything outside. `alt` is read to those who do not see it. */
export function svgOf(width: number, height: number, alt: string, shapes: readonly Shape[]): string {
  const size = `width="${round(width)}" height="${round(height)}" viewBox="0 0 ${round(width)} ${round(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} font-family="${FONT_FAMILY}" role="img">`,
    `<title>${escaped(alt)}</title>`,
    `<defs>${PATTERNS}</defs>`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...shapes,
    '</svg>',
    '',
  ].join('\n');
}

function strokeOf({ colour = INK, width = 1, dashes }: Stroke): string {
  if (width === 0) return 'stroke="none"';
  return `stroke="${colour}" stroke-width="${width}"${dashes === undefined ? '' : ` stroke-dasharray="${dashes}"`}`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(words: string): string {
  return words.replace(/[&<>"']/g, (one) => ENTITIES[one] ?? one);
}

/** A tenth is finer than anybody sees, and keeps the file the same on every machine. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
