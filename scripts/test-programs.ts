import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { run, succeeds } from '../demo/command.js';
import type { Manners } from '../demo/packages.js';
import { packageRoot } from '../src/package-root.js';

/** Programs that tests start themselves: the program, and Debian's package with it. */
const WANTED = {
  haproxy: 'haproxy',
  sshd: 'openssh-server',
  prometheus: 'prometheus',
  chromium: 'chromium',
} as const;

/**
 * Makes sure the programs that tests start are there; returns the folder to look in first, where what the system lacks was
 * unpacked. Nothing is installed: installing a server starts it, and nobody wants an sshd for having run tests.
 * The empty text where that is not possible, having said so: the tests that need one are skipped.
 */
export async function ensurePrograms(manners: Manners): Promise<string> {
  const missing = Object.entries(WANTED).flatMap(([program, name]) => (isInstalled(program) ? [] : [name]));
  const key = createHash('sha256').update(missing.join(' ')).digest('hex').slice(0, 12);
  const folder = join(packageRoot(), '.cache', 'programs', key);
  if (missing.length === 0 || existsSync(folder)) return folder;
  const programs = `The tests start programs of their own: ${missing.join(', ')}.`;
  if (!manners.install || process.getuid?.() !== 0 || !(await succeeds('apt-get', ['--version']))) {
    manners.say(
      `${programs} Only root on Debian or Ubuntu can have them fetched; the tests that need them are skipped.`,
    );
    return '';
  }
  manners.say(`${programs} Fetching them with apt-get; they are unpacked into .cache, not installed.`);
  await fetchPackages(missing, folder);
  return folder;
}

function isInstalled(program: string): boolean {
  return ['/usr/sbin', '/usr/bin'].some((folder) => existsSync(join(folder, program)));
}

async function fetchPackages(names: readonly string[], folder: string): Promise<void> {
  const fresh = `${folder}.${process.pid}`;
  const archives = join(fresh, 'archives');
  await mkdir(join(archives, 'partial'), { recursive: true });
  try {
    // Lists may be missing or stale; the download will tell.
    await succeeds('apt-get', ['-q', 'update']);
    const options = [
      '-q',
      '-y',
      '--download-only',
      '--no-install-recommends',
      '-o',
      `Dir::Cache::Archives=${archives}`,
    ];
    await run('apt-get', ['install', ...options, ...names]);
    const packages = (await readdir(archives)).filter((file) => file.endsWith('.deb'));
    for (const file of packages) await run('dpkg-deb', ['-x', join(archives, file), fresh]);
    await rm(archives, { recursive: true });
    await rename(fresh, folder);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
