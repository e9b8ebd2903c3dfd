import type { Sample } from '../../incident/record.js';
import { utcClock } from '../../text/clock.js';
import { formatBytes, formatBytesOf, formatPercent } from '../../text/units.js';
import { box, label, line, path, type Point, type Shape } from './drawing.js';
import { PLAIN, SMALL, stacked, EDGE, type Draw } from './page.js';
import { BLUE, DIM, INK, RED } from './style.js';
import type { TimeScale } from './time-scale.js';

const HEIGHT = 130;
const HEADROOM = 12;
const SHORTEST_GAP_MS = 25_000;
/** A limit further above the peak is not drawn: the curve would lie flat. */
const NEAR = 4;

/** Where the curves stand, from left to right. */
export interface Across {
  readonly left: number;
  readonly right: number;
}

/** Memory with its limit, and CPU, over time; or that nothing was recorded. */
export function drawCurves(samples: readonly Sample[], scale: TimeScale, across: Across, day: string): Draw {
  const shown = samples.filter(({ at }) => isDrawn(Date.parse(at), scale));
  if (shown.length < 2) return heading('Memory and CPU: not recorded.');
  return (top) => stacked(top, [memory(shown, scale, across, day), cpu(shown, scale, across, day)]);
}

/** The sample with the most memory; null where there is none. */
export function peakOf(samples: readonly Sample[]): Sample | null {
  return samples.reduce<Sample | null>((peak, one) => (peak === null || one.memory > peak.memory ? one : peak), null);
}

/** `2.0 of 2.0 GiB`. */
export function memoryOf({ memory: used, limit }: Sample): string {
  return limit > 0 ? formatBytesOf(used, limit) : formatBytes(used);
}

function isDrawn(time: number, { stretches }: TimeScale): boolean {
  return stretches.some(({ from, to }) => time >= from && time <= to);
}

function memory(samples: readonly Sample[], scale: TimeScale, across: Across, day: string): Draw {
  const peak = peakOf(samples);
  if (peak === null) return heading('Memory: not recorded.');
  const near = samples.filter(({ limit }) => limit > 0 && limit <= peak.memory * NEAR).map(({ limit }) => limit);
  const most = Math.max(peak.memory, ...near, 1);
  const head = `Memory: at most ${memoryOf(peak)}, ${utcClock(peak.at, 'second', day)}.${near.length > 0 ? ' Dashed: its limit.' : ''}`;
  const curve = { of: ({ memory: used }: Sample) => used, colour: BLUE, filled: true };
  const limits = {
    of: ({ limit }: Sample) => (near.includes(limit) ? limit : null),
    colour: RED,
    dashes: '10 6',
    filled: false,
    steps: true as const,
  };
  return chart(head, formatBytes(most), samples, [curve, limits], { scale, across, most });
}

function cpu(samples: readonly Sample[], scale: TimeScale, across: Across, day: string): Draw {
  const peak = samples.reduce<Sample | null>((best, one) => ((one.cpu ?? -1) > (best?.cpu ?? -1) ? one : best), null);
  if (peak?.cpu == null) return heading('CPU: not recorded.');
  const most = Math.max(100, peak.cpu);
  const head = `CPU: at most ${formatPercent(peak.cpu)} of a core, ${utcClock(peak.at, 'second', day)}.`;
  const curve = { of: ({ cpu: used }: Sample) => used, colour: INK, filled: false };
  return chart(head, formatPercent(most), samples, [curve], { scale, across, most });
}

interface Curve {
  /** Null where there is no value. */
  readonly of: (sample: Sample) => number | null;
  readonly colour: string;
  readonly dashes?: string;
  readonly filled: boolean;
  /** It jumps from value to value. */
  readonly steps?: true;
}

interface Frame {
  readonly scale: TimeScale;
  readonly across: Across;
  /** The highest value. */
  readonly most: number;
}

function heading(words: string): Draw {
  return (top) => ({ shapes: [label({ x: EDGE, y: top + 30 }, words, { ...PLAIN, rim: true })], bottom: top + 42 });
}

function chart(head: string, most: string, samples: readonly Sample[], curves: readonly Curve[], frame: Frame): Draw {
  return (top) => {
    const titled = heading(head)(top);
    const floor = titled.bottom + HEIGHT;
    const { left, right } = frame.across;
    const place = (at: string, value: number): Point => ({
      x: frame.scale.x(Date.parse(at)),
      y: floor - (value / frame.most) * (HEIGHT - HEADROOM),
    });
    const marks = { ...SMALL, colour: DIM, anchor: 'end' } as const;
    return {
      shapes: [
        ...titled.shapes,
        line({ x: left, y: floor }, { x: right, y: floor }, { colour: DIM, width: 2 }),
        label({ x: left - 10, y: titled.bottom + HEADROOM + 7 }, most, marks),
        label({ x: left - 10, y: floor }, '0', marks),
        ...curves.flatMap((curve) => drawn(curve, samples, place, floor)),
      ],
      bottom: floor + 8,
    };
  };
}

function drawn(
  curve: Curve,
  samples: readonly Sample[],
  place: (at: string, value: number) => Point,
  floor: number,
): Shape[] {
  const { of, colour, dashes, filled } = curve;
  return piecesOf(samples, of).flatMap((piece) => {
    const points = (curve.steps === true ? stepped(piece) : piece).map(({ at, value }) => place(at, value));
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return [];
    const stroke = path(points, { colour, width: 3, ...(dashes === undefined ? {} : { dashes }) });
    // A single sample is a dot, or it would not be seen.
    if (points.length === 1) return [box({ x: first.x - 2, y: first.y - 2, width: 4, height: 4 }, 'ink', { width: 0 })];
    if (!filled) return [stroke];
    const area = [...points, { x: last.x, y: floor }, { x: first.x, y: floor }];
    return [path(area, { width: 0 }, 'strong'), stroke];
  });
}

interface Value {
  readonly at: string;
  readonly value: number;
}

/** Each value holds until the next one is there. */
function stepped(piece: readonly Value[]): readonly Value[] {
  return piece.flatMap((one, index) => {
    const before = piece[index - 1];
    return before === undefined || before.value === one.value ? [one] : [{ at: one.at, value: before.value }, one];
  });
}

/** The values in unbroken pieces: where nothing was seen for a while, no line is drawn. */
function piecesOf(samples: readonly Sample[], of: Curve['of']): readonly (readonly Value[])[] {
  const times = samples.map(({ at }) => Date.parse(at));
  const between = times
    .slice(1)
    .map((time, index) => time - (times[index] ?? time))
    .sort((a, b) => a - b);
  const longest = Math.max(SHORTEST_GAP_MS, 5 * (between[Math.floor(between.length / 2)] ?? 0));
  const pieces: Value[][] = [];
  let last = -Infinity;
  for (const sample of samples) {
    const value = of(sample);
    const time = Date.parse(sample.at);
    // The first sample of a container's run has no CPU: between it and the one before, nothing ran.
    if (sample.cpu === null) last = -Infinity;
    if (value === null) continue;
    if (time - last > longest) pieces.push([]);
    pieces.at(-1)?.push({ at: sample.at, value });
    last = time;
  }
  return pieces;
}
