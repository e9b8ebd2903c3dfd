import { UserError } from '../src/errors.js';
import { run, succeeds } from './command.js';
import { fileName } from './compose-file.js';
import type { Docker } from './docker.js';

/** The Compose program that is installed: the plugin (v2) or the stand-alone one (v1 or v2). */
export async function findCompose(): Promise<readonly string[] | null> {
  if (await succeeds('docker', ['compose', 'version'])) return ['docker', 'compose'];
  if (await succeeds('docker-compose', ['version'])) return ['docker-compose'];
  return null;
}

/** Runs Compose for one project and returns what it printed. */
export type Compose = (args: readonly string[]) => Promise<string>;

/** Compose for a project whose files lie in this folder. Throws `UserError` where no Compose is installed. */
export async function composeFor(docker: Docker, project: string, folder: string): Promise<Compose> {
  const found = await findCompose();
  if (found === null)
    throw new UserError(
      'not_found',
      'Neither "docker compose" nor "docker-compose" runs here. Install Docker Compose.',
    );
  const [program = '', ...first] = found;
  return (args) => run(program, [...first, '-f', fileName, '-p', project, ...args], { env: docker.env, cwd: folder });
}
