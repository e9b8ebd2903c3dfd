import { describe, expect, test } from '@jest/globals';
import { duration, durationBetween } from '../../src/runbook/duration.js';

describe('a duration', () => {
  test.each([
    ['500ms', 500],
    ['5s', 5_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['14d', 1_209_600_000],
  ])('%s is %d ms', (written, ms) => {
    expect(duration.parse(written)).toBe(ms);
  });

  test.each(['5', 's', '-5s', '5 s', '5sec', '1e3s', '', '5s '])('is not %j', (written) => {
    expect(duration.safeParse(written).success).toBe(false);
  });

  test('has bounds where the runbook must keep to them, and says them', () => {
    const bounded = durationBetween(1_000, 60_000, 'between 1s and 1m');
    expect(bounded.parse('1m')).toBe(60_000);
    expect(bounded.safeParse('61s').error?.issues[0]?.message).toBe('the duration must be between 1s and 1m');
  });
});
