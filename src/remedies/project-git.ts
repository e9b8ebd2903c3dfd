import { CannotLook } from '../checks/check.js';
import { runLocally } from '../checks/command-bot.js';
import { askGit, gitArgv, whyNotGit } from '../checks/git.js';
import { cutText } from '../text/clean.js';
import type { ProgramStep } from './program-steps.js';
import type { Place } from './remedy.js';

const MOST_NAMED = 3;
const LONGEST_SUBJECT = 60;
const CHECKOUT_LIMIT = 30_000;
const MOST_OUTPUT = 64 * 1024;

export interface Commit {
  /** In full. */
  readonly hash: string;
  readonly subject: string;
}

/** A project folder as Git sees it. */
export interface Checkout {
  readonly head: Commit;
  /** Null where a commit and no branch is checked out. */
  readonly branch: string | null;
  /** Files that were changed and not committed. */
  readonly dirty: readonly string[];
}

/** What is checked out in a folder on the bot's machine. Throws `CannotLook` with git's reason. */
export async function readCheckout(folder: string, place: Place, signal: AbortSignal): Promise<Checkout> {
  const ask = asking(folder, place, signal);
  const [head, branch, status] = await Promise.all([
    commitAt(folder, 'HEAD', place, signal),
    ask(['symbolic-ref', '--quiet', '--short', 'HEAD']),
    ask(['status', '--porcelain', '--untracked-files=no', '--ignore-submodules=all', '-z']),
  ]);
  if (head === null) throw new CannotLook(`${folder} has no commit yet`);
  const dirty = (status ?? '')
    .split('\0')
    .flatMap((line) => (line.length > 3 ? [place.world.clean(line.slice(3))] : []));
  return { head, branch: branch === null ? null : place.world.clean(branch.trim()), dirty };
}

/** The commit that a name means in a folder; null where it means none. Throws `CannotLook`. */
export async function commitAt(
  folder: string,
  name: string,
  place: Place,
  signal: AbortSignal,
): Promise<Commit | null> {
  const ask = asking(folder, place, signal);
  const hash = await ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]);
  if (hash === null) return null;
  const subject = await ask(['log', '--max-count=1', '--format=%s', hash.trim()]);
  return { hash: hash.trim(), subject: cutText(place.world.clean(subject ?? '').trim(), LONGEST_SUBJECT) };
}

/** The commit before the newest one that changed anything in the folder; null where there is none. Throws `CannotLook`. */
export async function commitBefore(folder: string, place: Place, signal: AbortSignal): Promise<Commit | null> {
  const newest = await asking(folder, place, signal)(['log', '--max-count=1', '--format=%H', '--', '.']);
  return newest === null || newest.trim() === '' ? null : commitAt(folder, `${newest.trim()}^`, place, signal);
}

/** Checks a commit out in a folder: a commit by its hash, or the branch it was on. */
export function checkoutStep(folder: string, to: string, signal: AbortSignal): ProgramStep {
  const words = short(to);
  const args = isHash(to) ? ['checkout', '--quiet', '--detach', to] : ['checkout', '--quiet', to, '--'];
  return {
    says: [`checking out ${words}`],
    did: [`checked out ${words}`],
    command: { argv: gitArgv(folder, args), timeout: CHECKOUT_LIMIT, maxBytes: MOST_OUTPUT },
    run: (command) => runLocally({ ...command, cwd: undefined, env: [], keep: 'newest' }, process.env, signal),
  };
}

/** The first digits of a commit's hash; a branch as it is. */
export function short(to: string): string {
  return isHash(to) ? to.slice(0, 7) : to;
}

/** `main.py, Dockerfile and 3 more`. */
export function namesOf(files: readonly string[]): string {
  const rest = files.length - MOST_NAMED;
  const named = files.slice(0, MOST_NAMED).join(', ');
  return rest > 0 ? `${named} and ${rest} more` : named;
}

function isHash(to: string): boolean {
  return /^[0-9a-f]{40,64}$/.test(to);
}

/** Asks git; what it says, or null where it says no with code 1, or 128 where quiet was asked for. Throws `CannotLook` otherwise. */
function asking(
  folder: string,
  { world }: Place,
  signal: AbortSignal,
): (args: readonly string[]) => Promise<string | null> {
  return async (args) => {
    const result = await askGit(folder, args, signal);
    if (result.exitCode === 0) return result.stdout;
    if (result.exitCode === 1 && result.stderr.trim() === '') return null;
    throw new CannotLook(whyNotGit(folder, result, (foreign) => world.clean(foreign)));
  };
}
