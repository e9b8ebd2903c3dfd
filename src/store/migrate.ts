import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';
import type { Sql, Transaction } from './sql.js';

/** Holds the migrations, one SQL file each. */
export const MIGRATIONS_FOLDER = join(packageRoot(), 'src/store/migrations');
/** Any number that nobody else in this database uses for an advisory lock. */
const LOCK = 7_238_001;
const LIMIT_MS = 60_000;

/** Brings the tables up to date: files in order of name, one transaction each. Of several processes one does it, for the others it is done. */
export async function migrate(sql: Sql): Promise<void> {
  const names = (await readdir(MIGRATIONS_FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  for (const name of names) {
    const script = await readFile(join(MIGRATIONS_FOLDER, name), 'utf8');
    await sql.transaction((tx) => apply(tx, name, script), { limitMs: LIMIT_MS });
  }
}

async function apply(tx: Transaction, name: string, script: string): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(${LOCK})`);
  await tx.script('create table if not exists migrations (name text primary key, applied_at timestamptz not null)');
  const applied = await tx.query('select name from migrations where name = $1', [name]);
  if (applied.length > 0) return;
  await tx.script(script);
  await tx.query('insert into migrations (name, applied_at) values ($1, now())', [name]);
}
