import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { text } from 'node:stream/consumers';
import { CommandFailed, succeeds } from './command.js';
import type { Docker } from './docker.js';
import { imagesFolder } from './folder.js';
import { installPackages, type Manners } from './packages.js';

/** Unpacks Debian packages into a root file system and imports it into the engine under `name`. Takes some 20 s. */
export async function buildBase(docker: Docker, name: string, manners: Manners): Promise<void> {
  if (!(await succeeds('mmdebstrap', ['--version'])))
    await installPackages(['mmdebstrap'], 'The demo builds its images from Debian packages with mmdebstrap.', manners);
  manners.say('Building the base image from Debian packages: about half a minute, once.');
  const folder = join(imagesFolder, 'base');
  const packages = (await readFile(join(folder, 'packages.txt'), 'utf8')).trim().split('\n');
  const unpack = [
    `--mode=${process.getuid?.() === 0 ? 'root' : 'unshare'}`,
    '--variant=extract',
    '--aptopt=Acquire::Languages "none"',
    `--include=${packages.join(',')}`,
    `--extract-hook=${join(folder, 'prepare.sh')}`,
    '--format=tar',
    'bookworm',
    '-',
  ];
  // Named only once it is known to be whole: half a root file system imports without complaint.
  const id = await pipe(
    { program: 'mmdebstrap', args: unpack },
    { program: 'docker', args: ['import', '-'] },
    docker.env,
  );
  await docker.run(['tag', id, name]);
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

/** `from | into`, without a shell; what `into` printed. Throws `CommandFailed` for the first of the two that fails. */
async function pipe(from: Command, into: Command, env: NodeJS.ProcessEnv): Promise<string> {
  const source = spawn(from.program, from.args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const target = spawn(into.program, into.args, { env, stdio: ['pipe', 'pipe', 'pipe'] });
  const [flow, complaints, printed, refusals, [sourceCode], [targetCode]] = await Promise.all([
    pipeline(source.stdout, target.stdin).catch((error: unknown) => error),
    text(source.stderr),
    text(target.stdout),
    text(target.stderr),
    once(source, 'close') as Promise<[number | null]>,
    once(target, 'close') as Promise<[number | null]>,
  ]);
  if (sourceCode !== 0) throw new CommandFailed(from.program, from.args, sourceCode, complaints.trim());
  if (targetCode !== 0 || flow !== undefined)
    throw new CommandFailed(into.program, into.args, targetCode, refusals.trim(), { cause: flow });
  return printed.trim();
}
