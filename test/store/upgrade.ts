import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { migrate, MIGRATIONS_FOLDER } from '../../src/store/migrate.js';
import { sha256 } from '../../src/store/chain.js';
import type { Sql } from '../../src/store/sql.js';
import { createStore } from '../../src/store/store.js';
import { AT } from './builders.js';

const FIRST_RELEASE = ['0001_events.sql', '0002_holders.sql'];
const [LOG, RUNBOOK] = [sha256('the log'), sha256('the runbook')];

/** What a database of the first release comes to under this one. */
export function upgradeContract(open: () => Promise<Sql>): void {
  let sql: Sql;
  beforeAll(async () => {
    sql = await open();
    await firstRelease(sql);
    await migrate(sql);
  });
  afterAll(() => sql.close());

  test('an incident of the first release is in the lists as it was, and to be made anew', async () => {
    const store = createStore(sql, 'upgraded');
    const row = { incident: 'INC-1', seq: 2, title: 'API Down', openedAt: AT, closedAt: AT };
    expect(await store.find('INC-1')).toMatchObject({ ...row, how: null, acknowledgedAt: null, tried: 0 });
    expect(await store.outdated('', 10)).toEqual(['INC-1']);
    expect(await store.count(new Date(0))).toMatchObject([{ incidents: 1 }, { incidents: 1, acknowledge: null }]);
  });

  test('texts it speaks of are known as its own', async () => {
    const uses = await sql.query('select hash, incident from text_uses order by hash');
    const expected = [LOG, RUNBOOK].sort().map((hash) => ({ hash, incident: 'INC-1' }));
    expect(uses).toEqual(expected);
  });

  test('its details can be removed', async () => {
    const store = createStore(sql, 'upgraded');
    const later = new Date(Date.parse(AT) + 1);
    expect(await store.prunable(later, '', 10)).toEqual(['INC-1']);
    expect(await store.prune('INC-1', [2], [LOG])).toBe(true);
    expect([await store.kept(LOG), await store.kept(RUNBOOK)]).toEqual([null, 'the runbook']);
  });
}

async function firstRelease(sql: Sql): Promise<void> {
  await sql.query('create table migrations (name text primary key, applied_at timestamptz not null)');
  for (const name of FIRST_RELEASE) {
    const script = await readFile(join(MIGRATIONS_FOLDER, name), 'utf8');
    await sql.transaction((tx) => tx.script(script));
    await sql.query('insert into migrations (name, applied_at) values ($1, now())', [name]);
  }
  for (const text of ['the log', 'the runbook']) {
    await sql.query('insert into texts (hash, body) values ($1, $2)', [sha256(text), JSON.stringify(text)]);
  }
  const payloads = [
    { hash: RUNBOOK, run: 1 },
    { kept: LOG, quotes: [] },
  ];
  for (const [at, payload] of payloads.entries()) {
    await sql.query(
      `insert into events (incident, seq, type, version, at, actor, payload_hash, prev_hash, hash)
       values ('INC-1', $1, 'noted', 1, $2, 'bot', '', '', '')`,
      [at + 1, AT],
    );
    await sql.query(`insert into payloads (incident, seq, body) values ('INC-1', $1, $2)`, [
      at + 1,
      JSON.stringify(payload),
    ]);
  }
  await sql.query(
    `insert into incidents (incident, seq, settled_seq, service, runbook, title, severity, open, headline, channel,
       drill, opened_at, closed_at)
     values ('INC-1', 2, 2, 'api', 'api-down', 'API Down', 'high', false, 'api down', 'C1', false, $1, $1)`,
    [AT],
  );
  await sql.query(`insert into leases (incident, owner, epoch, expires_at) values ('INC-1', null, 1, $1)`, [AT]);
}
