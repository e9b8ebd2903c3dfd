import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Runbooks } from './engine/ports.js';
import type { Store } from './engine/store.js';
import { UserError } from './errors.js';
import { formatProblem, type Problem } from './runbook/problems.js';
import { readRunbook, type Surroundings } from './runbook/read.js';
import type { Runbook } from './runbook/runbook.js';

/** Where texts are kept by their hash. */
type Texts = Pick<Store, 'keep' | 'kept'>;

/** The runbooks of a folder, all of them sound. */
export interface RunbookFolder {
  readonly all: readonly Runbook[];
  /** As the engine wants them; texts are kept in the store, so that a run can always find its version. */
  serve(store: Texts): Promise<Runbooks>;
}

/** Reads every runbook of a folder. Throws one `UserError('runbook_invalid')` that names everything that is wrong in any of them. */
export function readRunbookFolder(folder: string, surroundings: Surroundings): RunbookFolder {
  if (!existsSync(folder))
    throw new UserError('runbook_invalid', `There is no folder ${folder}; say where the runbooks are with RUNBOOKS.`);
  const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file) && !/\.cases\.ya?ml$/.test(file));
  const read = files.sort().map((file) => readFileIn(join(folder, file), surroundings));
  const problems = read.flatMap((result) => ('problems' in result ? result.problems : []));
  if (problems.length > 0) throw invalid(problems);
  const all = read.flatMap((result) => ('runbook' in result ? [result.runbook] : []));
  return { all, serve: (store) => serve(all, store, surroundings) };
}

function readFileIn(path: string, surroundings: Surroundings): ReturnType<typeof readRunbook> {
  return readRunbook(relative('.', path), readFileSync(path, 'utf8'), surroundings);
}

async function serve(all: readonly Runbook[], store: Texts, surroundings: Surroundings): Promise<Runbooks> {
  const current = new Map(all.map((runbook) => [runbook.id, { runbook, hash: hashOf(runbook.source) }]));
  for (const { source } of all) await store.keep(source);
  return {
    current: (id) => current.get(id) ?? null,
    version: async (id, hash) => {
      const now = current.get(id);
      if (now?.hash === hash) return now.runbook;
      const source = await store.kept(hash);
      const read = source === null ? null : readRunbook(`${id}.yml`, source, surroundings);
      return read !== null && 'runbook' in read ? read.runbook : null;
    },
  };
}

function hashOf(source: string): string {
  return createHash('sha256').update(source, 'utf8').digest('hex');
}

function invalid(problems: readonly Problem[]): UserError {
  const count = problems.length === 1 ? 'One thing is' : `${problems.length} things are`;
  return new UserError(
    'runbook_invalid',
    `${count} wrong in the runbooks; the bot does not start:\n${problems.map((problem) => `  ${formatProblem(problem)}`).join('\n')}`,
  );
}
