import { z } from 'zod';
import type { Store, StoredEvent } from '../engine/store.js';
import type { StoredLink } from './chain.js';
import { parseObject } from './json.js';
import type { Queries, Row, Sql } from './sql.js';

const linkRow = z.object({
  incident: z.string(),
  seq: z.number(),
  type: z.string(),
  version: z.number(),
  at: z.date().transform((at) => at.toISOString()),
  actor: z.string(),
  payloadHash: z.string(),
  prevHash: z.string(),
  hash: z.string(),
  payload: z.string().nullable(),
});

/** An incident's rows as they are chained, first to last, after `after` (exclusive). */
export async function readChain(queries: Queries, incident: string, after = 0): Promise<StoredLink[]> {
  const rows = await queries.query(
    `select incident, seq, type, version, at, actor, payload_hash as "payloadHash", prev_hash as "prevHash", hash,
       body as payload
     from events left join payloads using (incident, seq)
     where incident = $1 and seq > $2 order by seq`,
    [incident, after],
  );
  return rows.map(toLink);
}

/** See `Store.load`. */
export const loadEvents =
  (sql: Sql): Store['load'] =>
  async (incident, after) =>
    (await readChain(sql.prompt, incident, after)).map(toEvent);

function toLink(row: Row): StoredLink {
  return linkRow.parse(row);
}

function toEvent({ incident, seq, type, version, at, actor, payload }: StoredLink): StoredEvent {
  return { incident, seq, type, version, at, actor, payload: payload === null ? {} : parseObject(payload) };
}
