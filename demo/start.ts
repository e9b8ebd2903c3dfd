import { CommandFailed } from './command.js';
import type { Compose } from './compose.js';
import type { Docker } from './docker.js';
import { runningContainer } from './project.js';
import { waitFor } from './wait.js';

/**
 * Starts whatever does not run, PostgreSQL first: an API that started before it was ready would complain about it in its log,
 * and whoever reads that log later would blame the database for what another fault did. Prometheus begins with it, since it takes
 * its first look at what to scrape after five seconds.
 */
export async function startServices(docker: Docker, compose: Compose, project: string): Promise<void> {
  const ready = async (): Promise<boolean> => {
    const postgres = await runningContainer(docker, project, 'postgres');
    return postgres !== null && (await isReady(docker, postgres));
  };
  if (!(await ready())) {
    await compose(['up', '-d', 'postgres', 'redis', 'prometheus']);
    await waitFor('PostgreSQL', 60_000, async () => (await ready()) || undefined);
  }
  await compose(['up', '-d']);
}

async function isReady(docker: Docker, postgres: string): Promise<boolean> {
  try {
    await docker.run(['exec', postgres, 'pg_isready', '-q', '-h', '127.0.0.1']);
    return true;
  } catch (error) {
    if (error instanceof CommandFailed) return false;
    throw error;
  }
}
