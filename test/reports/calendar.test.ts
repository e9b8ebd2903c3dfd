import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { calendarFile } from '../../src/reports/calendar.js';
import { slotAfter } from '../../src/reports/post-mortem-slot.js';
import { accountOf, diagnosed, wholeStory } from './story.js';

const slot = (end: string, now = end): string => slotAfter(new Date(end), new Date(now)).from.toISOString();

describe('the slot for a post-mortem', () => {
  test.each([
    ['a Thursday morning', '2025-12-04T03:19:31Z', '2025-12-04T10:00:00.000Z'],
    ['a Thursday noon', '2025-12-04T10:30:00Z', '2025-12-04T14:00:00.000Z'],
    ['a Thursday evening', '2025-12-04T22:00:00Z', '2025-12-05T10:00:00.000Z'],
    ['a Friday evening', '2025-12-05T18:00:00Z', '2025-12-08T10:00:00.000Z'],
    ['a year that ends', '2025-12-31T18:00:00Z', '2026-01-01T10:00:00.000Z'],
  ])('after %s', (_, end, expected) => {
    expect(slot(end)).toBe(expected);
  });

  test('that was asked for later is not in the past, and is called late', () => {
    const asked = slotAfter(new Date('2025-12-04T03:00:00Z'), new Date('2025-12-09T15:00:00Z'));
    expect(asked).toEqual({ from: new Date('2025-12-10T10:00:00Z'), late: true });
  });

  test('lies on a working day between 10 and 16 UTC, with notice, and within 48 hours unless a weekend is between', () => {
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 800 });
    fc.assert(
      fc.property(minutes, (later) => {
        const end = new Date(Date.parse('2025-01-01T00:00:00Z') + later * 60_000);
        const { from, late } = slotAfter(end, end);
        expect([1, 2, 3, 4, 5]).toContain(from.getUTCDay());
        expect(from.getUTCHours()).toBeGreaterThanOrEqual(10);
        expect(from.getUTCHours() * 60 + from.getUTCMinutes() + 45).toBeLessThanOrEqual(16 * 60);
        expect(from.getTime() - end.getTime()).toBeGreaterThanOrEqual(3 * 3_600_000);
        expect(late).toBe(from.getTime() - end.getTime() > 48 * 3_600_000);
        if (late) expect([5, 6]).toContain(end.getUTCDay());
      }),
    );
  });
});

describe('the calendar file', () => {
  const { body, name } = calendarFile(accountOf(wholeStory())) ?? { body: '', name: '' };
  const lines = String(body)
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n');

  test('proposes 45 minutes with title and agenda, in UTC, and invites nobody', () => {
    expect(name).toBe('INC-12-post-mortem.ics');
    expect(lines).toContain('DTSTART:20251204T100000Z');
    expect(lines).toContain('DTEND:20251204T104500Z');
    expect(lines).toContain('SUMMARY:Post-mortem INC-12: api down: out of memory');
    const agenda = lines.find((line) => line.startsWith('DESCRIPTION:'));
    for (const point of ['1. Timeline', '2. Root cause', '3. Prevention']) expect(agenda).toContain(point);
    expect(lines.filter((line) => /^(ATTENDEE|ORGANIZER)/.test(line))).toEqual([]);
  });

  test('is the same for the same account, lines end as the format demands, and none is longer than 75 bytes', () => {
    expect(calendarFile(accountOf(wholeStory()))?.body).toBe(body);
    expect(String(body).replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const line of String(body).split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(lines).toContain('DTSTAMP:20251204T031931Z');
  });

  test('is not there before the incident was closed', () => {
    expect(calendarFile(accountOf(diagnosed()))).toBeNull();
  });
});
