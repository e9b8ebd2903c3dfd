import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sameDay, utcClock } from '../../src/text/clock.js';

const DAY = '2025-12-04T12:00:00.000Z';

describe('a time in UTC', () => {
  test('is as fine as it is asked for', () => {
    expect(utcClock('2025-12-04T03:04:11.987Z', 'second', DAY)).toBe('03:04:11 UTC');
    expect(utcClock('2025-12-04T03:04:11.987Z', 'minute', DAY)).toBe('03:04 UTC');
  });

  test('has its date where that is another day', () => {
    expect(utcClock('2025-12-03T23:59:59Z', 'minute', DAY)).toBe('3 Dec 23:59 UTC');
    expect(utcClock('2025-09-01T00:00:00Z', 'second', DAY)).toBe('1 Sep 00:00:00 UTC');
  });

  test('is turned into UTC from any zone', () => {
    expect(utcClock('2025-12-04T04:04:11+01:00', 'second', DAY)).toBe('03:04:11 UTC');
    expect(utcClock('2025-12-05T00:30:00+02:00', 'minute', DAY)).toBe('22:30 UTC');
    expect(sameDay('2025-12-05T00:30:00+02:00', DAY)).toBe(true);
  });

  test('property: is the clock of the ISO form', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          const iso = date.toISOString();
          expect(utcClock(iso, 'second', iso)).toBe(`${iso.slice(11, 19)} UTC`);
        },
      ),
    );
  });

  test('that cannot be read is a bug, and loud', () => {
    expect(() => utcClock('noon', 'second', DAY)).toThrow();
  });
});
