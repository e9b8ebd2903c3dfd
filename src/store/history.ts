import { z } from 'zod';
import type { LogRow, Store, StoredEvent } from '../engine/store.js';
import { verifyChain, type StoredLink } from './chain.js';
import { parseObject } from './json.js';
import type { Queries, Row, Sql } from './sql.js';

const headRow = z.object({ seq: z.number(), hash: z.string() });

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
async function readChain(queries: Queries, incident: string, after = 0): Promise<StoredLink[]> {
  const rows = await queries.query(
    `select incident, seq, type, version, at, actor, payload_hash as "payloadHash", prev_hash as "prevHash", hash,
       body as payload
     from events left join payloads using (incident, seq)
     where incident = $1 and seq > $2 order by seq`,
    [incident, after],
  );
  return rows.map(toLink);
}

/** The log as it is read. */
export function history(sql: Sql): Pick<Store, 'load' | 'rows' | 'head' | 'verify'> {
  return {
    load: async (incident, after) => (await readChain(sql.prompt, incident, after)).map(toEvent),
    rows: async (incident) => (await readChain(sql.prompt, incident)).map(toLogRow),
    verify: async (incident) => verifyChain(await readChain(sql.prompt, incident)),

    head: async (incident) => {
      const [row] = await sql.query('select seq, hash from events where incident = $1 order by seq desc limit 1', [
        incident,
      ]);
      return row === undefined ? null : headRow.parse(row);
    },
  };
}

function toLink(row: Row): StoredLink {
  return linkRow.parse(row);
}

function toEvent({ incident, seq, type, version, at, actor, payload }: StoredLink): StoredEvent {
  const pruned = payload === null;
  return { incident, seq, type, version, at, actor, payload: pruned ? {} : parseObject(payload), pruned };
}

function toLogRow(link: StoredLink): LogRow {
  const { payloadHash, prevHash, hash } = link;
  return { ...toEvent(link), payloadHash, prevHash, hash };
}
