import type { Facts, QuotedLine, UnknownFact } from '../runbook/facts.js';
import { cutText } from '../text/clean.js';
import type { World } from './check.js';
import { askGit, whyNotGit } from './git.js';

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
    askGit(folder, ['log', `--max-count=${MOST_COMMITS}`, `--format=${FIELDS}`, '--no-show-signature'], signal),
    askGit(folder, ['status', '--porcelain', '--untracked-files=no', '--ignore-submodules=all'], signal),
  ]);
  const commits = log.exitCode === 0 ? commitsOf(log.stdout, world) : [];
  const newest = commits.at(-1);
  if (newest === undefined) return { unknown: whyNotGit(folder, log, (foreign) => world.clean(foreign)) };
  const dirty =
    status.exitCode === 0
      ? status.stdout.trim() !== ''
      : { unknown: whyNotGit(folder, status, (foreign) => world.clean(foreign)) };
  return {
    commits: commits.map(({ at, hash, subject, author }) => ({ at, text: `${hash} ${subject} (${author})` })),
    lastAt: newest.at,
    last: `${newest.hash} ${newest.subject}`,
    dirty,
  };
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
