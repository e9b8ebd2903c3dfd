import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { rowCounts } from '../../../src/checks/row-counts.js';
import { misfits } from '../../../src/runbook/facts.js';
import { never, words, world } from '../../checks/builders.js';
import { createDatabase, type TestDatabase } from '../store/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
  await query('create table prompts (id int); insert into prompts select generate_series(1, 128)');
  await query('create table "User" (id int); create schema audit; create table audit.log (id int)');
});
afterAll(() => database.drop());

async function query(sql: string): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

async function ask(tables: Readonly<Record<string, number>>, more: object = {}) {
  const params = { type: 'row_counts', url: database.url, tables, ...more };
  const seen = await rowCounts.run(params, world(null), never);
  expect(misfits(rowCounts.facts(params), seen.facts)).toEqual([]);
  return { ...seen, line: words(seen.says) };
}

describe('the rows of a real database', () => {
  test('stand beside their baseline', async () => {
    const { facts, line } = await ask({ prompts: 120, User: 0, 'audit.log': 0 });
    expect(line).toBe('prompts 128 (at least 120), User 0 (at least 0), audit.log 0 (at least 0)');
    expect(facts).toEqual({ ok: true, fewer: [], missing: [], counts: line });
  });

  test('that are too few, and tables that are not there, are named', async () => {
    const { facts, line } = await ask({ prompts: 129, User: 0, user: 1, 'nowhere.log': 0 });
    expect(facts).toMatchObject({ ok: false, fewer: ['prompts'], missing: ['user', 'nowhere.log'] });
    expect(line).toBe(
      '3 of 4 tables have too few: prompts 128 (at least 129), User 0 (at least 0), user not there (at least 1), nowhere.log not there (at least 0)',
    );
  });

  test('that cannot be read within the time are unknown', async () => {
    const holder = new Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin; lock table prompts');
    try {
      await expect(ask({ prompts: 1 }, { timeout: '300ms' })).rejects.toThrow(/^the rows could not be counted: /);
    } finally {
      await holder.end();
    }
  });

  test('of a server that refuses are unknown, and its password is not told', async () => {
    const url = new URL(database.url);
    url.username = 'nobody_here';
    url.password = 'correct-horse-battery';
    const asked = rowCounts.run({ type: 'row_counts', url: url.href, tables: { prompts: 1 } }, world(null), never);
    await expect(asked).rejects.toThrow('the rows could not be counted: ');
    await expect(asked).rejects.not.toThrow('correct-horse');
  });
});

test.each([{ 'a b': 1 }, { 'a"b': 1 }, { 'a.b.c': 1 }, { 'a;drop': 1 }, { prompts: -1 }, {}])(
  'tables %j are refused',
  (tables) => {
    const parsed = rowCounts.params.safeParse({ type: 'row_counts', url: 'postgres://x/y', tables });
    expect(parsed.success).toBe(false);
  },
);
