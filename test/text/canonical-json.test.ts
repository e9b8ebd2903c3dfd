import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../src/text/canonical-json.js';
import { anyText } from '../any-text.js';

const json = fc.jsonValue({ maxDepth: 4 });

/** The same value with the keys of every object in reverse. */
function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('canonical JSON', () => {
  test('says the same as JSON.stringify', () => {
    fc.assert(
      fc.property(json, (value) => expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))),
    );
  });

  test('does not depend on the order of keys', () => {
    fc.assert(fc.property(json, (value) => expect(canonicalJson(reversed(value))).toBe(canonicalJson(value))));
  });

  test('of a value read back is the same text', () => {
    fc.assert(
      fc.property(json, (value) => expect(canonicalJson(JSON.parse(canonicalJson(value)))).toBe(canonicalJson(value))),
    );
  });

  test('can be stored as UTF-8 text without NUL, whatever the strings are', () => {
    fc.assert(
      fc.property(fc.array(anyText()), (value) => {
        const text = canonicalJson({ value, nul: '\0', half: '\ud800' });
        expect(text).not.toContain('\0');
        expect(Buffer.from(text).toString()).toBe(text);
      }),
    );
  });

  test('sorts by code unit, numbers among the keys too', () => {
    expect(canonicalJson({ b: 1, a: [{ 10: 1, 9: 2 }], ä: null, B: undefined })).toBe(
      '{"a":[{"10":1,"9":2}],"b":1,"ä":null}',
    );
  });

  test('refuses what JSON cannot say', () => {
    for (const value of [undefined, () => 1, 1n]) expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});
