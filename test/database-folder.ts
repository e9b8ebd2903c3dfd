import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../src/package-root.js';
import { migrate, MIGRATIONS_FOLDER } from '../src/store/migrate.js';
import { openPglite } from '../src/store/pglite.js';

const CACHE = join(packageRoot(), '.cache');

/**
 * A folder with a database in `pglite` whose tables are there and empty; for the caller to remove. To make one takes
 * seconds, to copy one a moment: the first that is made under these migrations is kept in .cache.
 */
export async function databaseFolder(): Promise<string> {
  const master = join(CACHE, `database-${await fingerprint()}`);
  if (!existsSync(master)) await makeMaster(master);
  const folder = await mkdtemp(join(tmpdir(), 'database-'));
  await cp(master, join(folder, 'pglite'), { recursive: true });
  return folder;
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
