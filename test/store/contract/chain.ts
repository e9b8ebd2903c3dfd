import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ChainVerdict, Store } from '../../../src/engine/store.js';
import { linkHash, sha256 } from '../../../src/store/chain.js';
import type { Sql } from '../../../src/store/sql.js';
import { AT, event, write } from '../builders.js';
import { type Subject } from './subject.js';

const OTHER = `repeat('0', 64)`;
const ALTERED = 'event 2 was changed';
const MISLED = 'event 2 does not follow the event before it';

/** Each thing that somebody with the password could do to the second of three events, and what is said of it. */
const TAMPERED: readonly (readonly [what: string, statements: readonly string[], why: string])[] = [
  ['a changed incident', [`update events set incident = 'INC-9' where seq = 2`], 'event 2 is missing'],
  ['a changed number', ['update events set seq = 9 where seq = 2'], 'event 2 is missing'],
  ['a changed type', [`update events set type = 'told' where seq = 2`], ALTERED],
  ['a changed version', ['update events set version = 2 where seq = 2'], ALTERED],
  ['a moved time', [`update events set at = at + interval '1 ms' where seq = 2`], ALTERED],
  ['a changed actor', [`update events set actor = 'slack:U2' where seq = 2`], ALTERED],
  ['a changed hash of the payload', [`update events set payload_hash = ${OTHER} where seq = 2`], changedPayload(2)],
  ['a changed hash of the event before', [`update events set prev_hash = ${OTHER} where seq = 2`], MISLED],
  ['a changed hash', [`update events set hash = ${OTHER} where seq = 2`], ALTERED],
  ['a changed payload', [`update payloads set body = '{"n":9}' where seq = 2`], changedPayload(2)],
  ['a payload said otherwise', [`update payloads set body = '{ "n":2}' where seq = 2`], changedPayload(2)],
  [
    'a payload and its hash changed together',
    [
      `update payloads set body = '{"n":9}' where seq = 2`,
      `update events set payload_hash = '${sha256('{"n":9}')}' where seq = 2`,
    ],
    ALTERED,
  ],
  [
    'two payloads that changed places',
    [`update payloads set body = case seq when 2 then '{"n":3}' else '{"n":2}' end where seq > 1`],
    changedPayload(2),
  ],
  [
    'a row that was cut out',
    ['delete from payloads where seq = 2', 'delete from events where seq = 2'],
    'event 2 is missing',
  ],
];

function changedPayload(seq: number): string {
  return `the payload of event ${seq} was changed`;
}

export function chainContract(subject: () => Subject): void {
  describe('the chain', () => {
    let store: Store;
    let sql: Sql;
    beforeEach(() => void ({ store, sql } = subject()));

    const three = async (): Promise<void> => {
      await write(store, 'INC-1', { events: [event({ n: 1 }), event({ n: 2 }), event({ n: 3 })] });
    };
    /** Whoever changes the log is not held up by keys. */
    const tamper = async (statements: readonly string[]): Promise<void> => {
      await sql.transaction(async (tx) => {
        await tx.query('alter table payloads drop constraint payloads_incident_seq_fkey');
        for (const statement of statements) await tx.query(statement);
      });
    };
    const mend = async (): Promise<void> => {
      await sql.query('truncate payloads, events');
      await sql.query('alter table payloads add foreign key (incident, seq) references events (incident, seq)');
    };

    test('is intact after several appends, and its head changes with each', async () => {
      await write(store, 'INC-1', { events: [event({ n: 1 }), event({ n: 2 })] });
      const first = headOf(await store.verify('INC-1'));
      await write(store, 'INC-1', { seen: 2, events: [event({ n: 3 })] });
      const verdict = await store.verify('INC-1');
      expect(verdict).toMatchObject({ intact: true, events: 3, pruned: 0 });
      expect(headOf(verdict)).not.toBe(first);
      expect(await store.head('INC-1')).toEqual({ seq: 3, hash: headOf(verdict) });
    });

    test('of nothing has no head', async () => {
      expect(await store.head('INC-1')).toBeNull();
      expect(await store.rows('INC-1')).toEqual([]);
      expect(await store.verify('INC-1')).toEqual({ intact: true, events: 0, pruned: 0, head: '' });
    });

    test.each(TAMPERED)('%s is found, and the first bad row named', async (_what, statements, why) => {
      await three();
      try {
        await tamper(statements);
        expect(await store.verify('INC-1')).toEqual({ intact: false, seq: 2, why });
      } finally {
        await mend();
      }
    });

    test('without its last row is intact but has another head: what was posted tells', async () => {
      await three();
      const posted = await store.head('INC-1');
      await tamper(['delete from payloads where seq = 3', 'delete from events where seq = 3']);
      const verdict = await store.verify('INC-1');
      expect(verdict).toMatchObject({ intact: true, events: 2 });
      expect(headOf(verdict)).not.toBe(posted?.hash);
      await mend();
    });

    test('can be verified elsewhere from the rows alone', async () => {
      await three();
      await sql.query('delete from payloads where seq = 1');
      const rows = await store.rows('INC-1');
      expect(rows.map(({ hash }) => hash)).toEqual(rows.map((row) => linkHash(row)));
      expect(rows.map(({ prevHash }) => prevHash)).toEqual(['', rows[0]?.hash, rows[1]?.hash]);
      expect(rows[1]).toMatchObject({ seq: 2, at: AT, payload: { n: 2 }, payloadHash: sha256('{"n":2}') });
      expect(rows.map(({ pruned }) => pruned)).toEqual([true, false, false]);
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
