import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatBytes, formatBytesOf, formatDuration, formatPercent } from '../../src/text/units.js';

describe('units', () => {
  test.each([
    [0, '0 B'],
    [512, '512 B'],
    [1023, '1023 B'],
    [1024, '1.0 KiB'],
    [2 * 1024 ** 3, '2.0 GiB'],
    [1024 ** 3 - 1, '1.0 GiB'],
  ])('%d bytes read %s', (bytes, shown) => {
    expect(formatBytes(bytes)).toBe(shown);
  });

  test('a pair shares the larger unit', () => {
    expect(formatBytesOf(2 * 1024 ** 3, 4 * 1024 ** 3)).toBe('2.0 of 4.0 GiB');
    expect(formatBytesOf(600 * 1024 ** 2, 2 * 1024 ** 3)).toBe('0.6 of 2.0 GiB');
  });

  test.each([
    [0.4, '0 ms'],
    [41, '41 ms'],
    [999.6, '1 s'],
    [1500, '1.5 s'],
    [5000, '5 s'],
    [59_600, '1 min'],
    [221_000, '3 min 41 s'],
    [27 * 60_000, '27 min'],
    [7_500_000, '2 h 5 min'],
    [276_000_000, '3 d 5 h'],
  ])('%d ms read %s', (ms, shown) => {
    expect(formatDuration(ms)).toBe(shown);
  });

  test.each([
    [0, '0 %'],
    [0.01, '<0.1 %'],
    [0.44, '0.4 %'],
    [9.96, '10 %'],
    [93.4, '93 %'],
    [100, '100 %'],
  ])('%d percent read %s', (percent, shown) => {
    expect(formatPercent(percent)).toBe(shown);
  });

  test('no amount of bytes is shown with 1024 of a unit', () => {
    fc.assert(fc.property(fc.nat({ max: 2 ** 45 }), (bytes) => expect(formatBytes(bytes)).not.toMatch(/^1024/)));
  });
});
