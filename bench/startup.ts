import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Workspace } from '../playground/workspace.js';
import { startBareBolt } from './bare-process.js';
import type { Ground } from './ground.js';
import { median, sayMs, sayTimes } from './measure.js';
import type { Measurement, Row } from './measurement.js';
import { openWorkspace, startBot } from './scene.js';

const TIMES = 3;

interface Stoppable {
  stop(): Promise<unknown>;
}

/** From the start of the process to the bot saying that it is ready. */
export const startup: Measurement = {
  name: 'startup',
  title: 'From the start of the process to ready',
  run: async (ground) => {
    const workspace = await openWorkspace();
    const folder = await mkdtemp(join(tmpdir(), 'runbook-bot-bench-'));
    try {
      return { rows: await measure(ground, workspace, folder), notes: [`Medians of ${TIMES} starts each.`] };
    } finally {
      await workspace.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(ground: Ground, workspace: Workspace, folder: string): Promise<Row[]> {
  const bare = await starts(() => startBareBolt(workspace));
  const row = (what: string, ms: number): Row => ({
    what,
    measured: sayMs(ms),
    against: `bare Bolt ${sayMs(bare)}: ${sayTimes(ms, bare)}`,
  });
  const database = await ground.database();
  return [
    row(
      'PostgreSQL, an empty database',
      await starts(async () => startBot(ground, workspace, await ground.database())),
    ),
    row('PostgreSQL, again', await starts(() => startBot(ground, workspace, database))),
    row('PGlite, no data yet', await starts(() => startBot(ground, workspace, null))),
    row('PGlite, again', await starts(() => startBot(ground, workspace, null, { dataDir: join(folder, 'data') }))),
  ];
}

/** The median time that `start` takes, in ms. */
async function starts(start: () => Promise<Stoppable>): Promise<number> {
  const took: number[] = [];
  while (took.length < TIMES) {
    const from = performance.now();
    const started = await start();
    took.push(performance.now() - from);
    await started.stop();
  }
  return median(took);
}
