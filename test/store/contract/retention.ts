import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Store } from '../../../src/engine/store.js';
import type { Sql } from '../../../src/store/sql.js';
import { AT, event, projection, write } from '../builders.js';
import { expireLeases, type Subject } from './subject.js';

const LATER = new Date(Date.parse(AT) + 1);

export function retentionContract(subject: () => Subject): void {
  describe('the removal of details', () => {
    let store: Store;
    let sql: Sql;
    beforeEach(() => void ({ store, sql } = subject()));

    /** An incident with three events that nobody runs any more; closed unless told. */
    const past = async (incident: string, over: Partial<ReturnType<typeof projection>> = {}, payload: object = {}) => {
      const row = projection({ service: incident, open: false, closedAt: AT, ...over });
      const events = [event({ kept: 1 }), event({ canary: 'c4n4ry', ...payload }), event({ kept: 2 })];
      await write(store, incident, { projection: row, events });
      await store.settled(incident, 3);
      await store.release(incident, 'bot-1');
    };

    test('concerns incidents that were closed before then, are settled, and not asked for anything; one page after the other', async () => {
      await past('INC-1');
      await past('INC-2', { open: true, closedAt: null });
      await past('INC-3', { closedAt: '2025-12-04T08:00:00.000Z' });
      await past('INC-4', { closedAt: LATER.toISOString() });
      await past('INC-5');
      await store.receive({ key: 'a', incident: 'INC-5', command: {} });
      await write(store, 'INC-6', { projection: projection({ service: 'x', open: false, closedAt: AT }) });
      expect(await store.prunable(LATER, '', 10)).toEqual(['INC-1', 'INC-3']);
      expect(await store.prunable(LATER, '', 1)).toEqual(['INC-1']);
      expect(await store.prunable(LATER, 'INC-1', 1)).toEqual(['INC-3']);
    });

    test('takes the payloads it is told, and no others; the chain is as it was', async () => {
      await past('INC-1');
      await past('INC-2');
      const head = await store.head('INC-1');
      expect(await store.prune('INC-1', [2], [])).toBe(true);
      expect(await store.load('INC-1')).toMatchObject([
        { seq: 1, payload: { kept: 1 }, pruned: false },
        { seq: 2, payload: {}, pruned: true },
        { seq: 3, payload: { kept: 2 }, pruned: false },
      ]);
      expect(await store.head('INC-1')).toEqual(head);
      expect(await store.verify('INC-1')).toMatchObject({ intact: true, events: 3, pruned: 1, head: head?.hash });
      expect((await store.load('INC-2')).every(({ pruned }) => !pruned)).toBe(true);
      expect(await store.prunable(LATER, '', 10)).toEqual(['INC-2']);
    });

    test('happens once, also when two processes come at the same time', async () => {
      await past('INC-1');
      const both = await Promise.all([store.prune('INC-1', [2], []), store.prune('INC-1', [2], [])]);
      expect(both.sort()).toEqual([false, true]);
    });

    test('does not happen to an incident that somebody runs, and ends the memory of one who ran it', async () => {
      await past('INC-1');
      const epoch = (await store.lease('INC-1', 'bot-1', 60_000)) ?? 0;
      expect(await store.prune('INC-1', [2], [])).toBe(false);
      await expireLeases(sql);
      expect(await store.prune('INC-1', [2], [])).toBe(true);
      const row = projection({ service: 'INC-1', open: false, closedAt: AT });
      expect(await write(store, 'INC-1', { epoch, seen: 3, projection: row })).toEqual({ refused: 'lease_lost' });
    });

    test('does not happen to an incident that was opened again meanwhile', async () => {
      await past('INC-1');
      await write(store, 'INC-1', { seen: 3, projection: projection({ service: 'INC-1' }) });
      await store.settled('INC-1', 4);
      await store.release('INC-1', 'bot-1');
      expect(await store.prune('INC-1', [2], [])).toBe(false);
      expect((await store.load('INC-1'))[1]?.payload).toMatchObject({ canary: 'c4n4ry' });
    });

    test('takes a text along unless another incident speaks of it', async () => {
      const [own, shared] = [await store.keep('lines of one'), await store.keep('lines of two')];
      await past('INC-1', {}, { kept: own, more: [{ hash: shared }] });
      await past('INC-2', {}, { kept: shared });
      await store.prune('INC-1', [2], [own, shared]);
      expect([await store.kept(own), await store.kept(shared)]).toEqual([null, 'lines of two']);
      await store.prune('INC-2', [2], [shared]);
      expect(await store.kept(shared)).toBeNull();
    });

    test('leaves a text that is written down again meanwhile to whoever wrote it', async () => {
      const hash = await store.keep('lines');
      await past('INC-1', {}, { kept: hash });
      await past('INC-2');
      const row = projection({ service: 'INC-2', open: false, closedAt: AT });
      await Promise.all([
        write(store, 'INC-2', { seen: 3, events: [event({ kept: hash })], projection: row }),
        store.prune('INC-1', [2], [hash]).catch((error: unknown) => {
          // The other was quicker: it is tried again an hour later.
          expect(error).toMatchObject({ constraint: 'text_uses_hash_fkey' });
        }),
      ]);
      const speaks = await sql.query(`select from text_uses where incident = 'INC-2'`);
      expect((await store.kept(hash)) !== null).toBe(speaks.length > 0);
    });
  });
}
