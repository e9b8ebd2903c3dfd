import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/store.js';
import type { Sql } from '../../../src/store/sql.js';
import { projection, write } from '../builders.js';
import { type Subject, expireLeases } from './subject.js';

export function inboxContract(subject: () => Subject): void {
  describe('the inbox', () => {
    let store: Store;
    let sql: Sql;
    beforeEach(() => void ({ store, sql } = subject()));

    const keys = async (owner = 'bot-1', limit = 10) => (await store.waiting(owner, limit)).map(({ key }) => key);

    test('the same key is the same wish', async () => {
      const item = { key: 'T1', incident: null, command: { kind: 'start', text: 'a\0b' } };
      expect(await store.receive(item)).toBe('received');
      expect(await store.receive({ ...item, command: {} })).toBe('repeated');
      expect(await store.waiting('bot-1', 10)).toEqual([item]);
    });

    test('a key stays known after its answer', async () => {
      await store.receive({ key: 'T1', incident: null, command: {} });
      await store.dismiss('T1');
      expect(await store.receive({ key: 'T1', incident: null, command: {} })).toBe('repeated');
      expect(await keys()).toEqual([]);
    });

    test('ten deliveries at once are one wish', async () => {
      const item = { key: 'T1', incident: null, command: {} };
      const results = await Promise.all(Array.from({ length: 10 }, () => store.receive(item)));
      expect(results.filter((result) => result === 'received')).toHaveLength(1);
    });

    test('wishes wait in order of arrival, up to the limit', async () => {
      for (const key of ['c', 'a', 'b']) await store.receive({ key, incident: null, command: {} });
      expect(await keys()).toEqual(['c', 'a', 'b']);
      expect(await keys('bot-1', 2)).toEqual(['c', 'a']);
    });

    test('an incident that another process runs has its wishes answered there, until the lease lapses', async () => {
      await store.lease('INC-1', 'bot-2', 60_000);
      await store.receive({ key: 'theirs', incident: 'INC-1', command: {} });
      await store.receive({ key: 'free', incident: 'INC-2', command: {} });
      await store.receive({ key: 'new', incident: null, command: {} });
      expect(await keys('bot-1')).toEqual(['free', 'new']);
      expect(await keys('bot-2')).toEqual(['theirs', 'free', 'new']);
      await expireLeases(sql);
      expect(await keys('bot-1')).toEqual(['theirs', 'free', 'new']);
    });

    test('a routed wish belongs to the incident it was routed to', async () => {
      await store.lease('INC-1', 'bot-2', 60_000);
      await store.receive({ key: 'a', incident: null, command: {} });
      await store.route('a', 'INC-1');
      expect(await keys('bot-1')).toEqual([]);
      expect(await store.waiting('bot-2', 10)).toEqual([{ key: 'a', incident: 'INC-1', command: {} }]);
    });

    test('a wish is dismissed once', async () => {
      await store.receive({ key: 'a', incident: null, command: {} });
      expect([await store.dismiss('a'), await store.dismiss('a'), await store.dismiss('unknown')]).toEqual([
        true,
        false,
        false,
      ]);
    });

    test('an append answers its wishes, and nobody answers them again', async () => {
      await store.receive({ key: 'a', incident: null, command: {} });
      await store.receive({ key: 'b', incident: null, command: {} });
      expect(await write(store, 'INC-1', { handled: ['b', 'a', 'a'] })).toEqual({ seq: 1 });
      expect(await keys()).toEqual([]);
      expect(await store.dismiss('a')).toBe(false);
      expect(await write(store, 'INC-1', { seen: 1, handled: ['a'] })).toEqual({ refused: 'handled' });
      expect(await write(store, 'INC-1', { seen: 1, handled: ['never received'] })).toEqual({ refused: 'handled' });
    });

    test('of two appends at once that answer one wish, one wins', async () => {
      await store.receive({ key: 'a', incident: null, command: {} });
      const wanted = (service: string) => ({ handled: ['a'], projection: projection({ service }) });
      const results = await Promise.all([
        write(store, 'INC-1', wanted('api')),
        write(store, 'INC-2', wanted('worker')),
      ]);
      expect(results).toContainEqual({ seq: 1 });
      expect(results).toContainEqual({ refused: 'handled' });
    });
  });
}
