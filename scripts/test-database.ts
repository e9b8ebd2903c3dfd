import { randomBytes } from 'node:crypto';
import type { Docker } from '../demo/docker.js';
import { imageName } from '../demo/images.js';
import { waitFor } from '../demo/wait.js';

export interface TestDatabase {
  /** A superuser of an empty PostgreSQL 15; tests make databases of their own from it. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a throw-away PostgreSQL on a free loopback port. `run` labels its container (dev.runbook-bot.run). */
export async function startTestDatabase(docker: Docker, tag: string, run: string): Promise<TestDatabase> {
  const name = `runbook-bot-test-postgres-${randomBytes(4).toString('hex')}`;
  const container = ['--name', name, '--init', '--label', `dev.runbook-bot.run=${run}`, '-p', '127.0.0.1::5432'];
  await docker.run(['run', '-d', ...container, imageName('postgres', tag), 'postgres', '-c', 'max_connections=200']);
  const stop = async (): Promise<void> => {
    await docker.run(['rm', '-f', '-v', name]);
  };
  try {
    const published = (await docker.run(['port', name, '5432/tcp'])).trim();
    await waitFor('PostgreSQL for the tests', 30_000, async () => {
      const ready = await docker.run(['exec', name, 'pg_isready', '-q']).catch(() => null);
      return ready === null ? undefined : true;
    });
    return { url: `postgresql://postgres:postgres@${published}/postgres`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
