import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface ServerProgram {
  readonly path: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * A server of Debian's by its name: the system's, or the one `npm test` unpacked (TEST_PROGRAMS). Null where `npm test` could
 * fetch none and said so; throws where nobody tried.
 */
export function serverProgram(name: string): ServerProgram | null {
  const installed = programIn('/', name);
  if (installed !== undefined) return { path: installed, env: process.env };
  const unpacked = process.env['TEST_PROGRAMS'];
  if (unpacked === undefined) throw new Error(`${name} is not on this machine; npm test fetches it`);
  if (unpacked === '') return null;
  const libraries = join(unpacked, 'usr/lib');
  const folders = existsSync(libraries) ? readdirSync(libraries).filter((folder) => folder.includes('-linux-')) : [];
  const path = folders.map((folder) => join(libraries, folder)).join(':');
  const program = programIn(unpacked, name);
  if (program === undefined) throw new Error(`${name} was not among what npm test fetched to ${unpacked}`);
  return { path: program, env: { ...process.env, LD_LIBRARY_PATH: path } };
}

function programIn(root: string, name: string): string | undefined {
  return ['usr/sbin', 'usr/bin'].map((folder) => join(root, folder, name)).find((path) => existsSync(path));
}
