import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/store.js';
import type { Sql } from '../../../src/store/sql.js';
import { type Subject } from './subject.js';

export function otherContract(subject: () => Subject): void {
  describe('the rest', () => {
    let store: Store;
    let sql: Sql;
    beforeEach(() => void ({ store, sql } = subject()));

    test('a text is kept once, by the SHA-256 of its UTF-8', async () => {
      const body = 'a\0b\u2028😀'.repeat(5_000);
      const hash = await store.keep(body);
      expect(await store.keep(body)).toBe(hash);
      expect(await store.kept(hash)).toBe(body);
      expect(await store.keep('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
      expect(await store.kept('no such hash')).toBeNull();
      expect(await sql.query('select hash from texts')).toHaveLength(2);
    });

    test('a wish that is left to another runner gives a hint', async () => {
      let hinted = false;
      const isHinted = (): boolean => hinted;
      store.onHint(() => (hinted = true));
      await store.receive({ key: 'a', incident: null, command: {} });
      // LISTEN may take a moment to be in place, so it is routed until that is noticed.
      while (!isHinted()) await store.route('a', 'INC-1');
      expect(isHinted()).toBe(true);
    });

    test('the clock runs', async () => {
      const before = await store.now();
      await sql.query('select pg_sleep(0.005)');
      expect((await store.now()).getTime()).toBeGreaterThan(before.getTime());
    });

    test('a statement the database refuses is a bug, and no excuse about its health', async () => {
      await expect(sql.query('select nonsense')).rejects.toMatchObject({ code: '42703' });
      await expect(sql.transaction((tx) => tx.query('select nonsense'))).rejects.toMatchObject({ code: '42703' });
      expect(await store.kept('still answers')).toBeNull();
    });

    test('a transaction that throws leaves nothing', async () => {
      const work = sql.transaction(async (tx) => {
        await tx.query(`insert into texts (hash, body) values ('h', '""')`);
        throw new RangeError('no');
      });
      await expect(work).rejects.toThrow(RangeError);
      expect(await store.kept('h')).toBeNull();
    });
  });
}
