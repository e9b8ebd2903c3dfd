import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/store.js';
import type { Sql } from '../../../src/store/sql.js';
import { event, projection, write } from '../builders.js';
import { type Subject, expireLeases } from './subject.js';

export function orphanContract(subject: () => Subject): void {
  describe('orphans', () => {
    let store: Store;
    let sql: Sql;
    beforeEach(() => void ({ store, sql } = subject()));

    test('an incident wants a runner until what was written is settled', async () => {
      await write(store, 'INC-1', { events: [event(), event()] });
      await store.release('INC-1', 'bot-1');
      expect(await store.orphans(10)).toEqual(['INC-1']);
      await store.settled('INC-1', 1);
      expect(await store.orphans(10)).toEqual(['INC-1']);
      await store.settled('INC-1', 2);
      await store.settled('INC-1', 1);
      expect(await store.orphans(10)).toEqual([]);
    });

    test('an incident that is leased is nobody’s orphan until the lease lapses', async () => {
      await write(store, 'INC-1');
      expect(await store.orphans(10)).toEqual([]);
      await expireLeases(sql);
      expect(await store.orphans(10)).toEqual(['INC-1']);
    });

    test('a settled incident wants a runner again when its time comes or a wish arrives', async () => {
      const past = new Date((await store.now()).getTime() - 1).toISOString();
      const future = new Date((await store.now()).getTime() + 60_000).toISOString();
      await write(store, 'INC-1', { projection: projection({ service: 'a', wakeAt: past }) });
      await write(store, 'INC-2', { projection: projection({ service: 'b', wakeAt: future }) });
      await write(store, 'INC-3', { projection: projection({ service: 'c' }) });
      for (const incident of ['INC-1', 'INC-2', 'INC-3']) {
        await store.settled(incident, 1);
        await store.release(incident, 'bot-1');
      }
      await store.receive({ key: 'a', incident: 'INC-3', command: {} });
      expect((await store.orphans(10)).sort()).toEqual(['INC-1', 'INC-3']);
      expect(await store.orphans(1)).toHaveLength(1);
      await store.dismiss('a');
      expect(await store.orphans(10)).toEqual(['INC-1']);
    });
  });
}
