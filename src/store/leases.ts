import { z } from 'zod';
import type { Store } from '../engine/store.js';
import type { Row, Sql } from './sql.js';

const EXPIRY = `clock_timestamp() + $1::float8 * interval '1 millisecond'`;

/** Who runs which incident, on the database's clock. */
export function leases(sql: Sql): Pick<Store, 'lease' | 'renew' | 'release' | 'orphans'> {
  return {
    lease: async (incident, owner, ttlMs) => {
      const [row] = await sql.query(
        `insert into leases (expires_at, incident, owner, epoch) values (${EXPIRY}, $2, $3, 1)
         on conflict (incident) do update set owner = $3, expires_at = ${EXPIRY},
           epoch = case when leases.owner = $3 then leases.epoch else leases.epoch + 1 end
         where leases.owner is null or leases.owner = $3 or leases.expires_at <= clock_timestamp()
         returning epoch`,
        [ttlMs, incident, owner],
      );
      return row === undefined ? null : z.number().parse(row['epoch']);
    },

    renew: async (owner, ttlMs) => {
      const rows = await sql.query(`update leases set expires_at = ${EXPIRY} where owner = $2 returning incident`, [
        ttlMs,
        owner,
      ]);
      return rows.map(incidentOf);
    },

    release: async (incident, owner) => {
      await sql.query('update leases set owner = null where incident = $1 and owner = $2', [incident, owner]);
    },

    // A row that is locked right now is being written, so somebody runs it. Random order: rivals spread, and an incident
    // that no process can run does not stand before the others. Each of the three has its index; joined by "or" none would be used.
    orphans: async (limit) => {
      const rows = await sql.query(
        `select incident from incidents
         where incident in (
             select incident from incidents where settled_seq < seq
             union all select incident from incidents where wake_at <= now()
             union all select incident from inbox where incident is not null and answered_at is null)
           and not exists (
             select from leases
             where leases.incident = incidents.incident and owner is not null and expires_at > clock_timestamp())
         order by random() limit $1 for update skip locked`,
        [limit],
      );
      return rows.map(incidentOf);
    },
  };
}

/** Ends every lease. Only for a database that one process has to itself: whoever held them is dead. */
export async function voidLeases(sql: Sql): Promise<void> {
  await sql.query('update leases set owner = null where owner is not null');
}

function incidentOf(row: Row): string {
  return z.string().parse(row['incident']);
}
