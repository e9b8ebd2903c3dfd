import { cutText } from '../text/clean.js';
import { runLocally } from './command-bot.js';
import type { ExecResult } from './containers.js';

const LIMIT = 3_000;
const MOST_BYTES = 64 * 1024;
const LONGEST_WORDS = 200;

/** The `git` program for one folder: no program that the repository's own settings name is started. */
export function gitArgv(folder: string, args: readonly string[]): readonly string[] {
  const settings = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'log.showSignature=false', 'color.ui=false'];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  return ['git', '--no-pager', '-C', folder, ...flags, ...args];
}

/** Asks git about a folder on the bot's machine: reads only, no lock is taken. More than `maxBytes` ends it. Throws as `runLocally` does. */
export function askGit(
  folder: string,
  args: readonly string[],
  signal: AbortSignal,
  maxBytes = MOST_BYTES,
): Promise<ExecResult> {
  const [program = '', ...rest] = gitArgv(folder, args);
  const argv = [program, '--no-optional-locks', ...rest];
  return runLocally({ argv, timeout: LIMIT, maxBytes, cwd: undefined, env: [] }, process.env, signal);
}

/** Why git did not answer, in words. Foreign ones go through `clean`. */
export function whyNotGit(
  folder: string,
  { missing, timedOut, stderr, exitCode }: ExecResult,
  clean: (text: string) => string,
): string {
  if (missing) return "the bot's machine has no git";
  if (timedOut) return `git did not answer in ${LIMIT / 1_000} s in ${folder}`;
  if (/dubious ownership/.test(stderr))
    return `git does not trust ${folder}, which belongs to another user; as the bot's user run: git config --global --add safe.directory ${folder}`;
  if (/not a git repository/.test(stderr)) return `${folder} is no Git folder`;
  if (/No such file or directory/.test(stderr)) return `there is no folder ${folder} on the bot's machine`;
  if (/does not have any commits/.test(stderr)) return `${folder} has no commit yet`;
  const words = stderr.trim().split('\n').at(-1) ?? '';
  return words === ''
    ? `git ended with code ${exitCode ?? 'none'} in ${folder}`
    : `git in ${folder}: ${cutText(clean(words).replace(/\s+/g, ' ').trim(), LONGEST_WORDS)}`;
}
