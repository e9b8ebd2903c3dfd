import { setTimeout as pause } from 'node:timers/promises';
import { expectedHealthy } from '../demo/expected.js';
import { startBareBolt } from './bare-process.js';
import { diagnoseTimes } from './diagnosis.js';
import type { Ground } from './ground.js';
import { atMost, type Measurement } from './measurement.js';
import { residentMb } from './proc.js';
import { openWorkspace, withScene, type StoreKind } from './scene.js';

const IDLE_MS = 10_000;
const DIAGNOSES = 5;

interface Resident {
  readonly idle: number;
  readonly after: number;
}

/** What the process holds in memory when nothing happens. */
export const memory: Measurement = {
  name: 'memory',
  title: 'Resident memory',
  run: async (ground) => {
    // One after the other where they diagnose the same service, side by side while they idle.
    const [bare, postgres, pglite] = await Promise.all([
      bareBolt(),
      resident(ground, 'PostgreSQL'),
      resident(ground, 'PGlite'),
    ]);
    const row = (store: StoreKind, { idle, after }: Resident) => ({
      what: `idle, ${store}`,
      measured: `${idle.toFixed(0)} MB; ${after.toFixed(0)} MB idle after ${DIAGNOSES} diagnoses`,
      against: `bare Bolt ${bare.toFixed(0)} MB: × ${(idle / bare).toFixed(1)}`,
    });
    return {
      rows: [
        { ...row('PostgreSQL', postgres), target: atMost(Math.max(postgres.idle, postgres.after), 200, 'MB') },
        row('PGlite', pglite),
      ],
      notes: [`VmRSS, ${IDLE_MS / 1_000} s after the start and ${IDLE_MS / 1_000} s after the last diagnosis.`],
    };
  },
};

async function resident(ground: Ground, store: StoreKind): Promise<Resident> {
  return withScene(ground, { store }, async ({ workspace, bot }) => {
    await pause(IDLE_MS);
    const idle = await residentMb(bot.pid);
    await diagnoseTimes(workspace, DIAGNOSES, expectedHealthy);
    await pause(IDLE_MS);
    return { idle, after: await residentMb(bot.pid) };
  });
}

async function bareBolt(): Promise<number> {
  const workspace = await openWorkspace();
  const bare = await startBareBolt(workspace);
  try {
    await pause(IDLE_MS);
    return await residentMb(bare.pid);
  } finally {
    await bare.stop();
    await workspace.stop();
  }
}
