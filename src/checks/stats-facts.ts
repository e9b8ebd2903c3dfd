import type { Facts, FactSpec } from '../runbook/facts.js';
import { allUnknown } from '../runbook/facts.js';
import { text, type Text } from '../text/text.js';
import { formatBytesOf, formatPercent } from '../text/units.js';
import type { ContainerState, StatsSample } from './containers.js';

const LIVE_MS = 5_000;
const LATELY_MS = 30_000;
const ONE_SAMPLE = { unknown: 'one sample so far; processor time needs two' };
/** Less waiting than this is no news. */
const NEWS_PERCENT = 5;

export const statsSpecs = {
  live: {
    type: 'bool',
    says: 'The container runs and was measured in the last 5 seconds; else the facts are its last known ones.',
  },
  sampled_at: { type: 'time', says: 'When the values were measured.' },
  memory_used: { type: 'int', unit: 'bytes', says: 'Memory in use without the page cache, as docker stats shows it.' },
  memory_limit: { type: 'int', unit: 'bytes', says: "Its memory limit; the host's memory where there is none." },
  memory_percent: { type: 'double', unit: 'percent', says: 'Memory in use, in percent of the limit.' },
  memory_peak_percent: {
    type: 'double',
    unit: 'percent',
    says: 'The most memory any kept sample of this run shows (two minutes, one a second), in percent of the limit.',
  },
  cpu_percent: {
    type: 'double',
    unit: 'percent',
    says: 'Processor time, 100 % being one core; unknown with a first sample, which has none before it.',
  },
  throttled_percent: {
    type: 'double',
    unit: 'percent',
    says: 'How much of the last 30 seconds its CPU limit made it wait; 0 where it has no limit; unknown as cpu_percent.',
  },
  pids: { type: 'int', says: 'Processes and threads in the container.' },
} satisfies Readonly<Record<string, FactSpec>>;

/** Judges the samples (oldest first) of the current or last run; others are left out. */
export function readStats(
  container: ContainerState,
  samples: readonly StatsSample[],
  now: Date,
): { readonly facts: Facts; readonly says: Text } {
  const began = Date.parse(container.startedAt ?? '');
  const ofRun = samples.filter((sample) => Date.parse(sample.at) >= began);
  const last = ofRun.at(-1);
  if (last === undefined) {
    const reason = container.startedAt === null ? 'the container never ran' : 'no sample of this run was kept';
    return { facts: { ...allUnknown(statsSpecs, reason), live: false }, says: text(reason) };
  }
  const live = container.status === 'running' && now.getTime() - Date.parse(last.at) <= LIVE_MS;
  const throttled = throttledLately(ofRun, last);
  const facts: Facts = {
    live,
    sampled_at: last.at,
    memory_used: Math.round(last.memoryUsed),
    memory_limit: Math.round(last.memoryLimit),
    memory_percent: percent(last),
    memory_peak_percent: Math.max(...ofRun.map(percent)),
    cpu_percent: last.cpuPercent ?? ONE_SAMPLE,
    throttled_percent: throttled ?? ONE_SAMPLE,
    pids: last.pids,
  };
  return { facts, says: sayStats(last, throttled ?? 0, live) };
}

function percent(sample: StatsSample): number {
  return sample.memoryLimit > 0 ? (sample.memoryUsed / sample.memoryLimit) * 100 : 0;
}

/** One second is chance: a program that hardly may compute pauses between its requests too. Null where nothing was measured twice. */
function throttledLately(samples: readonly StatsSample[], last: StatsSample): number | null {
  const from = Date.parse(last.at) - LATELY_MS;
  const values = samples
    .filter(({ at }) => Date.parse(at) > from)
    .flatMap(({ throttledPercent }) => (throttledPercent === null ? [] : [throttledPercent]));
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** `memory 2.0 of 2.0 GiB, CPU 0 %`, with the time where it is not now. */
function sayStats(last: StatsSample, throttled: number, live: boolean): Text {
  return text(
    `memory ${formatBytesOf(last.memoryUsed, last.memoryLimit)}`,
    last.cpuPercent !== null && `, CPU ${formatPercent(last.cpuPercent)}`,
    throttled >= NEWS_PERCENT && `, held back by its CPU limit ${formatPercent(throttled)} of the time`,
    !live && text(', last measured ', { time: last.at, to: 'second' }),
  );
}
