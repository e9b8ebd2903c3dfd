import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { basename, delimiter, join, resolve } from 'node:path';

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What `timeout` is where it ends a whole process group, as that of coreutils does; BusyBox's ends one process. */
const ENDS_GROUPS = ['timeout', 'coreutils'];
/** The bot ends a program a little sooner, and knows then why it ended. */
const LATER = 1;

/**
 * The argv that runs a program under a limit which holds where the bot itself is killed: by coreutils' `timeout`. `limit` is in ms.
 * Without one, or where there is no such program, the argv as it was.
 */
export async function underLimit(
  argv: readonly string[],
  limit: number,
  cwd: string | undefined,
  environment: Environment,
): Promise<readonly string[]> {
  const limiter = await findLimiter(environment);
  const program = limiter === null ? null : await findProgram(argv[0] ?? '', cwd, environment);
  if (limiter === null || program === null) return argv;
  return [limiter, '-s', 'KILL', String(Math.ceil(limit / 1_000) + LATER), ...argv];
}

/** Whether programs on the bot's machine end with their time even where the bot was killed before. */
export async function limitsHold(environment: Environment): Promise<boolean> {
  return (await findLimiter(environment)) !== null;
}

async function findLimiter(environment: Environment): Promise<string | null> {
  const found = await findProgram('timeout', undefined, environment);
  return found !== null && ENDS_GROUPS.includes(basename(await realpath(found))) ? found : null;
}

/** The file that this name would run, as `execvp` looks for it; null where there is none. */
async function findProgram(name: string, cwd: string | undefined, { PATH }: Environment): Promise<string | null> {
  if (name === '') return null;
  if (name.includes('/')) return firstProgram([resolve(cwd ?? '.', name)]);
  return firstProgram((PATH ?? '').split(delimiter).flatMap((folder) => (folder === '' ? [] : [join(folder, name)])));
}

async function firstProgram(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if (await isProgram(path)) return path;
  return null;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
