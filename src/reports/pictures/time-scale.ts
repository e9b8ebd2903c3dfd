/** A stretch of time that is drawn, and where. Times in ms since 1970. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
}

/** Time from left to right. It runs evenly but for breaks, where a long time without anything is left out. */
export interface TimeScale {
  /** Where a time stands; inside a break, in proportion. */
  x(time: number): number;
  readonly breaks: readonly Stretch[];
  readonly stretches: readonly Stretch[];
}

export const BREAK_WIDTH = 44;
const SHORTEST_BREAK_MS = 30 * 60_000;
const MOST_BREAKS = 3;
/** A gap is left out where it would take more of the picture than all the rest. */
const LARGEST_SHARE = 0.5;
/** What is kept on both sides of a break, as a share of what is left. */
const MARGIN = 0.06;
const SHORTEST_MARGIN_MS = 30_000;

/** A scale on which every moment stands between `left` and `right`; the first and the last are its ends. Moments in ms, at least one. */
export function timeScale(moments: readonly number[], left: number, right: number): TimeScale {
  const times = [...new Set(moments)].sort((a, b) => a - b);
  const from = times[0] ?? 0;
  const to = Math.max(times.at(-1) ?? 0, from + 1);
  const gaps = gapsIn(times, to - from);
  const drawn = to - from - gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const perMs = (right - left - gaps.length * BREAK_WIDTH) / drawn;
  const stretches: Stretch[] = [];
  const breaks: Stretch[] = [];
  let [time, x] = [from, left];
  for (const gap of [...gaps, { from: to, to }]) {
    const end = x + (gap.from - time) * perMs;
    stretches.push({ from: time, to: gap.from, left: x, right: end });
    if (gap.to > gap.from) breaks.push({ ...gap, left: end, right: end + BREAK_WIDTH });
    [time, x] = [gap.to, end + BREAK_WIDTH];
  }
  return { x: (at) => place(at, [...stretches, ...breaks], from, to), stretches, breaks };
}

interface Gap {
  readonly from: number;
  readonly to: number;
}

/** The longest times between two moments, as long as they outweigh what is left; oldest first. */
function gapsIn(times: readonly number[], span: number): readonly Gap[] {
  const between = times.slice(1).map((to, index) => ({ from: times[index] ?? to, to }));
  const longest = between.sort((a, b) => b.to - b.from - (a.to - a.from));
  const taken: Gap[] = [];
  let left = span;
  for (const gap of longest.slice(0, MOST_BREAKS)) {
    const length = gap.to - gap.from;
    const rest = left - length;
    if (length < SHORTEST_BREAK_MS || length < left * LARGEST_SHARE) break;
    const margin = Math.min(length / 4, Math.max(rest * MARGIN, SHORTEST_MARGIN_MS));
    taken.push({ from: gap.from + margin, to: gap.to - margin });
    left = rest + 2 * margin;
  }
  return taken.sort((a, b) => a.from - b.from);
}

function place(at: number, stretches: readonly Stretch[], from: number, to: number): number {
  const time = Math.min(Math.max(at, from), to);
  const on = stretches.find((one) => time >= one.from && time <= one.to);
  if (on === undefined) throw new Error(`no place for ${new Date(at).toISOString()} on the time scale`);
  return on.left + ((time - on.from) / Math.max(1, on.to - on.from)) * (on.right - on.left);
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 365].map((days) => days * DAY),
];

export interface Tick {
  readonly at: number;
  readonly x: number;
  /** How finely it must be told. */
  readonly to: 'second' | 'minute' | 'day';
}

/** Round times at least `apart` from each other, of each stretch by its own measure. */
export function ticksOf(scale: TimeScale, apart: number): readonly Tick[] {
  const all = scale.stretches.flatMap((stretch) => ticksIn(stretch, apart));
  return all.reduce<Tick[]>(
    (kept, tick) => (tick.x - (kept.at(-1)?.x ?? -apart) >= apart ? [...kept, tick] : kept),
    [],
  );
}

function ticksIn({ from, to, left, right }: Stretch, apart: number): readonly Tick[] {
  const perUnit = (to - from) / Math.max(1, right - left);
  const step = STEPS.find((one) => one >= apart * perUnit) ?? Math.ceil((apart * perUnit) / DAY) * DAY;
  const first = Math.ceil(from / step) * step;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * step;
    const x = left + ((at - from) / Math.max(1, to - from)) * (right - left);
    return { at, x, to: step < MINUTE ? 'second' : step < DAY ? 'minute' : 'day' };
  });
}
