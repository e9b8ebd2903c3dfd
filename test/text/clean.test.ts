import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanText, cutText } from '../../src/text/clean.js';
import { anyText } from '../any-text.js';

describe('cleanText', () => {
  test.each([
    ['colours go', '\u001b[31mERROR\u001b[0m: boom', 'ERROR: boom'],
    ['window titles and links go', '\u001b]0;title\u0007a\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\', 'alink'],
    ['an unfinished title hides nothing', '\u001b]0;the whole line', ']0;the whole line'],
    ['NUL and bell go', 'a\u0000b\u0007c', 'abc'],
    ['every line end becomes a newline', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['tabs stay', 'a\tb', 'a\tb'],
    ['text cannot be reordered', 'exe\u202egnp.\u2066x', 'exegnp.x'],
    ['nothing invisible stays', 'a\u200bb\ufeffc\u{e0041}d', 'abcd'],
    ['half a character is replaced', 'a\ud800b', 'a\ufffdb'],
    ['whole characters stay', 'für 👩‍🚒 日本', 'für 👩‍🚒 日本'],
  ])('%s', (_title, dirty, clean) => {
    expect(cleanText(dirty)).toBe(clean);
  });

  test('leaves nothing dangerous in any text', () => {
    fc.assert(
      fc.property(anyText(), (dirty) => {
        const clean = cleanText(dirty);
        // eslint-disable-next-line no-control-regex -- control characters are the subject
        expect(clean).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(cleanText(clean)).toBe(clean);
      }),
    );
  });

  test('leaves printable text alone', () => {
    fc.assert(fc.property(fc.string(), (plain) => expect(cleanText(plain)).toBe(plain)));
  });
});

describe('cutText', () => {
  test('marks what it cut', () => {
    expect(cutText('abcdef', 4)).toBe('abc…');
    expect(cutText('abcd', 4)).toBe('abcd');
  });

  test('never splits a character', () => {
    expect(cutText('ab😀cd', 4)).toBe('ab…');
  });

  test('keeps to its length, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (long, max) => {
        const cut = cutText(long, max);
        expect(cut.length).toBeLessThanOrEqual(max);
        expect(cut).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
      }),
    );
  });
});
