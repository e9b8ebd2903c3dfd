import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool, TypeOverrides, type ClientConfig, type PoolClient } from 'pg';
import { UserError } from '../errors.js';
import { translate, unavailable } from './database-error.js';
import { listenForHints, type HintListener } from './postgres-listener.js';
import type { Param, Queries, Row, Sql, Transaction } from './sql.js';

/** Connections for what people wait for, and for what incidents write: fifty at work at once do not keep anybody waiting. */
const CONNECTIONS = { people: 12, incidents: 10 };
/** So many stay open: logging in takes longest just when everybody comes at once. */
const KEPT = { people: 12, incidents: 4 };
/** Slack waits three seconds for an acknowledgement; half of them may go into the database. */
const LIMIT_MS = { people: 1_500, incidents: 5_000 };
/** The server gives up a little before we do, so that "no answer" seldom means "done after all". */
const SERVER_SHARE = 0.8;
const GOODBYE_MS = 1_000;
/** A connection is given up so much later than the call that waits for it: whoever waits is told in our words, not the driver's. */
const LATER_MS = 500;
const INT8 = 20;

/** Where a database URL leads, for people: host, port and name, never the password. */
export function databaseName(url: string): string {
  const { host, port, database } = new Client({ connectionString: url });
  return `PostgreSQL at ${host}:${port}/${database ?? ''}`;
}

/** Two pools on PostgreSQL, one for people and one for what incidents write. They connect when first asked, and again by themselves after the database was away. */
export function openPostgres(url: string): Sql {
  const where = databaseName(url);
  const open = (use: 'people' | 'incidents'): Pool => {
    const pool = new Pool({
      ...connection(url, LIMIT_MS[use]),
      max: CONNECTIONS[use],
      min: KEPT[use],
      idleTimeoutMillis: 30_000,
    });
    // The statement in flight is rejected with the same error; an idle connection that breaks is replaced by the next call.
    pool.on('error', ignore);
    pool.on('connect', (client) => client.on('error', ignore));
    pool.once('connect', () => fill(pool, KEPT[use]));
    return pool;
  };
  const [people, incidents] = [open('people'), open('incidents')];
  const listeners: HintListener[] = [];

  const queries = (use: 'people' | 'incidents', pool: Pool): Queries => ({
    query: (text, params) => borrow(pool, where, LIMIT_MS[use], (client) => ask(client, where, text, params)),
  });
  return {
    ...queries('incidents', incidents),
    prompt: queries('people', people),
    transaction: (work, { limitMs = LIMIT_MS.incidents } = {}) =>
      borrow(incidents, where, limitMs, (client) => inTransaction(client, where, limitMs, work)),
    listen: (hint) => void listeners.push(listenForHints(() => new Client(connection(url, LIMIT_MS.incidents)), hint)),
    close: async () => {
      await Promise.all(listeners.map((listener) => listener.close()));
      // A silent database never says goodbye.
      await Promise.race([Promise.all([people.end(), incidents.end()]), sleep(GOODBYE_MS, undefined, { ref: false })]);
    },
  };
}

/** Opens the connections that are kept, all at once: later, one would be opened just when it is needed. */
function fill(pool: Pool, count: number): void {
  for (let open = 1; open < count; open += 1) pool.connect().then((client) => client.release(), ignore);
}

function connection(url: string, limitMs: number): ClientConfig {
  return {
    connectionString: url,
    application_name: 'runbook-bot',
    connectionTimeoutMillis: limitMs + LATER_MS,
    statement_timeout: Math.ceil(limitMs * SERVER_SHARE),
    // A frozen replica must not hold row locks.
    idle_in_transaction_session_timeout: limitMs,
    keepAlive: true,
    types: withNumbers(),
  };
}

/** `pg` reads int8 as a string, since it may exceed what a number holds; none of ours does. */
function withNumbers(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(INT8, Number);
  return overrides;
}

/** Lends a connection for at most `limitMs`, waiting for one included. After that the connection is torn down: who knows what it still does. */
async function borrow<T>(
  pool: Pool,
  where: string,
  limitMs: number,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const limit = new AbortController();
  const late = new Promise<never>((_, reject) => {
    limit.signal.addEventListener('abort', () => reject(unavailable(where, `no answer within ${limitMs} ms`)));
  });
  // What came while the process stood still is read first: it would be called lost otherwise.
  const timer = setTimeout(() => setImmediate(() => limit.abort()), limitMs);
  try {
    return await Promise.race([late, lend(pool, where, limit.signal, work)]);
  } finally {
    clearTimeout(timer);
  }
}

async function lend<T>(
  pool: Pool,
  where: string,
  late: AbortSignal,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw translate(error, where);
  });
  let lent = true;
  const giveBack = (broken: boolean) => {
    if (lent) client.release(broken);
    lent = false;
  };
  late.addEventListener('abort', () => giveBack(true));
  try {
    late.throwIfAborted();
    return await work(client);
  } catch (error) {
    giveBack(error instanceof UserError);
    throw error;
  } finally {
    giveBack(false);
  }
}

async function inTransaction<T>(
  client: PoolClient,
  where: string,
  limitMs: number,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const query = (text: string, params?: readonly Param[]) => ask(client, where, text, params);
  const limit = Math.ceil(limitMs * SERVER_SHARE);
  await query(`begin isolation level read committed; set local statement_timeout = ${limit}`);
  try {
    const result = await work({ query, script: (text) => query(text).then(ignore) });
    await query('commit');
    return result;
  } catch (error) {
    await query('rollback');
    throw error;
  }
}

async function ask(client: PoolClient, where: string, text: string, params?: readonly Param[]): Promise<Row[]> {
  try {
    const { rows } = await client.query<Row>(text, params === undefined ? undefined : [...params]);
    return rows;
  } catch (error) {
    throw translate(error, where);
  }
}

function ignore(): void {
  // Deliberately nothing, see where it is used.
}
