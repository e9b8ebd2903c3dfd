import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { authored, join, text } from '../../src/text/text.js';

describe('building a text', () => {
  test('drops what is empty, so that optional parts stand in place', () => {
    expect(text('a', '', undefined, false, { bold: 'b' }, ['c', { code: 'd' }])).toEqual([
      'a',
      { bold: 'b' },
      'c',
      { code: 'd' },
    ]);
    expect(text()).toEqual([]);
  });

  test('joins with a separator between each two', () => {
    expect(join([['a'], [{ bold: 'b' }, 'c'], ['d']], ', ')).toEqual(['a', ', ', { bold: 'b' }, 'c', ', ', 'd']);
    expect(join([], ', ')).toEqual([]);
    expect(join([['a']], ', ')).toEqual(['a']);
  });
});

describe('text from a reviewed file', () => {
  test('has code between backticks and nothing else', () => {
    expect(authored('start it with `docker compose up`, *now*')).toEqual([
      'start it with ',
      { code: 'docker compose up' },
      ', *now*',
    ]);
    expect(authored('`a``b`')).toEqual([{ code: 'a' }, { code: 'b' }]);
    expect(authored('')).toEqual([]);
  });

  test('property: keeps every word', () => {
    fc.assert(
      fc.property(fc.string(), (written) => {
        const kept = authored(written)
          .map((part) => (typeof part === 'string' ? part : (Object.values(part)[0] ?? '')))
          .join('');
        expect(kept).toBe(written.replaceAll('`', ''));
      }),
    );
  });
});
