import { existsSync } from 'node:fs';
import { UserError } from '../src/errors.js';
import { run, succeeds } from './command.js';

/** How the person at the terminal is spoken to, and whether anything may be installed. */
export interface Manners {
  /** Tells one line of what is going on. */
  say(line: string): void;
  /** Asks a yes-or-no question; left out where nobody is there to answer, which counts as yes. */
  readonly ask?: (question: string) => Promise<boolean>;
  /** False: nothing is installed (INSTALL_DOCKER=0). */
  readonly install: boolean;
}

/**
 * Installs Debian packages, having said so and asked where somebody can answer. Alternatives are separated by `|`.
 * Throws `UserError` where that is not possible or not allowed; never uses sudo.
 */
export async function installPackages(wanted: readonly string[], why: string, manners: Manners): Promise<void> {
  const names = wanted.map((one) => one.split('|').at(-1)).join(' ');
  const byHand = `Install ${names} yourself (apt-get install ${names}), or point DOCKER_HOST at an engine that has what is needed.`;
  if (!manners.install) throw new UserError('not_found', `${why} INSTALL_DOCKER=0 forbids installing it. ${byHand}`);
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new UserError('not_found', `${why} Only root on Debian or Ubuntu can have it installed from here. ${byHand}`);
  if (manners.ask && !(await manners.ask(`${why} Install ${names} with apt-get?`)))
    throw new UserError('not_found', `${why} ${byHand}`);
  const chosen = await available(wanted);
  manners.say(`Installing ${chosen.join(' ')} with apt-get.`);
  await aptGet(['install', '-y', '--no-install-recommends', ...chosen]);
}

/** Picks of each alternative the first that apt knows. */
async function available(wanted: readonly string[]): Promise<string[]> {
  // Lists may be missing or stale. One broken source among many is no reason to stop: the installation will tell.
  await aptGet(['update']).catch(() => undefined);
  const chosen: string[] = [];
  for (const alternatives of wanted) {
    const name = await firstKnown(alternatives.split('|'));
    if (name === undefined)
      throw new UserError('not_found', `apt-get knows no package ${alternatives} on this system.`);
    chosen.push(name);
  }
  return chosen;
}

async function firstKnown(names: readonly string[]): Promise<string | undefined> {
  for (const name of names) if (await succeeds('apt-cache', ['show', name])) return name;
  return undefined;
}

async function aptGet(args: readonly string[]): Promise<void> {
  await run('apt-get', ['-q', ...args], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}
