import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CannotLook } from '../checks/check.js';
import { askGit, whyNotGit } from '../checks/git.js';
import type { ExecResult } from '../checks/containers.js';
import type { Place } from './remedy.js';

/** Of what was changed and not committed, so many bytes are compared. */
const MOST_CHANGES = 4 * 1024 * 1024;
const TRACKED = ['--ignore-submodules=all', 'HEAD'];

/** What lies in a project folder and would be built. */
export const projectSource = z.strictObject({
  /** Hash of the commit that is checked out. */
  head: z.string(),
  /** SHA-256 of what was changed in Git's files and not committed; null where nothing was. */
  changes: z.string().nullable(),
});
export type ProjectSource = z.infer<typeof projectSource>;

/** What would be built from a folder; null where Git does not tell: no Git folder, no commit, or not the bot's. Throws `CannotLook`. */
export async function readSource(folder: string, place: Place, signal: AbortSignal): Promise<ProjectSource | null> {
  const head = await askGit(folder, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'], signal);
  if (head.exitCode === null) throw silent(folder, head, place);
  if (head.exitCode !== 0) return null;
  const args = ['diff', '--no-ext-diff', '--no-textconv', '--full-index', '--unified=0', ...TRACKED];
  const changes = await askGit(folder, args, signal, MOST_CHANGES);
  if (changes.exitCode !== 0 && !changes.truncated) throw silent(folder, changes, place);
  return { head: head.stdout.trim(), changes: changes.stdout === '' ? null : sha256(changes.stdout) };
}

function silent(folder: string, result: ExecResult, { world }: Place): CannotLook {
  return new CannotLook(whyNotGit(folder, result, (foreign) => world.clean(foreign)));
}

/** ` at 1a2b3c4, with changes nobody committed`; empty where Git does not tell. */
export function sourceInWords(source: ProjectSource | null): string {
  if (source === null) return '';
  return ` at ${source.head.slice(0, 7)}${source.changes === null ? '' : ', with changes nobody committed'}`;
}

/** SHA-256 of a text, in hex. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
