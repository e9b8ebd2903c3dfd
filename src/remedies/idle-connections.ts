import type pg from 'pg';
import { z } from 'zod';

export const IDLE_STATES = ['idle', 'idle in transaction'] as const;

/** Which connections are meant. */
export const idleRule = z.strictObject({
  /** Idle for longer than so many ms. */
  longerThan: z.number(),
  states: z.array(z.enum(IDLE_STATES)),
  /** Never more at once; the longest idle go first. */
  most: z.number(),
});
export type IdleRule = z.infer<typeof idleRule>;

/** The client connections to one database. */
export interface ConnectionCount {
  readonly all: number;
  /** Those the rule means and the bot may end. */
  readonly due: number;
  /** The rule means them too, but the bot's role may not end them, or cannot see whether it does. */
  readonly barred: number;
}

// The bot's own connections never count as due: those of its checks, and its own database where that is this one.
const CLIENTS = `
  SELECT pid, state, state_change, usesysid, backend_type IS NULL AS hidden,
         application_name LIKE 'runbook-bot%' OR pid = pg_backend_pid() AS own,
         (pg_has_role(usesysid, 'USAGE') OR pg_has_role('pg_signal_backend', 'USAGE'))
           AND (NOT (SELECT rolsuper FROM pg_roles r WHERE r.oid = usesysid)
                OR (SELECT rolsuper FROM pg_roles r WHERE r.rolname = current_user)) AS may
  FROM pg_stat_activity
  WHERE datname = current_database()
    AND (backend_type = 'client backend' OR (backend_type IS NULL AND usesysid IS NOT NULL))`;

const DUE = `NOT own AND NOT hidden AND state = ANY ($1) AND state_change < clock_timestamp() - $2 * interval '1 ms'`;

/** Counts the connections to the database that `client` is connected to. */
export async function countConnections(client: pg.Client, rule: IdleRule): Promise<ConnectionCount> {
  const { rows } = await client.query<ConnectionCount>(
    `WITH clients AS (${CLIENTS})
     SELECT count(*)::int AS "all", (count(*) FILTER (WHERE ${DUE} AND may))::int AS "due",
            (count(*) FILTER (WHERE hidden OR (${DUE} AND NOT may)))::int AS "barred"
     FROM clients`,
    meant(rule),
  );
  return rows[0] ?? { all: 0, due: 0, barred: 0 };
}

/** Ends those that the rule means at this moment, in one statement; returns their process ids in PostgreSQL. */
export async function endConnections(client: pg.Client, rule: IdleRule): Promise<readonly number[]> {
  const { rows } = await client.query<{ pid: number; ended: boolean }>(
    `WITH clients AS (${CLIENTS}),
          due AS MATERIALIZED (SELECT pid FROM clients WHERE ${DUE} AND may ORDER BY state_change LIMIT $3)
     SELECT pid, pg_terminate_backend(pid) AS "ended" FROM due`,
    [...meant(rule), rule.most],
  );
  return rows.filter(({ ended }) => ended).map(({ pid }) => pid);
}

/** Which of these still are there, and how many client connections there are in all. */
export async function stillThere(client: pg.Client, pids: readonly number[]): Promise<{ still: number; all: number }> {
  const { rows } = await client.query<{ still: number; all: number }>(
    `WITH clients AS (${CLIENTS})
     SELECT (count(*) FILTER (WHERE pid = ANY ($1)))::int AS "still", count(*)::int AS "all" FROM clients`,
    [pids],
  );
  return rows[0] ?? { still: 0, all: 0 };
}

function meant({ states, longerThan }: IdleRule): [string[], number] {
  const aborted = states.includes('idle in transaction') ? ['idle in transaction (aborted)'] : [];
  return [[...states, ...aborted], longerThan];
}
