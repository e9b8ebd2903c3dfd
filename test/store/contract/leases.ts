import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/store.js';
import type { Sql } from '../../../src/store/sql.js';
import { write } from '../builders.js';
import { type Subject, expireLeases } from './subject.js';

export function leaseContract(subject: () => Subject): void {
  describe('leases', () => {
    let store: Store;
    let sql: Sql;
    beforeEach(() => void ({ store, sql } = subject()));

    test('one process holds an incident at a time', async () => {
      expect(await store.lease('INC-1', 'bot-1', 60_000)).toBe(1);
      expect(await store.lease('INC-1', 'bot-2', 60_000)).toBeNull();
      expect(await store.lease('INC-1', 'bot-1', 60_000)).toBe(1);
    });

    test('of ten processes at once one gets it', async () => {
      const epochs = await Promise.all(
        Array.from({ length: 10 }, (_, rival) => store.lease('INC-1', `bot-${rival}`, 60_000)),
      );
      expect(epochs.filter((epoch) => epoch !== null)).toEqual([1]);
    });

    test('the epoch grows with each change of holder and fences the one before', async () => {
      const first = (await store.lease('INC-1', 'bot-1', 60_000)) ?? 0;
      await expireLeases(sql);
      const second = (await store.lease('INC-1', 'bot-2', 60_000)) ?? 0;
      expect(second).toBeGreaterThan(first);
      expect(await write(store, 'INC-1', { epoch: first })).toEqual({ refused: 'lease_lost' });
      expect(await write(store, 'INC-1', { epoch: second })).toEqual({ seq: 1 });
    });

    test('a lapsed lease that nobody took still writes', async () => {
      const epoch = (await store.lease('INC-1', 'bot-1', 60_000)) ?? 0;
      await expireLeases(sql);
      expect(await write(store, 'INC-1', { epoch })).toEqual({ seq: 1 });
    });

    test('without a lease, or after giving it back, nothing is written', async () => {
      expect(await write(store, 'INC-1', { epoch: 1 })).toEqual({ refused: 'lease_lost' });
      const epoch = (await store.lease('INC-1', 'bot-1', 60_000)) ?? 0;
      await store.release('INC-1', 'bot-2');
      expect(await store.lease('INC-1', 'bot-2', 60_000)).toBeNull();
      await store.release('INC-1', 'bot-1');
      expect(await write(store, 'INC-1', { epoch })).toEqual({ refused: 'lease_lost' });
      expect(await store.lease('INC-1', 'bot-1', 60_000)).toBeGreaterThan(epoch);
    });

    test('a lease ends on the clock of the database', async () => {
      await store.lease('INC-1', 'bot-1', 1);
      await sql.query('select pg_sleep(0.005)');
      expect(await store.lease('INC-1', 'bot-2', 60_000)).toBe(2);
    });

    test('renewing keeps what is still held and says what it is', async () => {
      await store.lease('INC-1', 'bot-1', 60_000);
      await store.lease('INC-2', 'bot-1', 60_000);
      await store.lease('INC-3', 'bot-1', 60_000);
      await expireLeases(sql);
      await store.lease('INC-2', 'bot-2', 60_000);
      await store.release('INC-3', 'bot-1');
      expect((await store.renew('bot-1', 60_000)).sort()).toEqual(['INC-1']);
      expect(await store.lease('INC-1', 'bot-2', 60_000)).toBeNull();
    });
  });
}
