import type { Facts, QuotedLine, UnknownFact } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';
import type { World } from './check.js';
import { runLocally } from './command-bot.js';
import type { ExecResult } from './containers.js';

const LIMIT = 3_000;
const MOST_BYTES = 64 * 1024;
const MOST_COMMITS = 5;
const LONGEST_SUBJECT = 200;
const FIELDS = '%h%x1f%cI%x1f%an%x1f%s';

/** The newest commits of a folder, oldest first, and whether it holds changes nobody committed. */
export interface GitState {
  readonly commits: readonly QuotedLine[];
  /** ISO 8601, of the newest commit. */
  readonly lastAt: string;
  /** Short hash and subject. */
  readonly last: string;
  readonly dirty: boolean | UnknownFact;
}

/** Reads a project folder on the bot's machine with the `git` program. What cannot be read comes back with the reason. */
export async function readGit(folder: string, world: World, signal: AbortSignal): Promise<GitState | UnknownFact> {
  const [log, status] = await Promise.all([
    git(folder, ['log', `--max-count=${MOST_COMMITS}`, `--format=${FIELDS}`, '--no-show-signature'], signal),
    git(folder, ['status', '--porcelain', '--untracked-files=no', '--ignore-submodules=all'], signal),
  ]);
  const commits = log.exitCode === 0 ? commitsOf(log.stdout, world) : [];
  const newest = commits.at(-1);
  if (newest === undefined) return { unknown: reasonOf(folder, log, world) };
  const dirty = status.exitCode === 0 ? status.stdout.trim() !== '' : { unknown: reasonOf(folder, status, world) };
  return {
    commits: commits.map(({ at, hash, subject, author }) => ({ at, text: `${hash} ${subject} (${author})` })),
    lastAt: newest.at,
    last: `${newest.hash} ${newest.subject}`,
    dirty,
  };
}

/** Reads only: no lock is taken, and no program that the repository's own settings name is started. */
function git(folder: string, args: readonly string[], signal: AbortSignal): Promise<ExecResult> {
  const settings = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'log.showSignature=false', 'color.ui=false'];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  const argv = ['git', '--no-pager', '--no-optional-locks', '-C', folder, ...flags, ...args];
  return runLocally({ argv, timeout: LIMIT, maxBytes: MOST_BYTES, cwd: undefined, env: [] }, process.env, signal);
}

interface Commit {
  readonly hash: string;
  readonly at: string;
  readonly author: string;
  readonly subject: string;
}

/** Oldest first; git writes the newest first. */
function commitsOf(written: string, world: World): Commit[] {
  return written
    .split('\n')
    .flatMap((line) => {
      const [hash = '', at = '', author = '', ...subject] = line.split('\u001f');
      if (Number.isNaN(Date.parse(at))) return [];
      return [
        {
          hash,
          at: new Date(at).toISOString(),
          author: short(author, world),
          subject: short(subject.join(' '), world),
        },
      ];
    })
    .reverse();
}

function short(written: string, world: World): string {
  return cutText(world.clean(written).replace(/\s+/g, ' ').trim(), LONGEST_SUBJECT);
}

function reasonOf(folder: string, { missing, timedOut, stderr, exitCode }: ExecResult, world: World): string {
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
    : `git in ${folder}: ${short(words, world)}`;
}

/** The facts about commits; `from` (milliseconds since 1970) is since when a commit is recent. */
export function gitFacts(git: GitState | UnknownFact, from: number): Facts {
  if ('unknown' in git) return { last_commit: git, last_commit_at: git, commit_recent: git, commits: git, dirty: git };
  return {
    last_commit: git.last,
    last_commit_at: git.lastAt,
    commit_recent: Date.parse(git.lastAt) >= from,
    commits: git.commits,
    dirty: git.dirty,
  };
}
