// npm test [-- jest's arguments]: the pure tests, then the real ones against a Docker engine and a PostgreSQL made for them.
// The last line on standard output is always `N passed, N failed`, with `, N skipped` where some were.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dockerAt, type Docker } from '../demo/docker.js';
import { ensureEngine } from '../demo/engine.js';
import { ensureImages } from '../demo/images.js';
import { terminalManners } from '../demo/manners.js';
import { projectsLabelled, removeProject } from '../demo/project.js';
import { UserError } from '../src/errors.js';
import { Jest } from './jest.js';
import { startTestDatabase } from './test-database.js';
import { ensurePrograms } from './test-programs.js';
import { none, readCounts, sum, summary, type Counts } from './test-results.js';

interface Result {
  readonly code: number;
  readonly counts: Counts;
}

async function pureTests(jest: Jest, folder: string): Promise<Result> {
  const output = join(folder, 'pure.json');
  // As many as there are cores: `npm run verify` is in a hurry, this is not.
  const code = await jest.run('pure', output, ['--maxWorkers=100%'], process.env);
  return { code, counts: await readCounts(output) };
}

async function realTests(jest: Jest, folder: string): Promise<Result> {
  const files = await jest.files('real');
  if (files.length === 0 || jest.interrupted) return { code: 0, counts: none };
  const manners = terminalManners();
  try {
    const engine = await ensureEngine(manners);
    try {
      const docker = dockerAt(engine.host);
      const programs = await ensurePrograms(manners);
      return await withDatabase(docker, await ensureImages(docker, manners), folder, async (env) => {
        const output = join(folder, 'real.json');
        const code = await jest.run('real', output, ['--runInBand'], { ...env, TEST_PROGRAMS: programs });
        return { code, counts: await readCounts(output) };
      });
    } finally {
      await engine.stop();
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    manners.say(`The real tests were not run. ${error.message}`);
    return { code: 1, counts: { ...none, failed: files.length } };
  }
}

/** Lends a database and a folder for temporary files to the tests; afterwards removes what they left behind, if interrupted too. */
async function withDatabase<T>(
  docker: Docker,
  tag: string,
  folder: string,
  use: (env: NodeJS.ProcessEnv) => Promise<T>,
): Promise<T> {
  const run = `test-${process.pid}-${Date.now()}`;
  const database = await startTestDatabase(docker, tag, run);
  const lent = { TEST_DATABASE_URL: database.url, TEST_DOCKER_HOST: docker.host, DEMO_RUN: run, TMPDIR: folder };
  try {
    return await use({ ...process.env, ...lent });
  } finally {
    await database.stop();
    for (const project of await projectsLabelled(docker, `dev.runbook-bot.run=${run}`))
      await removeProject(docker, project);
  }
}

const jest = new Jest(process.argv.slice(2));
process.on('SIGINT', () => jest.interrupt());
process.on('SIGTERM', () => jest.interrupt());

const folder = await mkdtemp(join(tmpdir(), 'runbook-bot-test-'));
try {
  const pure = await pureTests(jest, folder);
  const real = await realTests(jest, folder);
  process.exitCode = jest.interrupted ? 130 : Math.max(pure.code, real.code);
  console.log(summary(sum(pure.counts, real.counts)));
} finally {
  await rm(folder, { recursive: true, force: true });
}
