import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cutWords, someOf } from '../../src/view/lists.js';
import { brief } from '../../src/view/plain.js';
import { words } from './words.js';

describe('a list of names', () => {
  test('is whole where it is short, and counts the rest where it is long', () => {
    expect(someOf([], 3)).toBe('');
    expect(someOf(['a', 'b', 'c'], 3)).toBe('a, b, c');
    expect(someOf(['a', 'b', 'c', 'd'], 3)).toBe('a, b, c and 1 more');
  });
});

describe('cutting at a word', () => {
  test('leaves what fits, and ends the rest with an ellipsis after a word', () => {
    expect(cutWords('out of memory', 13)).toBe('out of memory');
    expect(cutWords('out of memory', 12)).toBe('out of…');
    expect(cutWords('outofmemory', 5)).toBe('outo…');
  });

  test('never exceeds its limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 1, max: 60 }), (text, most) => {
        expect(cutWords(text, most).length).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('a notification', () => {
  test('keeps what is short', () => {
    const says = ['killed at ', { time: '2025-12-04T03:04:11.000Z', to: 'second' as const }, '.'];
    expect(brief(says)).toEqual(says);
  });

  test('is cut at a word', () => {
    const [only] = brief(['word '.repeat(60)]);
    expect(only).toMatch(/word…$/);
  });

  test('never exceeds 150 characters', () => {
    const part = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.record({ code: fc.string({ maxLength: 200 }) }),
      fc.record({ bold: fc.string() }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (says) => {
        const said = brief(says);
        const ticks = 2 * said.filter((one) => typeof one === 'object' && 'code' in one).length;
        expect(words(said).length - ticks).toBeLessThanOrEqual(150);
      }),
    );
  });
});
