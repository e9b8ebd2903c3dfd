import { describe, expect, test } from '@jest/globals';
import { sizeWords } from '../../../playground/page/blocks/bytes.js';
import { emojiOf } from '../../../playground/page/blocks/emoji.js';
import { keyed } from '../../../playground/page/blocks/keyed.js';
import { stepTo } from '../../../playground/page/blocks/menu-place.js';
import { complaintOf, DID_NOT_WORK } from '../../../playground/page/blocks/press.js';
import { safeLink } from '../../../playground/page/blocks/safe-link.js';

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [4_123, '4.1 kB'],
  [9_960, '10 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [23_000_000, '23 MB'],
])('%d bytes are %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});

test.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 2, 0],
  ['ArrowDown', -1, 0],
  ['ArrowUp', 0, 2],
  ['ArrowUp', -1, 2],
  ['ArrowUp', 2, 1],
  ['Home', 2, 0],
  ['End', 0, 2],
  ['a', 0, null],
])('in a menu of three %s leads from %d to %j', (key, from, to) => {
  expect(stepTo(key, from, 3)).toBe(to);
});

test('an empty menu leads nowhere', () => {
  expect(stepTo('ArrowDown', -1, 0)).toBeNull();
});

test('emoji are known by name, and nothing else is', () => {
  expect(emojiOf('pushpin')).toBe('📌');
  expect(emojiOf('constructor')).toBeUndefined();
});

test('a thing keeps its key when others come above it', () => {
  const keys = (...kinds: string[]): string[] => keyed(kinds, (kind) => kind).map(([key]) => key);
  expect(keys('header', 'section', 'actions').at(-1)).toBe(
    keys('header', 'context', 'section', 'section', 'actions').at(-1),
  );
  expect(new Set(keys('a', 'a', 'a 0', 'a')).size).toBe(4);
});

describe('a press', () => {
  test('that went well has nothing to complain of', async () => {
    expect(await complaintOf(() => Promise.resolve({ ok: true }))).toBeNull();
  });

  test('that went wrong says what Slack would say', async () => {
    expect(await complaintOf(() => Promise.resolve({ ok: false, says: 'Too slow.' }))).toBe('Too slow.');
    expect(await complaintOf(() => Promise.resolve({ ok: false, says: '' }))).toBe(DID_NOT_WORK);
    expect(await complaintOf(() => Promise.reject(new Error('gone')))).toBe(DID_NOT_WORK);
  });
});

test('links lead to web pages and mail', () => {
  expect(safeLink('https://a.example/x')).toBe('https://a.example/x');
  expect(safeLink('mailto:a@b.example')).toBe('mailto:a@b.example');
  expect(['java\nscript:x', ' javascript:x', 'data:x', '//a.example', 'x'].map(safeLink)).toEqual(Array(5).fill(null));
});
