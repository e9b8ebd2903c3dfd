import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PGlite, type Transaction as PgliteTransaction } from '@electric-sql/pglite';
import { translate } from './database-error.js';
import { DurableFs } from './durable-fs.js';
import { HINT_CHANNEL, type Param, type Queries, type Row, type Sql, type Transaction } from './sql.js';

const INT8 = 20;
const WITHOUT_FSYNC = '-F';

/** PGlite behind the port. `durable` is false when a commit did not lead to an fsync: then a power loss may lose what was acknowledged. */
export interface PgliteSql extends Sql {
  readonly durable: boolean;
}

interface Started {
  readonly pg: PGlite;
  readonly fs: DurableFs;
}

/**
 * Opens the database in `folder`, or makes a new one. The caller holds the lock on the data directory: two processes in
 * one folder lose rows without a word. A call cannot be interrupted, since PGlite computes in this very thread.
 */
export async function openPglite(folder: string): Promise<PgliteSql> {
  const where = `The data in ${folder}`;
  const { pg, fs } = await startOrCreate(folder).catch((error: unknown) => {
    throw translate(error, where);
  });
  const durable = await commitForcesDisk(pg, fs);
  const query: Queries['query'] = (text, params) => ask(pg, where, text, params);
  return {
    durable,
    query,
    prompt: { query },
    transaction: (work) => pg.transaction((tx) => work(inside(tx, where))),
    listen: (hint) => void pg.listen(HINT_CHANNEL, hint),
    close: () => pg.close(),
  };
}

async function startOrCreate(folder: string): Promise<Started> {
  if (!existsSync(folder)) await create(folder);
  return start(folder);
}

/** A crash while the first files are written must not leave half a database: made aside, forced to disk, then renamed. */
async function create(folder: string): Promise<void> {
  const aside = `${folder}.new`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { mode: 0o700 });
  const { pg } = await start(aside);
  await pg.close();
  await forceToDisk(aside);
  await rename(aside, folder);
  await forceFile(dirname(folder));
}

async function start(folder: string): Promise<Started> {
  const fs = new DurableFs(folder);
  const params = PGlite.defaultStartParams.filter((param) => param !== WITHOUT_FSYNC);
  const pg = new PGlite({
    dataDir: folder,
    fs,
    // Its default, fdatasync, does nothing here.
    startParams: [...params, '-c', 'wal_sync_method=fsync'],
    parsers: { [INT8]: Number },
  });
  await pg.waitReady;
  return { pg, fs };
}

async function commitForcesDisk(pg: PGlite, fs: DurableFs): Promise<boolean> {
  const before = fs.fsyncs;
  await pg.query(`select pg_logical_emit_message(true, 'runbook_bot', 'does a commit reach the disk?')`);
  return fs.fsyncs > before;
}

function inside(tx: PgliteTransaction, where: string): Transaction {
  return {
    query: (text, params) => ask(tx, where, text, params),
    script: async (text) => {
      await tx.exec(text);
    },
  };
}

async function ask(
  on: Pick<PgliteTransaction, 'query'>,
  where: string,
  text: string,
  params: readonly Param[] = [],
): Promise<Row[]> {
  try {
    const { rows } = await on.query<Row>(text, [...params]);
    return rows;
  } catch (error) {
    throw translate(error, where);
  }
}

async function forceToDisk(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true })) await forceFile(join(folder, entry));
  await forceFile(folder);
}

async function forceFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
}
