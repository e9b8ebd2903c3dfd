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

export interface ComposeOptions {
  /** More values for the file's variables. */
  readonly values?: Readonly<Record<string, string>>;
  /** The text of another compose file, in place of the demo's. */
  readonly file?: string;
}

/** Runs Compose for one project. */
export type Compose = (args: readonly string[], options?: ComposeOptions) => Promise<string>;

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
  return (args, options = {}) => {
    const file = options.file === undefined ? composeFile : '-';
    return run(program, [...first, '-f', file, '-p', project, ...args], {
      env: { ...docker.env, ...values, ...options.values },
      ...(options.file === undefined ? {} : { input: options.file }),
    });
  };
}
