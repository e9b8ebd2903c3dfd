import { z } from 'zod';
import type { IncidentRow } from '../engine/store.js';
import type { Projection } from '../incident/projection.js';
import { storable, type Param, type Queries, type Row } from './sql.js';

/** The column of each part of the projection. */
const COLUMN_OF: Readonly<Record<keyof Projection, string>> = {
  service: 'service',
  runbook: 'runbook',
  title: 'title',
  severity: 'severity',
  open: 'open',
  headline: 'headline',
  channel: 'channel',
  drill: 'drill',
  openedAt: 'opened_at',
  closedAt: 'closed_at',
  how: 'how',
  acknowledgedAt: 'acknowledged_at',
  diagnosedAt: 'diagnosed_at',
  mitigatedAt: 'mitigated_at',
  target: 'target_ms',
  tried: 'tried',
  worked: 'worked',
  unexplained: 'unexplained',
  wakeAt: 'wake_at',
};

const PARTS = Object.keys(COLUMN_OF) as (keyof Projection)[];
const COLUMNS = Object.values(COLUMN_OF).join(', ');
/** After the incident, `$1`, and its number of events, `$2`. */
const VALUES = PARTS.map((_, at) => `$${at + 3}`).join(', ');

/** What to select for `toIncident`. */
export const SELECTED = `incident, seq, ${PARTS.map((part) => `${COLUMN_OF[part]} as "${part}"`).join(', ')}`;

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
  how: z.enum(['cancelled', 'false_alarm', 'resolved']).nullable(),
  acknowledgedAt: time.nullable(),
  diagnosedAt: time.nullable(),
  mitigatedAt: time.nullable(),
  target: z.number().nullable(),
  tried: z.number(),
  worked: z.number(),
  unexplained: z.boolean(),
  wakeAt: time.nullable(),
});

/** An incident as lists know it, from the columns of `SELECTED`. */
export function toIncident(row: Row): IncidentRow {
  return incidentRow.parse(row);
}

/** Rewrites the incident's row. Fails on `one_open_incident` when the service has another open incident. */
export async function writeProjection(tx: Queries, incident: string, seq: number, row: Projection): Promise<void> {
  await tx.query(
    `insert into incidents (incident, seq, projected_seq, ${COLUMNS}) values ($1, $2, $2, ${VALUES})
     on conflict (incident) do update set (seq, projected_seq, ${COLUMNS}) = ($2, $2, ${VALUES})`,
    [incident, seq, ...valuesOf(row)],
  );
}

/** Makes the row anew from the log as it was at `seq`; nothing where it was written meanwhile. */
export async function rewriteProjection(queries: Queries, incident: string, seq: number, row: Projection) {
  await queries.query(
    `update incidents set (projected_seq, ${COLUMNS}) = ($2, ${VALUES})
     where incident = $1 and seq = $2 and projected_seq < seq`,
    [incident, seq, ...valuesOf(row)],
  );
}

function valuesOf(row: Projection): Param[] {
  return PARTS.map((part) => {
    const value = row[part];
    return typeof value === 'string' ? storable(value) : value;
  });
}
