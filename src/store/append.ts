import { z } from 'zod';
import type { Append, Refused } from '../engine/store.js';
import { canonicalJson } from '../text/canonical-json.js';
import { linkHash, sha256, type StoredLink } from './chain.js';
import { violates } from './database-error.js';
import { writeProjection } from './incident-row.js';
import { storable, type Sql, type Transaction } from './sql.js';

const ATTEMPTS = 3;

const holderRow = z.object({ incident: z.string(), target: z.string() });
const headRow = z.object({ seq: z.number(), hash: z.string() });

/** Writes events, projection and answered wishes in one transaction, or says why not. */
export async function append(sql: Sql, wanted: Append): Promise<{ readonly seq: number } | Refused> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sql.transaction((tx) => write(tx, wanted));
    } catch (error) {
      if (violates(error, 'one_event_per_seq')) return { refused: 'stale' };
      const held = violates(error, 'one_holder_per_target') ? await holderOf(sql, wanted) : null;
      if (held !== null) return { refused: 'target_busy', ...held };
      if (!violates(error, 'one_open_incident') && !violates(error, 'one_holder_per_target')) throw error;
      const incident = await openIncident(sql, wanted);
      if (incident !== null && incident !== wanted.incident) return { refused: 'service_busy', incident };
      // The other incident was closed, or let go of the target, in between: there is room now.
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function write(tx: Transaction, wanted: Append): Promise<{ readonly seq: number } | Refused> {
  if (!(await holdsLease(tx, wanted))) return { refused: 'lease_lost' };
  const handled = [...new Set(wanted.handled.map(storable))];
  if (!(await allWaiting(tx, handled))) return { refused: 'handled' };
  const head = await readHead(tx, wanted.incident);
  if (head.seq !== wanted.seen) return { refused: 'stale' };

  const links = chainOn(head, wanted);
  await writeEvents(tx, links);
  await useTexts(tx, wanted.incident, links);
  const seq = wanted.seen + links.length;
  await writeProjection(tx, wanted.incident, seq, wanted.projection);
  if (wanted.holds !== null) await hold(tx, wanted.incident, wanted.holds);
  await closeWishes(tx, handled);
  return { seq };
}

/** In order of name, so that two incidents that want the same targets cannot deadlock. */
async function hold(tx: Transaction, incident: string, holds: readonly string[]): Promise<void> {
  const targets = JSON.stringify([...new Set(holds.map(storable))].sort());
  await tx.query(
    `with wanted as (select json_array_elements_text($2::json) as target), gone as (
       delete from holders where incident = $1 and target not in (select target from wanted)
     )
     insert into holders (target, incident) select target, $1 from wanted
       where not exists (select from holders where holders.target = wanted.target and holders.incident = $1)`,
    [incident, targets],
  );
}

async function holderOf(sql: Sql, { incident, holds }: Append): Promise<{ incident: string; target: string } | null> {
  const [row] = await sql.query(
    'select incident, target from holders where incident <> $1 and target in (select json_array_elements_text($2::json)) limit 1',
    [incident, JSON.stringify((holds ?? []).map(storable))],
  );
  return row === undefined ? null : holderRow.parse(row);
}

const IN_LIST = 'key in (select json_array_elements_text($1::json))';

async function closeWishes(tx: Transaction, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.query(`update inbox set answered_at = clock_timestamp() where ${IN_LIST}`, [JSON.stringify(keys)]);
}

/** The row lock makes rival writers of one incident, and whoever takes over its lease, wait for each other. */
async function holdsLease(tx: Transaction, { incident, epoch }: Append): Promise<boolean> {
  const rows = await tx.query(
    'select epoch from leases where incident = $1 and epoch = $2 and owner is not null for update',
    [incident, epoch],
  );
  return rows.length > 0;
}

/** Locked in order of key, so that two writers answering the same wishes cannot deadlock. */
async function allWaiting(tx: Transaction, keys: readonly string[]): Promise<boolean> {
  if (keys.length === 0) return true;
  const rows = await tx.query(
    `select answered_at is null as waiting from inbox where ${IN_LIST} order by key for update`,
    [JSON.stringify(keys)],
  );
  return rows.length === keys.length && rows.every((row) => row['waiting'] === true);
}

async function readHead(tx: Transaction, incident: string): Promise<z.infer<typeof headRow>> {
  const [row] = await tx.query('select seq, hash from events where incident = $1 order by seq desc limit 1', [
    incident,
  ]);
  return row === undefined ? { seq: 0, hash: '' } : headRow.parse(row);
}

function chainOn(head: { readonly seq: number; readonly hash: string }, { incident, events }: Append): StoredLink[] {
  const links: StoredLink[] = [];
  let prevHash = head.hash;
  for (const [index, event] of events.entries()) {
    const payload = canonicalJson(event.payload);
    const link = {
      incident,
      seq: head.seq + index + 1,
      type: storable(event.type),
      version: event.version,
      at: new Date(event.at).toISOString(),
      actor: storable(event.actor),
      payloadHash: sha256(payload),
      prevHash,
    };
    prevHash = linkHash(link);
    links.push({ ...link, hash: prevHash, payload });
  }
  return links;
}

/** Both tables in one statement: an incident's writes stand in line behind each other, and every round trip delays them all. */
async function writeEvents(tx: Transaction, links: readonly StoredLink[]): Promise<void> {
  await tx.query(
    `with link as (
       select * from json_to_recordset($1::json) as link(incident text, seq integer, type text, version integer,
         at timestamptz, actor text, "payloadHash" text, "prevHash" text, hash text, payload text)
     ), written as (
       insert into events (incident, seq, type, version, at, actor, payload_hash, prev_hash, hash)
       select incident, seq, type, version, at, actor, "payloadHash", "prevHash", hash from link
     )
     insert into payloads (incident, seq, body) select incident, seq, payload from link`,
    [JSON.stringify(links)],
  );
}

/**
 * Whatever looks like a hash and is that of a kept text: a text is removed with the last incident that speaks of it. Locked,
 * so that none goes while this is written.
 */
async function useTexts(tx: Transaction, incident: string, links: readonly StoredLink[]): Promise<void> {
  const hashes = links.flatMap(({ payload }) => (payload ?? '').match(/(?<=")[0-9a-f]{64}(?=")/g) ?? []);
  if (hashes.length === 0) return;
  await tx.query(
    `with spoken as (
       select hash from texts where hash in (select json_array_elements_text($2::json)) order by hash for key share
     )
     insert into text_uses (hash, incident) select hash, $1 from spoken on conflict do nothing`,
    [incident, JSON.stringify(hashes)],
  );
}

async function openIncident(sql: Sql, { projection }: Append): Promise<string | null> {
  const [row] = await sql.query('select incident from incidents where open and service = $1 and drill = $2', [
    storable(projection.service),
    projection.drill,
  ]);
  return row === undefined ? null : z.string().parse(row['incident']);
}
