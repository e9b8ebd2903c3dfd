import { describe, expect, test } from '@jest/globals';
import {
  allUnknown,
  isUnknown,
  misfits,
  type FactSpec,
  type FactType,
  type FactValue,
} from '../../src/runbook/facts.js';

const specs = (type: FactType): Record<string, FactSpec> => ({ fact: { type, says: 'x' } });

describe('facts', () => {
  test.each<[FactType, readonly FactValue[], readonly FactValue[]]>([
    ['bool', [true, false], [0, 'true', null]],
    ['int', [0, -1, Number.MAX_SAFE_INTEGER], [1.5, Number.MAX_SAFE_INTEGER + 1, Number.NaN, '1']],
    ['double', [0, 1.5, -1], [Number.NaN, Number.POSITIVE_INFINITY, '1.5']],
    ['string', ['', 'x'], [null, 1]],
    ['time', [null, '2025-12-04T03:04:11Z'], ['noon', 1, true]],
    ['strings', [[], ['x']], ['x', [{ at: null, text: 'x' }]]],
    ['lines', [[], [{ at: null, text: 'x' }]], ['x', ['x']]],
  ])('of type %s are told from others', (type, good, bad) => {
    for (const value of good) expect(misfits(specs(type), { fact: value })).toEqual([]);
    for (const value of bad) expect(misfits(specs(type), { fact: value })).toEqual([`fact is not of type ${type}`]);
  });

  test('may be unknown, whatever their type', () => {
    expect(misfits(specs('int'), { fact: { unknown: 'not looked' } })).toEqual([]);
    expect(isUnknown({ unknown: 'not looked' })).toBe(true);
    for (const value of [null, [], 'unknown', undefined, false]) expect(isUnknown(value)).toBe(false);
  });

  test('that are missing or not declared are named', () => {
    expect(misfits(specs('int'), { other: 1 })).toEqual(['other is not declared', 'fact is missing']);
  });

  test('of a check that could not look are all unknown for one reason', () => {
    expect(allUnknown({ a: { type: 'int', says: 'x' }, b: { type: 'time', says: 'x' } }, 'silent')).toEqual({
      a: { unknown: 'silent' },
      b: { unknown: 'silent' },
    });
  });
});
