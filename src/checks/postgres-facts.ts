import type { FactSpec } from '../runbook/facts.js';
import { tlsErrorSpec } from './tls-error.js';

/** What a login tells, or its failure. */
const loginSpecs = {
  ok: { type: 'bool', says: 'Logged in, and SELECT 1 was answered.' },
  accepting: {
    type: 'bool',
    says: 'It accepts connections, as pg_isready judges: the server answered, even if it refused this login; false while it starts up or shuts down.',
  },
  error: {
    type: 'string',
    says: 'One of refused, reset, timeout, dns, tls, unreachable, auth, no_database, too_many_connections, starting or other; empty where all went well.',
  },
  tls_error: tlsErrorSpec,
  message: { type: 'string', says: "The server's or the driver's words about the error; empty where there is none." },
  latency: { type: 'int', unit: 'ms', says: 'How long the login and the questions, or their failure, took.' },
  version: { type: 'string', says: 'Version of the server; empty without a login.' },
} satisfies Readonly<Record<string, FactSpec>>;

/** What the server tells about its connections once logged in; all unknown without a login. */
export const serverSpecs = {
  read_only: { type: 'bool', says: 'It takes no writes: a standby, or default_transaction_read_only is on.' },
  max_connections: { type: 'int', says: 'How many connections it allows, the reserved ones included.' },
  reserved_connections: { type: 'int', says: 'How many of them are reserved for superusers and other chosen roles.' },
  connections: { type: 'int', says: 'Client connections to all its databases, this one included.' },
  connections_percent: {
    type: 'double',
    unit: 'percent',
    says: 'Client connections in percent of those an ordinary role may take (max_connections without the reserved ones).',
  },
} satisfies Readonly<Record<string, FactSpec>>;

/** What the connections of others do. Unknown where the role may not see it: then grant it pg_monitor. */
export const sessionSpecs = {
  active: { type: 'int', says: 'Connections that run a query, without this one.' },
  idle: { type: 'int', says: 'Connections that wait for their client, outside of a transaction.' },
  idle_in_transaction: {
    type: 'int',
    says: 'Connections that wait for their client in an open transaction, a failed one included.',
  },
  longest_query: { type: 'int', unit: 'ms', says: 'How long the longest running query has run; 0 where none runs.' },
  longest_query_text: {
    type: 'string',
    says: 'That query on one line, its string literals masked, 300 characters at most; empty where none runs.',
  },
  oldest_transaction: {
    type: 'int',
    unit: 'ms',
    says: 'How long the oldest transaction has been open; 0 where none is.',
  },
} satisfies Readonly<Record<string, FactSpec>>;

/** Locks, which every role may see. */
export const lockSpecs = {
  waiting_locks: { type: 'int', says: 'Connections that wait for a lock another one holds.' },
  blocking_pid: {
    type: 'int',
    says: 'Process id, in PostgreSQL, of the connection that most of them wait for; 0 where none waits.',
  },
} satisfies Readonly<Record<string, FactSpec>>;

/** Every fact of the check `postgres`. */
export const postgresSpecs = { ...loginSpecs, ...serverSpecs, ...sessionSpecs, ...lockSpecs };
