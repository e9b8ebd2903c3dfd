import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instead, nearest } from '../../src/text/nearest.js';

describe('the nearest word', () => {
  const words = ['status', 'list', 'api-down', 'api-slow'];

  test.each([
    ['api-donw', 'api-down'],
    ['API-DOWN', 'api-down'],
    ['apidown', 'api-down'],
    ['lsit', 'list'],
    ['lit', 'list'],
    ['stauts', 'status'],
    ['status', 'status'],
  ])('to %s is %s', (written, meant) => {
    expect(nearest(written, words)).toBe(meant);
  });

  test.each(['', 'redis', 'xyz', '🔥', 'api-is-down-please'])('to %j is none', (written) => {
    expect(nearest(written, words)).toBeNull();
  });

  test('is none among no words', () => {
    expect(nearest('list', [])).toBeNull();
  });

  test('two letters that changed places are one slip', () => {
    expect(nearest('ab', ['ba', 'zz'])).toBe('ba');
  });

  test('property: a word is nearest to itself, and one slip away it is still found', () => {
    const word = fc.stringMatching(/^[a-z]{4,12}$/);
    fc.assert(
      fc.property(word, fc.nat(11), (one, at) => {
        const left = one.slice(0, at % one.length) + one.slice((at % one.length) + 1);
        expect(nearest(one, [one])).toBe(one);
        expect(nearest(left, [one])).toBe(one);
      }),
    );
  });
});

describe('what to say instead', () => {
  test('names the nearest and all', () => {
    expect(instead('lst', ['list', 'status'], 'There are')).toBe('; did you mean "list"? There are list, status');
    expect(instead('xyz', ['list', 'status'], 'There are')).toBe('. There are list, status');
    expect(instead('xyz', [], 'There are')).toBe('. There are none');
  });
});
