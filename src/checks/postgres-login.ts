import { Socket } from 'node:net';
import pg from 'pg';
import { within } from './deadline.js';
import { errorCode, networkErrorOf, type NetworkError } from './network-error.js';

export type PostgresError = NetworkError | 'auth' | 'no_database' | 'too_many_connections' | 'starting' | 'other';

/** What a server told after the login. `connections` is null where this role may not count them. */
export interface PostgresAnswer {
  readonly version: string;
  readonly maxConnections: number;
  readonly connections: number | null;
}

/** Logs in, asks `SELECT 1` and a little more, and leaves; `limit` in milliseconds covers it all. Rejects with what went wrong. */
export function logIn(url: string, limit: number, signal: AbortSignal): Promise<PostgresAnswer> {
  return within(limit, signal, async (over) => {
    // A socket of ours: pg has no way to give up a connection whose other side is silent.
    const socket = new Socket();
    over.addEventListener('abort', () => socket.destroy(), { once: true });
    const client = new pg.Client({
      connectionString: url,
      application_name: 'runbook-bot',
      statement_timeout: limit,
      stream: () => socket,
    });
    // pg also reports a broken connection as an event, which must not end the process.
    client.on('error', () => undefined);
    await client.connect();
    const answer = await question(client);
    await client.end();
    return answer;
  });
}

async function question(client: pg.Client): Promise<PostgresAnswer> {
  await client.query('SELECT 1');
  const settings = await client.query<{ version: string; most: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('max_connections') AS most`,
  );
  const [first] = settings.rows;
  return {
    version: first?.version ?? '',
    maxConnections: Number(first?.most ?? 0),
    connections: await countConnections(client),
  };
}

/** From pg_stat_database: pg_stat_activity hides from ordinary roles which rows are clients. */
async function countConnections(client: pg.Client): Promise<number | null> {
  try {
    const { rows } = await client.query<{ used: string }>(
      'SELECT coalesce(sum(numbackends), 0)::text AS used FROM pg_stat_database',
    );
    return Number(rows[0]?.used ?? 0);
  } catch (error) {
    // A pooler in front, or a role that may not read it: the login was what mattered.
    if (error instanceof pg.DatabaseError) return null;
    throw error;
  }
}

/** Names a failed login by PostgreSQL's SQLSTATE or by the failure of the connection. */
export function postgresErrorOf(error: unknown): PostgresError {
  const network = networkErrorOf(error);
  if (network !== null) return network;
  switch (errorCode(error)) {
    case '28P01':
    case '28000':
      return 'auth';
    case '3D000':
      return 'no_database';
    case '53300':
      return 'too_many_connections';
    case '57P03':
      return 'starting';
    case '57P01':
    case '57P02':
    case '08006':
      return 'reset';
    case '57014':
      return 'timeout';
    case '':
      return ofMessage(error instanceof Error ? error.message : '');
    default:
      return 'other';
  }
}

/** pg gives some failures of its own making no code. */
function ofMessage(message: string): PostgresError {
  if (message.startsWith('Connection terminated')) return 'reset';
  if (message.startsWith('The server does not support SSL')) return 'tls';
  return message.startsWith('SASL') ? 'auth' : 'other';
}
