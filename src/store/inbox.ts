import { z } from 'zod';
import type { InboxItem, Store } from '../engine/store.js';
import { UserError } from '../errors.js';
import { parseObject } from './json.js';
import { HINT, storable, type Row, type Sql } from './sql.js';

const itemRow = z.object({
  key: z.string(),
  incident: z.string().nullable(),
  command: z.string().transform(parseObject),
});

/** Wishes, from their arrival to their answer. */
export function inbox(sql: Sql): Pick<Store, 'receive' | 'waiting' | 'route' | 'dismiss'> {
  return {
    // No hint: whoever receives it sees to it. A commit that notifies stands in line with all others that do.
    receive: async ({ key, incident, command }, notAfter) => {
      // A database that was silent takes up what was sent to it when it wakes: by then people know that nothing was recorded.
      const added = await sql.prompt.query(
        `insert into inbox (key, incident, command) select $1, $2, $3
         where $4::timestamptz is null or clock_timestamp() < $4::timestamptz
         on conflict (key) do nothing returning key`,
        [storable(key), incident, JSON.stringify(command), notAfter?.toISOString() ?? null],
      );
      if (added.length > 0) return 'received';
      const known = await sql.prompt.query('select key from inbox where key = $1', [storable(key)]);
      if (known.length > 0) return 'repeated';
      throw new UserError('store_unavailable', 'The wish reached the database too late; it was not kept.');
    },

    waiting: async (owner, limit) => {
      const rows = await sql.query(
        `select key, incident, command from inbox
         where answered_at is null and not exists (
           select from leases
           where leases.incident = inbox.incident and owner <> $1 and expires_at > clock_timestamp())
         order by number limit $2`,
        [owner, limit],
      );
      return rows.map(toItem);
    },

    route: async (key, incident) => {
      await sql.query(`update inbox set incident = $2 where key = $1 and answered_at is null returning ${HINT}`, [
        storable(key),
        incident,
      ]);
    },

    dismiss: async (key) => {
      const closed = await sql.query(
        'update inbox set answered_at = clock_timestamp() where key = $1 and answered_at is null returning key',
        [storable(key)],
      );
      return closed.length > 0;
    },
  };
}

function toItem(row: Row): InboxItem {
  return itemRow.parse(row);
}
