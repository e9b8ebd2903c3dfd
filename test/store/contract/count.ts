import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/store.js';
import type { Projection } from '../../../src/incident/projection.js';
import { AT, projection, write } from '../builders.js';
import { type Subject } from './subject.js';

const EVER = new Date('2020-01-01T00:00:00.000Z');

/** So many seconds after the incidents of these tests were opened. */
const after = (seconds: number): string => new Date(Date.parse(AT) + seconds * 1_000).toISOString();

export function countContract(subject: () => Subject): void {
  describe('the count', () => {
    let store: Store;
    let incidents = 0;
    beforeEach(() => {
      ({ store } = subject());
      incidents = 0;
    });

    const past = async (over: Partial<Projection>): Promise<void> => {
      incidents += 1;
      const row = projection({ service: `s${incidents}`, open: false, closedAt: AT, ...over });
      await write(store, `INC-${incidents}`, { projection: row });
    };

    test('of nothing is empty', async () => {
      expect(await store.count(EVER)).toEqual([]);
    });

    test('tells numbers, times, targets and remedies of each runbook', async () => {
      const times = (seconds: number): Partial<Projection> => ({
        how: 'resolved',
        acknowledgedAt: after(seconds),
        diagnosedAt: after(2 * seconds),
        mitigatedAt: after(3 * seconds),
        closedAt: after(4 * seconds),
        target: 100_000,
      });
      await past({ ...times(10), tried: 2, worked: 1 });
      await past({ ...times(20), unexplained: true });
      await past({ ...times(60), tried: 1, worked: 1 });
      await past({ how: 'false_alarm', diagnosedAt: after(30), closedAt: after(9_999) });
      await past({ how: 'cancelled', closedAt: after(9_999), target: 1 });
      await past({ open: true, closedAt: null });
      await past({ runbook: 'other', title: 'Other', how: 'cancelled' });
      const [all, ...each] = await store.count(EVER);
      expect(all).toMatchObject({
        runbook: '',
        title: '',
        incidents: 7,
        cancelled: 2,
        acknowledge: { median: 20_000 },
      });
      expect(each).toEqual([
        {
          ...{ runbook: 'api-down', title: 'API Down', incidents: 6, open: 1, falseAlarms: 1, cancelled: 1 },
          acknowledge: { median: 20_000, mean: 30_000 },
          diagnose: { median: 35_000, mean: 52_500 },
          mitigate: { median: 60_000, p90: 156_000 },
          // Of those that were resolved: 40, 80 and 240 s.
          resolve: { median: 80_000, p90: 208_000 },
          targets: { with: 3, met: 2 },
          remedies: { tried: 3, worked: 2 },
          unexplained: 1,
        },
        {
          ...{ runbook: 'other', title: 'Other', incidents: 1, open: 0, falseAlarms: 0, cancelled: 1 },
          ...{ acknowledge: null, diagnose: null, mitigate: null, resolve: null },
          ...{ targets: { with: 0, met: 0 }, remedies: { tried: 0, worked: 0 }, unexplained: 0 },
        },
      ]);
    });

    test('leaves out drills, and what was opened before then', async () => {
      await past({ drill: true });
      await past({ openedAt: after(-1) });
      await past({});
      expect(await store.count(new Date(AT))).toMatchObject([{ incidents: 1 }, { incidents: 1 }]);
      expect(await store.count(EVER)).toMatchObject([{ incidents: 2 }, { incidents: 2 }]);
    });

    test('takes all times together for the whole, those without a run too', async () => {
      for (const seconds of [1, 2, 3]) await past({ runbook: 'quick', diagnosedAt: after(seconds) });
      for (const seconds of [100, 200]) await past({ runbook: 'slow', diagnosedAt: after(seconds) });
      await past({ runbook: '', title: '' });
      expect(await store.count(EVER)).toMatchObject([
        { runbook: '', incidents: 6, diagnose: { median: 3_000, mean: 61_200 } },
        { runbook: 'quick', diagnose: { median: 2_000, mean: 2_000 } },
        { runbook: 'slow', diagnose: { median: 150_000, mean: 150_000 } },
      ]);
    });

    test('calls a runbook by its newest title, and puts the busiest first', async () => {
      await past({ runbook: 'quiet' });
      await past({ title: 'New', openedAt: after(5) });
      await past({ title: 'Old', openedAt: after(1) });
      expect(await store.count(EVER)).toMatchObject([
        { runbook: '', title: '', incidents: 3 },
        { runbook: 'api-down', title: 'New', incidents: 2 },
        { runbook: 'quiet', incidents: 1 },
      ]);
    });
  });
}
