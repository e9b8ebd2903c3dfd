import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../src/package-root.js';
import { migrate, MIGRATIONS_FOLDER } from '../src/store/migrate.js';
import { openPglite } from '../src/store/pglite.js';

const CACHE = join(packageRoot(), '.cache');
/** Memory that is a folder on Linux: a database is a thousand small files. */
const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 2 ** 30;

/**
 * A folder with a database in `pglite` whose tables are there and empty; for the caller to remove. To make one takes
 * seconds, to copy one a moment: the first that is made under these migrations is kept in .cache.
 */
export async function databaseFolder(): Promise<string> {
  const master = join(CACHE, `database-${await fingerprint()}`);
  if (!existsSync(master)) await makeMaster(master);
  const folder = await quickFolder();
  // Ten times as quick as node's own copying.
  await promisify(execFile)('cp', ['-a', master, join(folder, 'pglite')]);
  return folder;
}

/** A new folder for a database, in memory where the machine has enough of it to spare; for the caller to remove. */
export async function quickFolder(): Promise<string> {
  const room = await statfs(MEMORY).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return mkdtemp(join(room < ENOUGH_BYTES ? tmpdir() : MEMORY, 'database-'));
}

/** Changes with whatever makes a database another one: PGlite, how it is opened, the migrations. */
async function fingerprint(): Promise<string> {
  const migrations = (await readdir(MIGRATIONS_FOLDER)).sort().map((name) => join(MIGRATIONS_FOLDER, name));
  const makers = ['node_modules/@electric-sql/pglite/package.json', 'src/store/pglite.ts', 'src/store/migrate.ts'];
  const hash = createHash('sha256');
  for (const file of [...makers.map((path) => join(packageRoot(), path)), ...migrations]) {
    hash.update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Several may make it at once: the first one stays. */
async function makeMaster(master: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(CACHE, 'new-database-'));
  const made = join(folder, 'pglite');
  const sql = await openPglite(made);
  await migrate(sql);
  await sql.close();
  await rename(made, master).catch((error: unknown) => {
    if (!existsSync(master)) throw error;
  });
  await rm(folder, { recursive: true });
}
