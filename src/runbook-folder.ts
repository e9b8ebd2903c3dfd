import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Runbooks } from './engine/ports.js';
import type { Store } from './engine/store.js';
import { UserError } from './errors.js';
import { formatProblem, type Problem } from './runbook/problems.js';
import type { Shared } from './runbook/include.js';
import { readKept, readRunbook, type Surroundings } from './runbook/read.js';
import type { Runbook } from './runbook/runbook.js';

/** Where texts are kept by their hash. */
type Texts = Pick<Store, 'keep' | 'kept'>;

/** The runbooks of a folder, all of them sound. */
export interface RunbookFolder {
  readonly all: readonly Runbook[];
  /** As the engine wants them; texts are kept in the store, so that a run can always find its version. */
  serve(store: Texts): Promise<Runbooks>;
}

/** The sound runbooks of a folder, and everything that is wrong in the others. */
export interface RunbookSurvey {
  readonly all: readonly Runbook[];
  readonly problems: readonly Problem[];
}

/** Reads every runbook of a folder. Throws one `UserError('runbook_invalid')` that names everything that is wrong in any of them. */
export function readRunbookFolder(folder: string, surroundings: Surroundings): RunbookFolder {
  const { all, problems } = surveyRunbooks(folder, surroundings);
  if (problems.length > 0) throw invalid(problems);
  return { all, serve: (store) => serve(all, store, surroundings) };
}

/** Reads every runbook of a folder as far as it can be read. Throws `UserError('runbook_invalid')` where there is no such folder. */
export function surveyRunbooks(folder: string, surroundings: Surroundings): RunbookSurvey {
  if (!existsSync(folder))
    throw new UserError('runbook_invalid', `There is no folder ${folder}; say where the runbooks are with RUNBOOKS.`);
  const files = readdirSync(folder).filter(isRunbookFile);
  const shared = sharedIn(join(folder, 'shared'));
  const read = files
    .sort()
    .map((file) => readRunbook(relative('.', join(folder, file)), text(join(folder, file)), surroundings, shared));
  return {
    all: read.flatMap((result) => ('runbook' in result ? [result.runbook] : [])),
    problems: read.flatMap((result) => ('problems' in result ? result.problems : [])),
  };
}

/** The files that runbooks may include; none where there is no such folder. */
function sharedIn(folder: string): Shared {
  if (!existsSync(folder)) return {};
  const found = readdirSync(folder).filter(isRunbookFile).sort();
  const files = found.map((file): [string, Shared[string]] => {
    const path = join(folder, file);
    return [file.replace(/\.ya?ml$/, ''), { file: relative('.', path), source: text(path) }];
  });
  return Object.fromEntries(files);
}

function isRunbookFile(file: string): boolean {
  return /\.ya?ml$/.test(file) && !/\.cases\.ya?ml$/.test(file);
}

function text(path: string): string {
  return readFileSync(path, 'utf8');
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
      const read = source === null ? null : readKept(`${id}.yml`, source, surroundings);
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
