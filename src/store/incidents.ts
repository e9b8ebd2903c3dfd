import { z } from 'zod';
import type { Store } from '../engine/store.js';
import { rewriteProjection, SELECTED, toIncident } from './incident-row.js';
import { storable, type Param, type Sql } from './sql.js';

/** Incidents opened in the same millisecond: INC-10 is newer than INC-9. */
const NEWEST_FIRST = 'order by opened_at desc, length(incident) desc, incident desc';

/** The lists. */
export function incidents(
  sql: Sql,
): Pick<Store, 'nextIncident' | 'list' | 'find' | 'settled' | 'outdated' | 'reproject'> {
  return {
    nextIncident: async () => {
      const [row] = await sql.query(`select nextval('incident_number') as number`);
      return `INC-${z.number().parse(row?.['number'])}`;
    },

    list: async (filter) => {
      // By service only the engine asks.
      const queries = filter.service === undefined ? sql.prompt : sql;
      const { where, params } = conditionOf(filter);
      const limit = `limit $${params.length + 1}`;
      const text = `select ${SELECTED} from incidents where ${where} ${NEWEST_FIRST} ${limit}`;
      return (await queries.query(text, [...params, filter.limit])).map(toIncident);
    },

    find: async (incident) => {
      const [row] = await sql.prompt.query(`select ${SELECTED} from incidents where incident = $1`, [
        storable(incident),
      ]);
      return row === undefined ? null : toIncident(row);
    },

    settled: async (incident, seq) => {
      await sql.query('update incidents set settled_seq = greatest(settled_seq, $2) where incident = $1', [
        incident,
        seq,
      ]);
    },

    outdated: async (after, limit) => {
      const rows = await sql.query(
        `select incident from incidents where projected_seq < seq and pruned_at is null and incident > $1
         order by incident limit $2`,
        [after, limit],
      );
      return rows.map((row) => z.string().parse(row['incident']));
    },

    reproject: (incident, seq, row) => rewriteProjection(sql, incident, seq, row),
  };
}

/** Only what is asked for is named, and named plainly: each has an index of its own. */
function conditionOf({ open, channel, service }: Parameters<Store['list']>[0]): { where: string; params: Param[] } {
  const where = open === undefined ? ['true'] : [open ? 'open' : 'not open'];
  const params: Param[] = [];
  for (const [column, value] of Object.entries({ channel, service })) {
    if (value !== undefined) where.push(`${column} = $${params.push(storable(value))}`);
  }
  return { where: where.join(' and '), params };
}
