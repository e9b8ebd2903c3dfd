import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { configFor } from '../demo/bot-process.js';
import type { Workspace } from '../playground/workspace.js';
import { packageRoot } from '../src/package-root.js';
import type { Ground } from './ground.js';
import { apply, commandFields } from './load.js';
import { quantile, sayMany, sayMs } from './measure.js';
import { atMost, type Findings, type Measurement } from './measurement.js';
import { recordedEvents, type RecordedEvent } from './recorded.js';
import { withScene, type Scene } from './scene.js';

const SERVICES = Array.from({ length: 10 }, (_, index) => `api-${index}`);
const SECONDS = 15;
const PER_SECOND = 20;
const WAVE_MS = 1_000;
/** What people ask while others diagnose. */
const MIXED = ['help', 'list', 'runbooks', 'status', 'api-dwon', 'help'];

/** How long Slack waits for acknowledgements while ten services are being diagnosed. */
export const underLoad: Measurement = {
  name: 'under-load',
  title: `Acknowledgements at ${PER_SECOND} commands/s while ten diagnoses run`,
  run: async (ground) => {
    const runbooks = await tenRunbooks();
    const channels = SERVICES.map((name) => ({ name, members: ['ada'], bot: true }));
    const options = {
      store: 'PostgreSQL',
      channels,
      config: tenServices(ground),
      env: { RUNBOOKS: runbooks },
    } as const;
    try {
      return await withScene(ground, options, (scene) => measure(scene));
    } finally {
      await rm(runbooks, { recursive: true, force: true });
    }
  },
};

async function measure({ workspace, bot, databaseUrl }: Scene): Promise<Findings> {
  const load = (seconds: number) => {
    const { secret, fields } = { secret: workspace.identity.signingSecret, fields: commandFields(workspace, '#api-0') };
    return apply({ port: bot.port, secret, fields, texts: MIXED, seconds, pace: { perSecond: PER_SECOND } });
  };
  await Promise.all(SERVICES.map((name) => workspace.person('ada').command(`#${name}`, `/incident down-${name}`)));
  const end = new AbortController();
  const waves = keepDiagnosing(workspace, end.signal);
  const from = Date.now();
  const { latencies, failures } = await load(SECONDS);
  const to = Date.now();
  end.abort();
  const acknowledged = await waves;
  const quiet = await load(5);
  if (failures > 0) throw new Error(`${failures} of ${latencies.length} commands were not acknowledged.`);
  const { completed, atOnce } = underWay(await recordedEvents(databaseUrl ?? ''), from, to);
  const p99 = quantile(latencies, 0.99);
  return {
    rows: [
      {
        what: 'acknowledged, read-only commands',
        measured: `p99 ${sayMs(p99)} (${sayMany(latencies)})`,
        against: `the same load without diagnoses: p99 ${sayMs(quantile(quiet.latencies, 0.99))} (${sayMany(quiet.latencies)})`,
        target: atMost(p99, 100, 'ms p99'),
      },
      {
        what: 'acknowledged, diagnose commands',
        measured: `p99 ${sayMs(quantile(acknowledged, 0.99))} (${sayMany(acknowledged)})`,
      },
    ],
    notes: [
      `Said in turn: ${MIXED.join(', ')}. Each second all ten services are asked for a diagnosis again: in ${SECONDS} s ${completed} diagnoses ` +
        `were completed, and ${atOnce.toFixed(1)} were under way at a time. The client waits for whole answers and counts from when a command was due.`,
    ],
  };
}

/** Asks for all ten again and again; returns how long the acknowledgements took, in ms. */
async function keepDiagnosing(workspace: Workspace, end: AbortSignal): Promise<number[]> {
  const took: Promise<number>[] = [];
  while (!end.aborted) {
    for (const name of SERVICES) took.push(diagnose(workspace, `#${name}`));
    await pause(WAVE_MS, undefined, { signal: end }).catch(() => undefined);
  }
  return Promise.all(took);
}

async function diagnose(workspace: Workspace, channel: string): Promise<number> {
  const from = performance.now();
  await workspace.person('ada').command(channel, '/incident diagnose');
  return performance.now() - from;
}

/** How many runs were completed in a span of time, and how many were under way at a time in the mean. */
function underWay(events: readonly RecordedEvent[], from: number, to: number): { completed: number; atOnce: number } {
  let completed = 0;
  let busyMs = 0;
  const started = new Map<string, number>();
  for (const { incident, type, at } of events) {
    if (type === 'run.started') started.set(incident, at);
    if (type !== 'run.completed') continue;
    busyMs += Math.max(0, Math.min(at, to) - Math.max(started.get(incident) ?? at, from));
    if (at >= from && at <= to) completed += 1;
  }
  return { completed, atOnce: busyMs / (to - from) };
}

/** The runbook that is shipped, once for each service. */
async function tenRunbooks(): Promise<string> {
  const source = await readFile(join(packageRoot(), 'runbooks', 'api-down.yml'), 'utf8');
  const folder = await mkdtemp(join(tmpdir(), 'runbook-bot-bench-'));
  for (const name of SERVICES) {
    const mine = source.replace(/^id: .*$/m, `id: down-${name}`).replace(/^service: .*$/m, `service: ${name}`);
    await writeFile(join(folder, `down-${name}.yml`), mine);
  }
  return folder;
}

/** Ten names for the one API that there is. */
function tenServices(ground: Ground): object {
  const config = configFor(ground.stack) as { services: { api: object } };
  const services = Object.fromEntries(SERVICES.map((name) => [name, structuredClone(config.services.api)]));
  return { ...config, services: { ...config.services, ...services } };
}
