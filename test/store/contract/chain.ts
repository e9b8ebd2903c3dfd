import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ChainVerdict, Store } from '../../../src/engine/store.js';
import type { Sql } from '../../../src/store/sql.js';
import { event, write } from '../builders.js';
import { type Subject } from './subject.js';

export function chainContract(subject: () => Subject): void {
  describe('the chain', () => {
    let store: Store;
    let sql: Sql;
    beforeEach(() => void ({ store, sql } = subject()));

    test('is intact after several appends, and its head changes with each', async () => {
      await write(store, 'INC-1', { events: [event({ n: 1 }), event({ n: 2 })] });
      const first = headOf(await store.verify('INC-1'));
      await write(store, 'INC-1', { seen: 2, events: [event({ n: 3 })] });
      const verdict = await store.verify('INC-1');
      expect(verdict).toMatchObject({ intact: true, events: 3, pruned: 0 });
      expect(headOf(verdict)).not.toBe(first);
    });

    test.each([
      ['a changed actor', `update events set actor = 'slack:U2' where seq = 2`, 'event 2 was changed'],
      ['a moved time', `update events set at = at + interval '1 ms' where seq = 2`, 'event 2 was changed'],
      ['a changed payload', `update payloads set body = '{"n":9}' where seq = 2`, 'the payload of event 2 was changed'],
      ['a row that was cut out', `delete from events where seq = 2`, 'event 2 is missing'],
    ])('%s is found, and the first bad row named', async (_, tamper, why) => {
      await write(store, 'INC-1', { events: [event({ n: 1 }), event({ n: 2 }), event({ n: 3 })] });
      if (tamper.startsWith('delete')) await sql.query('delete from payloads where seq = 2');
      await sql.query(tamper);
      expect(await store.verify('INC-1')).toEqual({ intact: false, seq: 2, why });
    });

    test('pruned payloads come back empty and leave it intact', async () => {
      await write(store, 'INC-1', { events: [event({ secret: 1 }), event({ n: 2 })] });
      await sql.query('delete from payloads where seq = 1');
      expect((await store.load('INC-1')).map(({ payload }) => payload)).toEqual([{}, { n: 2 }]);
      expect(await store.verify('INC-1')).toMatchObject({ intact: true, events: 2, pruned: 1 });
    });
  });
}

function headOf(verdict: ChainVerdict): string {
  if (!verdict.intact) throw new Error(verdict.why);
  return verdict.head;
}
