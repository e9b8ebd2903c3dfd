import { formatDuration } from '../../text/units.js';
import { box, label, line, type Shape } from './drawing.js';
import { widthOf } from './fonts.js';
import { SMALL, WIDTH, type Draw } from './page.js';
import { DIM, GRID } from './style.js';
import { ticksOf, type Tick, type TimeScale } from './time-scale.js';

const APART = 132;
const MARGIN = 12;
const DATE = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' });

/** Lines through all parts at the ticks, and what is left out of the time as a hatched band. */
export function drawGrid(scale: TimeScale, top: number, bottom: number): readonly Shape[] {
  const lines = ticksOf(scale, APART).map(({ x }) =>
    line({ x, y: top }, { x, y: bottom }, { colour: GRID, width: 1.5 }),
  );
  const bands = scale.breaks.map(({ left, right }) =>
    box({ x: left + 8, y: top, width: right - left - 16, height: bottom - top }, 'break', { width: 0, round: 0 }),
  );
  return [...lines, ...bands];
}

/** The time at each tick, and the day where it is the first or another one. */
export function drawAxis(scale: TimeScale): Draw {
  return (top) => {
    const ticks = ticksOf(scale, APART);
    const clocks = ticks.flatMap((tick) => (tick.to === 'day' ? [] : [centred(clockOf(tick), tick.x, top + 24)]));
    const days = ticks.flatMap((tick, index) => {
      const before = ticks[index - 1];
      const isNew = before === undefined || dayOf(before) !== dayOf(tick);
      return isNew ? [centred(dayOf(tick), tick.x, top + 50)] : [];
    });
    return { shapes: [...clocks, ...days], bottom: top + 58 };
  };
}

function centred(words: string, x: number, y: number): Shape {
  const half = widthOf(words, SMALL) / 2;
  const inside = Math.min(Math.max(x, MARGIN + half), WIDTH - MARGIN - half);
  return label({ x: inside, y }, words, { ...SMALL, colour: DIM, anchor: 'middle' });
}

function clockOf({ at, to }: Tick): string {
  return new Date(at).toISOString().slice(11, to === 'second' ? 19 : 16);
}

function dayOf({ at }: Tick): string {
  return DATE.format(new Date(at));
}

/** How the axis is to be read, in a sentence or two. */
export function axisNotes(scale: TimeScale): string {
  const left = scale.breaks.map(({ from, to }) => formatDuration(to - from));
  if (left.length === 0) return 'Times in UTC.';
  return `Times in UTC. Left out at the zigzag, from left to right: ${left.join(', ')}.`;
}
