import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configFor } from '../demo/bot-process.js';
import { packageRoot } from '../src/package-root.js';
import type { Ground } from './ground.js';
import { withScene, type Scene } from './scene.js';

/** So many names for the one API that there is. */
export function serviceNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `api-${index}`);
}

/** Runs `work` with a bot that looks after many services, each with a channel and a runbook `down-<service>` of its own. */
export async function withServices<T>(
  ground: Ground,
  services: readonly string[],
  work: (scene: Scene) => Promise<T>,
): Promise<T> {
  const runbooks = await runbooksFor(services);
  const options = {
    store: 'PostgreSQL',
    channels: services.map((name) => ({ name, members: ['ada'], bot: true })),
    config: configWith(ground, services),
    env: { RUNBOOKS: runbooks },
  } as const;
  try {
    return await withScene(ground, options, work);
  } finally {
    await rm(runbooks, { recursive: true, force: true });
  }
}

/** The runbook that is shipped, once for each service. */
async function runbooksFor(services: readonly string[]): Promise<string> {
  const shipped = join(packageRoot(), 'runbooks');
  const source = await readFile(join(shipped, 'api-down.yml'), 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'runbook-bot-bench-'));
  await cp(join(shipped, 'shared'), join(folder, 'shared'), { recursive: true });
  for (const name of services) {
    const mine = source.replace(/^id: .*$/m, `id: down-${name}`).replace(/^service: .*$/m, `service: ${name}`);
    await writeFile(join(folder, `down-${name}.yml`), mine);
  }
  return folder;
}

function configWith(ground: Ground, services: readonly string[]): object {
  const config = configFor(ground.stack) as { services: { api: object } };
  const more = Object.fromEntries(services.map((name) => [name, structuredClone(config.services.api)]));
  return { ...config, services: { ...config.services, ...more } };
}
