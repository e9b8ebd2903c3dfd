import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface ServerProgram {
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
  /** It was fetched: nothing that its package would have set up is there. */
  readonly unpacked: boolean;
}

/**
 * A program of Debian's by its name: the system's, or the one that `ensurePrograms` unpacked to this folder; `npm test` passes it
 * on in TEST_PROGRAMS. Null where none could be fetched, which was said; throws where nobody tried.
 */
export function serverProgram(name: string, unpacked = process.env['TEST_PROGRAMS']): ServerProgram | null {
  const installed = programIn('/', name);
  if (installed !== undefined) return { path: installed, env: process.env, unpacked: false };
  if (unpacked === undefined) throw new Error(`${name} is not on this machine; npm test fetches it`);
  if (unpacked === '') return null;
  const program = programIn(unpacked, name);
  if (program === undefined) throw new Error(`${name} was not among what npm test fetched to ${unpacked}`);
  return { path: program, env: { ...process.env, LD_LIBRARY_PATH: librariesIn(unpacked) }, unpacked: true };
}

/** Where its libraries lie; some packages keep theirs a folder deeper. */
function librariesIn(unpacked: string): string {
  const libraries = join(unpacked, 'usr/lib');
  const folders = foldersIn(libraries).filter((folder) => folder.includes('-linux-'));
  return folders.flatMap((folder) => [folder, ...foldersIn(folder)]).join(':');
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name));
}

function programIn(root: string, name: string): string | undefined {
  return ['usr/sbin', 'usr/bin'].map((folder) => join(root, folder, name)).find((path) => existsSync(path));
}
