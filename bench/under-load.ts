import { setTimeout as pause } from 'node:timers/promises';
import type { Workspace } from '../playground/workspace.js';
import { apply, commandFields } from './load.js';
import { quantile, sayMany, sayMs } from './measure.js';
import { atMost, type Findings, type Measurement } from './measurement.js';
import { recordedEvents, type RecordedEvent } from './recorded.js';
import type { Scene } from './scene.js';
import { serviceNames, withServices } from './services.js';

const SERVICES = serviceNames(10);
const SECONDS = 15;
const PER_SECOND = 20;
const WAVE_MS = 1_000;
/** Long enough for the ten first diagnoses, whose code nobody has run before. */
const WARM_UP_SECONDS = 3;
const QUIET_SECONDS = 5;
/** What people ask while others diagnose. */
const MIXED = ['help', 'list', 'runbooks', 'status', 'api-dwon', 'help'];

/** How long Slack waits for acknowledgements while ten services are being diagnosed. */
export const underLoad: Measurement = {
  name: 'under-load',
  title: `Acknowledgements at ${PER_SECOND} commands/s while ten diagnoses run`,
  run: (ground) => withServices(ground, SERVICES, measure),
};

/** Latencies of acknowledgements, in ms. */
interface Heard {
  /** While the ten first diagnoses after a start run. */
  readonly cold: readonly number[];
  readonly busy: readonly number[];
  readonly quiet: readonly number[];
  /** Of the commands that ask for the diagnoses. */
  readonly changing: readonly number[];
  /** The span of `busy`, milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
}

async function measure(scene: Scene): Promise<Findings> {
  const heard = await listen(scene);
  const { completed, atOnce } = underWay(await recordedEvents(scene.databaseUrl ?? ''), heard.from, heard.to);
  const says = (latencies: readonly number[]): string =>
    `p99 ${sayMs(quantile(latencies, 0.99))} (${sayMany(latencies)})`;
  const target = atMost(quantile(heard.busy, 0.99), 100, 'ms p99');
  const against = `the same load without diagnoses: ${says(heard.quiet)}`;
  return {
    rows: [
      { what: 'acknowledged, read-only commands', measured: says(heard.busy), against, target },
      { what: 'the same, the ten first diagnoses after a start', measured: says(heard.cold) },
      { what: 'acknowledged, diagnose commands', measured: says(heard.changing) },
    ],
    notes: [
      `Said in turn: ${MIXED.join(', ')}. Each second all ten services are asked for a diagnosis again: in ${SECONDS} s ${completed} diagnoses ` +
        `were completed, and ${atOnce.toFixed(1)} were under way at a time. The client, in a thread of its own, waits for whole answers and counts from ` +
        'when a command was due; diagnose commands are timed in the thread that also plays Slack.',
    ],
  };
}

async function listen({ workspace, bot }: Scene): Promise<Heard> {
  const [secret, fields] = [workspace.identity.signingSecret, commandFields(workspace, '#api-0')];
  const load = async (seconds: number): Promise<readonly number[]> => {
    const pace = { perSecond: PER_SECOND };
    const { latencies, failures } = await apply({ port: bot.port, secret, fields, texts: MIXED, seconds, pace });
    if (failures > 0) throw new Error(`${failures} of ${latencies.length} commands were not acknowledged.`);
    return latencies;
  };
  const opening = SERVICES.map((name) => workspace.person('ada').command(`#${name}`, `/incident down-${name}`));
  const cold = await load(WARM_UP_SECONDS);
  await Promise.all(opening);
  const end = new AbortController();
  const asking = keepDiagnosing(workspace, end.signal);
  const from = Date.now();
  const busy = await load(SECONDS).finally(() => end.abort());
  const to = Date.now();
  return { cold, busy, from, to, changing: await asking, quiet: await load(QUIET_SECONDS) };
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
