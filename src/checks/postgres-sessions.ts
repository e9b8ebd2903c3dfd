import pg from 'pg';

/** What the server says of itself. */
export interface ServerState {
  readonly version: string;
  readonly readOnly: boolean;
  readonly maxConnections: number;
  readonly reserved: number;
}

/** What its client connections do. Durations are in milliseconds. */
export interface Sessions {
  /** Who asks. */
  readonly role: string;
  readonly connections: number;
  /** Of these, the ones this role may not look into. */
  readonly hidden: number;
  readonly active: number;
  readonly idle: number;
  readonly idleInTransaction: number;
  readonly longestQuery: number;
  /** As its client sent it. */
  readonly longestQueryText: string;
  readonly oldestTransaction: number;
}

export interface Locks {
  readonly waiting: number;
  readonly blockingPid: number;
}

/** What a server tells after the login; null for what it does not tell this role, or a pooler in front keeps back. */
export interface PostgresAnswer {
  readonly server: ServerState | null;
  readonly sessions: Sessions | null;
  readonly locks: Locks | null;
}

/** Asks everything there is to know over an open connection. Rejects where the connection breaks. */
export async function askServer(client: pg.Client): Promise<PostgresAnswer> {
  return {
    server: await firstRow<ServerState>(client, SERVER),
    sessions: await firstRow<Sessions>(client, SESSIONS),
    locks: await firstRow<Locks>(client, LOCKS),
  };
}

const SERVER = `
  SELECT current_setting('server_version') AS "version",
         current_setting('transaction_read_only') = 'on' AS "readOnly",
         current_setting('max_connections')::int AS "maxConnections",
         current_setting('superuser_reserved_connections')::int
           + coalesce(current_setting('reserved_connections', true)::int, 0) AS "reserved"`;

// An ordinary role sees of others that they are there, in which database and as whom; what kind they are is hidden.
// Background processes have no database or no role.
const SESSIONS = `
  WITH clients AS (
    SELECT *, backend_type IS NULL AS hidden, pid = pg_backend_pid() AS ours,
           extract(epoch FROM clock_timestamp() - query_start) * 1000 AS query_age,
           extract(epoch FROM clock_timestamp() - xact_start) * 1000 AS transaction_age
    FROM pg_stat_activity
    WHERE backend_type = 'client backend' OR (backend_type IS NULL AND datid IS NOT NULL AND usesysid IS NOT NULL)
  ), longest AS (
    SELECT query, query_age FROM clients
    WHERE state = 'active' AND NOT ours ORDER BY query_age DESC NULLS LAST LIMIT 1
  )
  SELECT current_user::text AS "role",
         count(*)::int AS "connections",
         (count(*) FILTER (WHERE hidden))::int AS "hidden",
         (count(*) FILTER (WHERE state = 'active' AND NOT ours))::int AS "active",
         (count(*) FILTER (WHERE state = 'idle'))::int AS "idle",
         (count(*) FILTER (WHERE state LIKE 'idle in transaction%'))::int AS "idleInTransaction",
         greatest(0, round(coalesce((SELECT query_age FROM longest), 0)))::float8 AS "longestQuery",
         coalesce((SELECT query FROM longest), '') AS "longestQueryText",
         greatest(0, round(coalesce(max(transaction_age) FILTER (WHERE NOT ours), 0)))::float8 AS "oldestTransaction"
  FROM clients`;

// Asking who blocks whom stops PostgreSQL's book-keeping of locks for a moment: fifty of those who wait are enough.
const LOCKS = `
  WITH waiting AS (SELECT DISTINCT pid FROM pg_locks WHERE NOT granted)
  SELECT (SELECT count(*) FROM waiting)::int AS "waiting",
         coalesce((SELECT blocking FROM (SELECT pid FROM waiting LIMIT 50) AS few, unnest(pg_blocking_pids(few.pid)) AS blocking
                   GROUP BY blocking ORDER BY count(*) DESC, blocking LIMIT 1), 0)::int AS "blockingPid"`;

async function firstRow<Row extends object>(client: pg.Client, sql: string): Promise<Row | null> {
  try {
    const { rows } = await client.query<Row>(sql);
    return rows[0] ?? null;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return null;
    throw error;
  }
}
