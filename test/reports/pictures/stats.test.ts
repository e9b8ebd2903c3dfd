import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Counted } from '../../../src/engine/store.js';
import { statsPicture } from '../../../src/reports/pictures/stats.js';
import { anyText } from '../../any-text.js';
import { expectLegible, wordsIn } from './boxes.js';

const NOW = new Date('2025-12-04T03:00:00.000Z');
const MINUTE = 60_000;
const one: Counted = {
  ...{ runbook: 'api-down', title: 'API Down', incidents: 17, open: 1, falseAlarms: 3, cancelled: 0, unexplained: 2 },
  ...{ acknowledge: null, diagnose: null, mitigate: null, resolve: { median: 4 * MINUTE, p90: 25 * MINUTE } },
  ...{ targets: { with: 12, met: 9 }, remedies: { tried: 11, worked: 8 } },
};

const saidIn = (counted: readonly Counted[]): readonly string[] =>
  wordsIn(statsPicture(counted, NOW).svg).map(({ words }) => words);

test('each runbook has its number, its times, and how it went', () => {
  const said = saidIn([one]);
  expect(said).toEqual(expect.arrayContaining(['API Down', '17 incidents', 'median 4 min, nine of ten 25 min']));
  expect(said.join(' ')).toContain(
    'Target met: 9 of 12 · false alarms: 3 · unexplained: 2 · remedies that worked: 8 of 11',
  );
});

test('the row of all together is the total, and no runbook', () => {
  const all = { ...one, runbook: '', title: '', incidents: 30, resolve: { median: 6 * MINUTE, p90: 7 * MINUTE } };
  const { alt } = statsPicture([all, one], NOW);
  expect(alt).toBe(
    'Incidents by runbook until 4 Dec 2025. 30 incidents, resolved in 6 min (median). API Down: 17, median 4 min to resolve, 9 of 12 in time.',
  );
  expect(saidIn([all, one]).filter((words) => words.includes('nine of ten 7 min'))).toEqual([]);
});

test('nothing at all is said, too', () => {
  expect(statsPicture([], NOW).alt).toBe('Incidents by runbook until 4 Dec 2025. No incidents.');
  expectLegible(statsPicture([], NOW).svg);
});

test('more than twelve runbooks are not all shown, and that is said', () => {
  const many = Array.from({ length: 15 }, (_, index) => ({ ...one, runbook: `r${index}`, title: `Runbook ${index}` }));
  expect(saidIn(many).join(' ')).toContain('3 runbooks with fewer incidents are not shown.');
});

test('its words are inside and apart from each other, whatever is counted', () => {
  const count = fc.nat(100_000);
  const time = fc.integer({ min: 0, max: 400 * 24 * 60 * MINUTE });
  const counted: fc.Arbitrary<Counted> = fc
    .record({
      title: anyText({ maxLength: 80 }),
      a: count,
      b: count,
      median: time,
      more: time,
      none: fc.boolean(),
    })
    .map(({ title, a, b, median, more, none }) => ({
      ...{ ...one, title, incidents: a, open: b, falseAlarms: a, cancelled: b, unexplained: a },
      ...{ targets: { with: a + b, met: b }, remedies: { tried: a + b, worked: a } },
      resolve: none ? null : { median, p90: median + more },
    }));
  fc.assert(
    fc.property(fc.array(counted, { maxLength: 14 }), (rows) => {
      const { svg, alt } = statsPicture(rows, NOW);
      expectLegible(svg);
      expect(svg).not.toMatch(/NaN|undefined|Infinity/);
      expect(alt.length).toBeLessThanOrEqual(1_000);
    }),
  );
});
