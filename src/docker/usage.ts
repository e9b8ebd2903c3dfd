import type { Selector, StatsSample } from '../checks/containers.js';
import type { Sample } from '../incident/record.js';

/** Every sample is kept for so long; older ones are thinned to one an interval. Milliseconds. */
const WHOLE_MS = 130_000;
const INTERVAL_MS = 10_000;
const KEPT_MS = 6 * 3_600_000;
const MOST_TOLD = 240;
/** First, last, and of each stretch between them its lowest and highest memory and its highest CPU. */
const STRETCHES = Math.floor((MOST_TOLD - 2) / 3);

/** What the containers of one service used in the last six hours, whichever container it was. Of each interval its peaks are kept. */
export class UsageRecord {
  #thinned: Sample[] = [];
  #whole: Sample[] = [];

  /** Takes the newest sample; one that is not newer than the last is left out. */
  add({ at, memoryUsed, memoryLimit, cpuPercent }: StatsSample): void {
    const newest = this.#whole.at(-1);
    if (newest !== undefined && Date.parse(at) <= Date.parse(newest.at)) return;
    this.#whole.push({ at, memory: memoryUsed, limit: memoryLimit, cpu: cpuPercent });
    this.#forget(Date.parse(at));
  }

  /** Between two moments, both included; at most 240, oldest first, the extremes among them. */
  between(from: Date, to: Date): readonly Sample[] {
    const inside = [...this.#thinned, ...this.#whole].filter(({ at }) => {
      const time = Date.parse(at);
      return time >= from.getTime() && time <= to.getTime();
    });
    return fewer(inside);
  }

  #forget(now: number): void {
    const grown = this.#whole.findIndex(({ at }) => Date.parse(at) >= now - WHOLE_MS);
    for (const sample of this.#whole.splice(0, grown)) this.#thin(sample);
    const kept = this.#thinned.findIndex(({ at }) => Date.parse(at) >= now - KEPT_MS);
    this.#thinned.splice(0, kept === -1 ? this.#thinned.length : kept);
  }

  #thin(sample: Sample): void {
    const last = this.#thinned.at(-1);
    if (last === undefined || intervalOf(last) !== intervalOf(sample)) this.#thinned.push(sample);
    else this.#thinned[this.#thinned.length - 1] = peakOf(last, sample);
  }
}

/** What the services of one engine used. A container that is made anew goes on where the one before it ended. */
export class Usage {
  readonly #services = new Map<string, UsageRecord>();

  /** Takes a sample of the container a selector means now. */
  add(service: Selector, sample: StatsSample): void {
    const key = JSON.stringify(service);
    const record = this.#services.get(key) ?? new UsageRecord();
    this.#services.set(key, record);
    record.add(sample);
  }

  /** As of `UsageRecord`; empty for a service that was never watched. */
  between(service: Selector, from: Date, to: Date): readonly Sample[] {
    return this.#services.get(JSON.stringify(service))?.between(from, to) ?? [];
  }
}

function intervalOf({ at }: Sample): number {
  return Math.floor(Date.parse(at) / INTERVAL_MS);
}

function peakOf(one: Sample, other: Sample): Sample {
  const higher = other.memory > one.memory ? other : one;
  return {
    ...higher,
    cpu: one.cpu === null || other.cpu === null ? (one.cpu ?? other.cpu) : Math.max(one.cpu, other.cpu),
  };
}

function fewer(samples: readonly Sample[]): readonly Sample[] {
  if (samples.length <= MOST_TOLD) return samples;
  const inner = samples.slice(1, -1);
  const kept = Array.from({ length: STRETCHES }, (_, index) => {
    const edge = (of: number): number => Math.floor((of * inner.length) / STRETCHES);
    return extremesOf(inner.slice(edge(index), edge(index + 1)));
  });
  return [...samples.slice(0, 1), ...kept.flat(), ...samples.slice(-1)];
}

function extremesOf(stretch: readonly Sample[]): readonly Sample[] {
  const highest = (of: (sample: Sample) => number): Sample | undefined =>
    stretch.reduce<Sample | undefined>(
      (best, one) => (best === undefined || of(one) > of(best) ? one : best),
      undefined,
    );
  const kept = new Set([
    highest(({ memory }) => memory),
    highest(({ memory }) => -memory),
    highest(({ cpu }) => cpu ?? -1),
  ]);
  return stretch.filter((sample) => kept.has(sample));
}
