import { UserError } from '../src/errors.js';
import { run, succeeds } from './command.js';
import type { Docker } from './docker.js';
import { composeFile } from './folder.js';

/** The Compose program that is installed: the plugin (v2) or the stand-alone one (v1 or v2). */
export async function findCompose(): Promise<readonly string[] | null> {
  if (await succeeds('docker', ['compose', 'version'])) return ['docker', 'compose'];
  if (await succeeds('docker-compose', ['version'])) return ['docker-compose'];
  return null;
}

/** Runs Compose on the demo's file for one project, with these values for the file's variables. */
export type Compose = (args: readonly string[], values?: Readonly<Record<string, string>>) => Promise<string>;

/** Throws `UserError` where no Compose is installed. */
export async function composeFor(
  docker: Docker,
  project: string,
  values: Readonly<Record<string, string>>,
): Promise<Compose> {
  const found = await findCompose();
  if (found === null)
    throw new UserError(
      'not_found',
      'Neither "docker compose" nor "docker-compose" runs here. Install Docker Compose.',
    );
  const [program = '', ...first] = found;
  const shared = [...first, '-f', composeFile, '-p', project];
  return (args, more = {}) => run(program, [...shared, ...args], { env: { ...docker.env, ...values, ...more } });
}
