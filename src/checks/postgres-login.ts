import pg from 'pg';
import { errorCode, networkErrorOf, type NetworkError } from './network-error.js';
import { withPostgres } from './postgres-client.js';
import { askServer, type PostgresAnswer } from './postgres-sessions.js';

export type PostgresError = NetworkError | 'auth' | 'no_database' | 'too_many_connections' | 'starting' | 'other';

const CANNOT_CONNECT_NOW = '57P03';

/** How a login went. `accepting` is what pg_isready judges: the server takes connections, if not this one. */
export type Login =
  | { readonly accepting: true; readonly answer: PostgresAnswer }
  | { readonly accepting: boolean; readonly thrown: unknown };

/** Logs in, asks `SELECT 1` and all the rest, and leaves; `limit` in milliseconds covers it all. Never rejects. */
export async function logIn(url: string, limit: number, signal: AbortSignal): Promise<Login> {
  const progress = { accepting: false };
  try {
    const answer = await withPostgres(url, limit, signal, async (client) => {
      progress.accepting = true;
      await client.query('SELECT 1');
      return askServer(client);
    });
    return { accepting: true, answer };
  } catch (thrown) {
    const refused = thrown instanceof pg.DatabaseError && thrown.code !== CANNOT_CONNECT_NOW;
    return { accepting: progress.accepting || refused, thrown };
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
    case CANNOT_CONNECT_NOW:
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
