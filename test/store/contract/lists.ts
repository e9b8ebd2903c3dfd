import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/store.js';
import { projection, write } from '../builders.js';
import { type Subject } from './subject.js';

const OTHER_DATE = '2025-12-04T10:00:00.000Z';

export function listContract(subject: () => Subject): void {
  describe('the lists', () => {
    let store: Store;
    beforeEach(() => void ({ store } = subject()));

    test('a service has one open incident; the second is told which', async () => {
      await write(store, 'INC-1');
      expect(await write(store, 'INC-2')).toEqual({ refused: 'service_busy', incident: 'INC-1' });
      expect(await store.load('INC-2')).toEqual([]);
      await write(store, 'INC-1', { seen: 1, projection: projection({ open: false, closedAt: OTHER_DATE }) });
      expect(await write(store, 'INC-2')).toEqual({ seq: 1 });
    });

    test('of ten incidents opened at once for one service one is open', async () => {
      const ids = Array.from({ length: 10 }, (_, rival) => `INC-${rival}`);
      const results = await Promise.all(ids.map((incident) => write(store, incident)));
      const winner = ids[results.findIndex((result) => 'seq' in result)];
      expect(results.filter((result) => 'refused' in result)).toEqual(
        Array(9).fill({ refused: 'service_busy', incident: winner }),
      );
    });

    test('a drill and a real incident of one service may be open side by side', async () => {
      expect(await write(store, 'INC-1')).toEqual({ seq: 1 });
      expect(await write(store, 'INC-2', { projection: projection({ drill: true }) })).toEqual({ seq: 1 });
      expect(await write(store, 'INC-3', { projection: projection({ drill: true }) })).toEqual({
        refused: 'service_busy',
        incident: 'INC-2',
      });
    });

    test('the row follows the newest append', async () => {
      expect(await store.find('INC-1')).toBeNull();
      await write(store, 'INC-1');
      expect(await store.find('INC-1')).toEqual({ ...projection(), incident: 'INC-1', seq: 1 });
      const closed = projection({ open: false, closedAt: OTHER_DATE, severity: 'low', channel: null });
      await write(store, 'INC-1', { seen: 1, projection: closed });
      expect(await store.find('INC-1')).toEqual({ ...closed, incident: 'INC-1', seq: 2 });
    });

    test('lists are newest first and filtered', async () => {
      await write(store, 'INC-9', { projection: projection({ service: 'a' }) });
      await write(store, 'INC-10', { projection: projection({ service: 'b', channel: 'C2' }) });
      await write(store, 'INC-8', { projection: projection({ service: 'c', open: false, openedAt: OTHER_DATE }) });
      const list = async (filter: Omit<Parameters<Store['list']>[0], 'limit'>, limit = 10) =>
        (await store.list({ ...filter, limit })).map(({ incident }) => incident);
      expect(await list({})).toEqual(['INC-8', 'INC-10', 'INC-9']);
      expect(await list({}, 2)).toEqual(['INC-8', 'INC-10']);
      expect(await list({ open: true })).toEqual(['INC-10', 'INC-9']);
      expect(await list({ open: false })).toEqual(['INC-8']);
      expect(await list({ channel: 'C2' })).toEqual(['INC-10']);
      expect(await list({ service: 'a', open: true })).toEqual(['INC-9']);
    });

    test('numbers are given out once', async () => {
      const names = await Promise.all(Array.from({ length: 10 }, () => store.nextIncident()));
      expect(new Set(names).size).toBe(10);
      expect(names.every((name) => /^INC-[1-9]\d*$/.test(name))).toBe(true);
    });
  });
}
