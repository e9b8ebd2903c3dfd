import type { ServiceTarget } from '../checks/containers.js';
import type { Engine } from './engine.js';
import { isAbout } from './event.js';
import type { EventWatch } from './event-watch.js';
import { findContainer } from './find.js';
import { readJsonLines } from './json-lines.js';
import { keepRunning, type KeptLoop } from './kept-loop.js';
import type { Log } from './log.js';
import { toSample } from './sample.js';
import type { Samples } from './samples.js';
import type { Usage } from './usage.js';

const OPEN_LIMIT = 5_000;
// The engine sends a message every second, also for a container that is down.
const SILENCE = 10_000;
const LOOP = { firstWait: 250, longestWait: 5_000, inOrderAfter: 5_000 };

interface Parts {
  readonly engine: Engine;
  readonly events: EventWatch;
  readonly samples: Samples;
  readonly usage: Usage;
  readonly log: Log;
  readonly now: () => Date;
}

/** Keeps a stats stream of the service's container open, through restarts and to the container that replaces it. */
export function watchStats(service: ServiceTarget, parts: Parts): KeptLoop {
  const { engine, events, samples, usage, log, now } = parts;
  let following = '';

  async function follow(signal: AbortSignal): Promise<void> {
    const container = await findContainer(engine, service, signal);
    following = container?.id ?? '';
    if (container === null) return;
    await readSamples(engine, container.id, signal, (sample) => {
      samples.add(container.id, sample);
      usage.add(service.container, sample);
    });
  }

  const loop = keepRunning(follow, {
    ...LOOP,
    now,
    onFailure: (error) => log.debug({ err: error, service: service.name }, 'Docker stats: stream broke, trying again'),
  });
  events.onLife(({ event, subject }) => {
    if (event.action === 'start' && isAbout(subject, service.container) && event.containerId !== following)
      loop.restart();
  });
  return loop;
}

type Sample = NonNullable<ReturnType<typeof toSample>>;

async function readSamples(
  engine: Engine,
  id: string,
  signal: AbortSignal,
  take: (sample: Sample) => void,
): Promise<void> {
  const path = `/containers/${id}/stats`;
  const stream = await engine.open({ path, query: { stream: '1' }, limit: OPEN_LIMIT, signal });
  if (stream === null) return;
  const silent = setTimeout(() => stream.destroy(new Error('the stats stream fell silent')), SILENCE);
  try {
    for await (const written of readJsonLines(stream)) {
      silent.refresh();
      const sample = toSample(written);
      if (sample !== null) take(sample);
    }
  } finally {
    clearTimeout(silent);
    stream.destroy();
  }
}

/** One sample now, for a container whose stream is not kept; null when it has none. Throws `CannotLook`. */
export async function sampleOnce(engine: Engine, id: string, signal: AbortSignal): Promise<Sample | null> {
  const question = { path: `/containers/${id}/stats`, query: { stream: '1' }, limit: OPEN_LIMIT, signal };
  return engine.ask(question, async (stream) => {
    for await (const written of readJsonLines(stream)) {
      const sample = toSample(written);
      if (sample !== null) return sample;
    }
    return null;
  });
}
