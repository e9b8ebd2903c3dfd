import { expect } from '@jest/globals';
import { widthOf } from '../../../src/reports/pictures/fonts.js';

/** A line of words in a picture and the room it takes. */
export interface Words {
  readonly words: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const TEXT =
  /<text x="([-\d.]+)" y="([-\d.]+)" text-anchor="(\w+)" font-size="(\d+)"( font-weight="bold")?[^>]*>([^<]*)<\/text>/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** Every line of words of a picture. */
export function wordsIn(svg: string): readonly Words[] {
  return [...svg.matchAll(TEXT)].map(([, x = '', y = '', anchor = '', size = '', bold, written = '']) => {
    const words = written.replace(/&[#\w]+;/g, (entity) => ENTITIES[entity] ?? entity).replaceAll('\u00a0', ' ');
    const face = { size: Number(size), bold: bold !== undefined };
    const width = widthOf(words, face);
    const left = Number(x) - width * { start: 0, middle: 0.5, end: 1 }[anchor as 'start'];
    return {
      words,
      left,
      right: left + width,
      top: Number(y) - face.size * 0.75,
      bottom: Number(y) + face.size * 0.22,
    };
  });
}

export function sizeOf(svg: string): { readonly width: number; readonly height: number } {
  const [, width, height] = /<svg [^>]*width="([\d.]+)" height="([\d.]+)"/.exec(svg) ?? [];
  return { width: Number(width), height: Number(height) };
}

/** All words are inside the picture, none stands over another, none is too small for a phone. */
export function expectLegible(svg: string): void {
  const { width, height } = sizeOf(svg);
  const all = wordsIn(svg);
  expect(svg.match(/<text /g)?.length ?? 0).toBe(all.length);
  expect(Math.min(...[...svg.matchAll(/font-size="(\d+)"/g)].map(([, size]) => Number(size)))).toBeGreaterThanOrEqual(
    20,
  );
  const outside = all.filter(({ left, right, top, bottom }) => left < 0 || right > width || top < 0 || bottom > height);
  expect(outside).toEqual([]);
  const over = all.flatMap((one, index) =>
    all
      .slice(index + 1)
      .filter((other) => meet(one, other))
      .map((other) => [one.words, other.words]),
  );
  expect(over).toEqual([]);
}

function meet(one: Words, other: Words): boolean {
  const across = one.left < other.right - 0.1 && other.left < one.right - 0.1;
  return across && one.top < other.bottom - 0.1 && other.top < one.bottom - 0.1;
}
