import { readdir } from 'node:fs/promises';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { z } from 'zod';
import { sqlState } from './database-error.js';
import { MIGRATIONS_FOLDER } from './migrate.js';
import { databaseName } from './postgres.js';

/** A look at a PostgreSQL that changes nothing in it. */
export interface DatabaseLook {
  /** For people: host, port and name, never the password. */
  readonly where: string;
  /** Such as 15.16. */
  readonly version: string;
  /** Its clock, and when it was asked and had answered by ours, all in ms since 1970. */
  readonly clock: { readonly theirs: number; readonly from: number; readonly to: number };
  /** A standby, or one set to read only: nothing can be recorded. */
  readonly readOnly: boolean;
  /** Whether the bot may make its tables here. */
  readonly mayCreate: boolean;
  /** Migrations of this version of the bot that are not applied, and applied ones that it does not know. */
  readonly missing: readonly string[];
  readonly unknown: readonly string[];
}

/** Why there was no look. `code` is a SQLSTATE or an error code of the network. */
export interface DatabaseRefusal {
  readonly where: string;
  readonly code: string;
  readonly reason: string;
}

const LIMIT_MS = 4_000;
const GOODBYE_MS = 300;

const server = z.object({
  now: z.date(),
  version: z.string(),
  standby: z.boolean(),
  read_only: z.string(),
  may_create: z.boolean().nullable(),
  migrations: z.string().nullable(),
});
const applied = z.array(z.object({ name: z.string() }));

/** Looks once, with a connection of its own, at a PostgreSQL. Never throws for what the database does, or for a URL it cannot read. */
export async function lookAtDatabase(url: string): Promise<DatabaseLook | DatabaseRefusal> {
  try {
    return await lookFrom(url, databaseName(url));
  } catch (error) {
    // Only a URL that cannot be taken apart comes here; its text holds the password.
    return { where: 'DATABASE_URL', code: '', reason: `cannot be read (${refusalOf(error).reason})` };
  }
}

async function lookFrom(url: string, where: string): Promise<DatabaseLook | DatabaseRefusal> {
  const socket = new Socket();
  const client = new Client({
    connectionString: url,
    stream: () => socket,
    application_name: 'runbook-bot doctor',
    connectionTimeoutMillis: LIMIT_MS,
    statement_timeout: LIMIT_MS,
    query_timeout: LIMIT_MS,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await look(client, where);
  } catch (error) {
    return { where, ...refusalOf(error) };
  } finally {
    // A silent database never says goodbye, and would keep this process alive.
    await Promise.race([client.end().catch(() => undefined), sleep(GOODBYE_MS)]);
    socket.destroy();
  }
}

async function look(client: Client, where: string): Promise<DatabaseLook> {
  await client.query('begin read only');
  const from = Date.now();
  const { rows } = await client.query(
    `select clock_timestamp() as now, current_setting('server_version') as version, pg_is_in_recovery() as standby,
       current_setting('default_transaction_read_only') as read_only,
       has_schema_privilege(current_schema(), 'create') as may_create,
       to_regclass('migrations')::text as migrations`,
  );
  const to = Date.now();
  const told = server.parse(rows[0]);
  const names = told.migrations === null ? [] : await appliedIn(client);
  const known = (await readdir(MIGRATIONS_FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return {
    where,
    version: told.version,
    clock: { theirs: told.now.getTime(), from, to },
    readOnly: told.standby || told.read_only === 'on',
    mayCreate: told.may_create === true,
    missing: known.filter((name) => !names.includes(name)),
    unknown: names.filter((name) => !known.includes(name)),
  };
}

async function appliedIn(client: Client): Promise<string[]> {
  const { rows } = await client.query('select name from migrations order by name');
  return applied.parse(rows).map(({ name }) => name);
}

function refusalOf(error: unknown): { code: string; reason: string } {
  const [first = error] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const { code, message } = first as { code?: string; message?: string };
  return { code: sqlState(first) ?? code ?? '', reason: message ?? String(first) };
}
