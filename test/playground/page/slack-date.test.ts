import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDate } from '../../../playground/mrkdwn/date.js';
import { dateText } from '../../../playground/page/blocks/slack-date.js';

const at = Date.parse('2026-11-22T15:04:11Z') / 1_000;
const now = Date.parse('2026-11-22T15:30:00Z');
const words = (format: string, language: string, hourCycle: 'h12' | 'h23', timeZone = 'UTC'): string =>
  dateText({ timestamp: at, format, fallback: 'x' }, { timeZone, language, hourCycle }, now).replace(/\s/g, ' ');

describe('a date in a message', () => {
  test.each([
    ['{time}', 'en-US', 'h12', 'UTC', '3:04 PM'],
    ['{time_secs}', 'en-GB', 'h23', 'UTC', '15:04:11'],
    ['{time}', 'en-GB', 'h23', 'America/New_York', '10:04'],
    ['{date_short_pretty}', 'en-US', 'h12', 'UTC', 'today'],
    ['{date_short_pretty}', 'en-US', 'h12', 'Pacific/Auckland', 'today'],
    ['{date_pretty}', 'de', 'h23', 'UTC', 'heute'],
    ['{date}', 'de', 'h23', 'UTC', '22. November 2026'],
    ['{date_num} {time}', 'en-US', 'h23', 'Asia/Tokyo', '2026-11-23 00:04'],
    ['{ago}', 'en-US', 'h23', 'UTC', '26 minutes ago'],
    ['at {nothing}', 'en-US', 'h23', 'UTC', 'at {nothing}'],
  ] as const)('%s in %s, %s, %s', (format, language, hourCycle, timeZone, wanted) => {
    expect(words(format, language, hourCycle, timeZone)).toBe(wanted);
  });

  test('says the same as the terminal to who reads English with a 24-hour clock', () => {
    const formats = [
      '{time}',
      '{time_secs}',
      '{date_short} {time}',
      '{date_long_pretty} {time}',
      '{date_num}',
      '{ago}',
    ];
    const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Kiritimati');
    fc.assert(
      fc.property(seconds, fc.constantFrom(...formats), zones, (timestamp, format, timeZone) => {
        const reader = { timeZone, language: 'en-US', hourCycle: 'h23' } as const;
        expect(dateText({ timestamp, format, fallback: 'x' }, reader, now)).toBe(
          formatDate(timestamp, format, timeZone, now),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('outside of the calendar is its fallback', () => {
    const reader = { timeZone: 'UTC', language: 'en-US', hourCycle: 'h23' } as const;
    expect(dateText({ timestamp: 1e20, format: '{time}', fallback: 'some \u202etime' }, reader, now)).toBe('some time');
  });
});
