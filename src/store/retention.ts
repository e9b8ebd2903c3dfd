import { z } from 'zod';
import type { Store } from '../engine/store.js';
import type { Sql, Transaction } from './sql.js';

const IN_LIST = (place: string): string => `in (select json_array_elements_text(${place}::json))`;

/** The removal of detail. */
export function retention(sql: Sql): Pick<Store, 'prunable' | 'prune'> {
  return {
    prunable: async (closedBefore, after, limit) => {
      const rows = await sql.query(
        `select incident from incidents
         where not open and pruned_at is null and closed_at < $1 and incident > $2 and settled_seq >= seq and not exists (
           select from inbox where inbox.incident = incidents.incident and answered_at is null)
         order by incident limit $3`,
        [closedBefore.toISOString(), after, limit],
      );
      return rows.map((row) => z.string().parse(row['incident']));
    },

    prune: (incident, seqs, texts) =>
      sql.transaction(async (tx) => {
        if (!(await mayPrune(tx, incident))) return false;
        await tx.query(
          `delete from payloads where incident = $1 and seq in (select json_array_elements_text($2::json)::integer)`,
          [incident, JSON.stringify(seqs)],
        );
        await tx.query('delete from inbox where incident = $1 and answered_at is not null', [incident]);
        await removeTexts(tx, incident, JSON.stringify(texts));
        await tx.query('update incidents set pruned_at = clock_timestamp() where incident = $1', [incident]);
        return true;
      }),
  };
}

/** Nobody runs it, and whoever did without renewing the lease cannot write any more: in that memory the details are still there. */
async function mayPrune(tx: Transaction, incident: string): Promise<boolean> {
  const free = await tx.query(
    `update leases set owner = null where incident = $1 and (owner is null or expires_at <= clock_timestamp())
     returning incident`,
    [incident],
  );
  if (free.length === 0) return false;
  const [row] = await tx.query(
    'select not open and pruned_at is null and settled_seq >= seq as may from incidents where incident = $1 for update',
    [incident],
  );
  return row?.['may'] === true;
}

/** A text stays while another incident speaks of it. */
async function removeTexts(tx: Transaction, incident: string, texts: string): Promise<void> {
  await tx.query(`delete from text_uses where incident = $1 and hash ${IN_LIST('$2')}`, [incident, texts]);
  await tx.query(
    `delete from texts where hash ${IN_LIST('$1')}
     and not exists (select from text_uses where text_uses.hash = texts.hash)`,
    [texts],
  );
}
