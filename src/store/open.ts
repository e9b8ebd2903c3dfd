import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Store } from '../engine/store.js';
import { openDoor, type Door } from './door.js';
import { voidLeases } from './leases.js';
import { migrate } from './migrate.js';
import { openPglite } from './pglite.js';
import { databaseName, openPostgres } from './postgres.js';
import type { Sql } from './sql.js';
import { createStore } from './store.js';

export interface StoreOptions {
  /** A PostgreSQL URL; without one the data lives in `dataDir`, for this process alone. */
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  /** The lock on `dataDir`, if the caller holds it already (and closes it after the store). Otherwise the store takes its own, with nobody behind the door. */
  readonly door?: Door | undefined;
}

/**
 * Opens the store and brings its tables up to date. Throws `UserError`: `store_unavailable` when the database does not
 * answer, `data_in_use` when another process has the data directory, `config_invalid` when the directory or the URL cannot serve.
 */
export async function openStore({ databaseUrl, dataDir, door }: StoreOptions): Promise<Store> {
  if (databaseUrl !== undefined) return onPostgres(databaseUrl);
  if (door !== undefined) return onPglite(dataDir);
  const ownDoor = await openDoor(dataDir, (visitor) => visitor.destroy());
  try {
    const store = await onPglite(dataDir);
    return { ...store, close: () => store.close().finally(() => ownDoor.close()) };
  } catch (error) {
    await ownDoor.close();
    throw error;
  }
}

async function onPostgres(url: string): Promise<Store> {
  const sql = openPostgres(url);
  return closingOnFailure(sql, async () => {
    await migrate(sql);
    return createStore(sql, `${databaseName(url)}; ${await durability(sql)}`);
  });
}

async function durability(sql: Sql): Promise<string> {
  const rows = await sql.query(
    `select name from pg_settings where name in ('fsync', 'synchronous_commit') and setting = 'off'`,
  );
  if (rows.length === 0) return 'what is acknowledged survives a power loss';
  const off = rows.map((row) => z.string().parse(row['name'])).join(' and ');
  return `the server runs with ${off} off, so a power loss may lose what was acknowledged last`;
}

async function onPglite(dataDir: string): Promise<Store> {
  const folder = join(resolve(dataDir), 'pglite');
  const sql = await openPglite(folder);
  return closingOnFailure(sql, async () => {
    await migrate(sql);
    await voidLeases(sql);
    const promise = sql.durable
      ? 'what is acknowledged survives a power loss'
      : 'what is acknowledged survives a crash of the bot, but perhaps not a power loss (commits did not reach fsync)';
    return createStore(sql, `PGlite in ${folder}; ${promise}`);
  });
}

async function closingOnFailure(sql: Sql, build: () => Promise<Store>): Promise<Store> {
  try {
    return await build();
  } catch (error) {
    await sql.close();
    throw error;
  }
}
