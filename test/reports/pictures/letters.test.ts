import { expect, test } from '@jest/globals';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { FONT_FILES, widthOf } from '../../../src/reports/pictures/fonts.js';
import { fit, oneLine, wrap } from '../../../src/reports/pictures/letters.js';
import { anyText } from '../../any-text.js';

const face = { size: 20 };

test('words are as wide as they are drawn', () => {
  for (const [words, bold] of [
    ['Remedy 1: raise memory to 4 GiB', false],
    ['Wärme, Öl: ½ MiB …', true],
  ] as const) {
    const weight = bold ? 'bold' : 'normal';
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="90"><text x="0" y="50" font-family="DejaVu Sans" font-size="40" font-weight="${weight}">${words}</text></svg>`;
    const drawn = new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: [...FONT_FILES] } }).getBBox();
    expect(Math.abs(widthOf(words, { size: 40, bold }) - (drawn?.width ?? 0))).toBeLessThan(16);
  }
});

test('words that are cut or wrapped fit, and what fits is not changed', () => {
  fc.assert(
    fc.property(anyText({ maxLength: 200 }), fc.integer({ min: 60, max: 900 }), (written, width) => {
      const words = oneLine(written);
      const lines = wrap(words, width, face, 3);
      for (const line of [fit(words, width, face), ...lines]) expect(widthOf(line, face)).toBeLessThanOrEqual(width);
      expect(lines.length).toBeLessThanOrEqual(3);
      if (!(lines.at(-1) ?? '').endsWith('…')) expect(lines.join('').replace(/ /g, '')).toBe(words.replace(/ /g, ''));
      if (widthOf(words, face) <= width) expect(fit(words, width, face)).toBe(words);
    }),
  );
});

test('words are broken between words, a word too long for its line within', () => {
  expect(wrap('one two three', 100, face, 3)).toEqual(['one two', 'three']);
  expect(wrap('abcdefghijklmnop', 100, face, 3).join('')).toBe('abcdefghijklmnop');
});

test('what the fonts cannot draw becomes a square', () => {
  expect(oneLine('fire 🔥 ok\n\tthen 漢')).toBe('fire □ ok then □');
});
