import { z } from 'zod';
import type { IncidentRow, Store } from '../engine/store.js';
import type { Projection } from '../incident/projection.js';
import { storable, type Row, type Sql, type Transaction } from './sql.js';

const time = z.date().transform((at) => at.toISOString());

const incidentRow = z.object({
  incident: z.string(),
  seq: z.number(),
  service: z.string(),
  runbook: z.string(),
  title: z.string(),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  open: z.boolean(),
  headline: z.string(),
  channel: z.string().nullable(),
  drill: z.boolean(),
  openedAt: time,
  closedAt: time.nullable(),
  wakeAt: time.nullable(),
});

const COLUMNS = `incident, seq, service, runbook, title, severity, open, headline, channel, drill,
  opened_at as "openedAt", closed_at as "closedAt", wake_at as "wakeAt"`;
/** Incidents opened in the same millisecond: INC-10 is newer than INC-9. */
const NEWEST_FIRST = 'order by opened_at desc, length(incident) desc, incident desc';

/** The lists. */
export function incidents(sql: Sql): Pick<Store, 'nextIncident' | 'list' | 'find' | 'settled'> {
  return {
    nextIncident: async () => {
      const [row] = await sql.query(`select nextval('incident_number') as number`);
      return `INC-${z.number().parse(row?.['number'])}`;
    },

    list: async ({ open, channel, service, limit }) => {
      // By service only the engine asks.
      const queries = service === undefined ? sql.prompt : sql;
      const rows = await queries.query(
        `select ${COLUMNS} from incidents
         where ($1::boolean is null or open = $1) and ($2::text is null or channel = $2) and ($3::text is null or service = $3)
         ${NEWEST_FIRST} limit $4`,
        [open ?? null, channel ?? null, service ?? null, limit],
      );
      return rows.map(toIncident);
    },

    find: async (incident) => {
      const [row] = await sql.prompt.query(`select ${COLUMNS} from incidents where incident = $1`, [
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
  };
}

/** Rewrites the incident's row. Fails on `one_open_incident` when the service has another open incident. */
export async function writeProjection(tx: Transaction, incident: string, seq: number, row: Projection): Promise<void> {
  await tx.query(
    `insert into incidents (incident, seq, service, runbook, title, severity, open, headline, channel, drill,
       opened_at, closed_at, wake_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict (incident) do update set (seq, service, runbook, title, severity, open, headline, channel, drill,
       opened_at, closed_at, wake_at) = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      incident,
      seq,
      storable(row.service),
      storable(row.runbook),
      storable(row.title),
      row.severity,
      row.open,
      storable(row.headline),
      row.channel,
      row.drill,
      row.openedAt,
      row.closedAt,
      row.wakeAt,
    ],
  );
}

function toIncident(row: Row): IncidentRow {
  return incidentRow.parse(row);
}
