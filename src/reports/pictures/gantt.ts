import { box, circle, label, line, path, type Point, type Shape } from './drawing.js';
import { widthOf } from './fonts.js';
import { fit } from './letters.js';
import type { Bar, Lane } from './lanes.js';
import type { Form, Mark } from './marks.js';
import { EDGE, PLAIN, SMALL, TEXT_WIDTH, WIDTH, type Draw, type Section } from './page.js';
import { GREEN, RED, type Fill } from './style.js';
import type { TimeScale } from './time-scale.js';

const BAR = 26;
const ROW = 40;
const LEAST_WIDTH = 8;
const GAP = 12;
const MARK = 10;
const MARK_ROW = 36;

/** Bars on the time axis, each with its words beside it, or above it where there is no room. */
export function drawLanes(lanes: readonly Lane[], scale: TimeScale): Draw {
  return (top) =>
    lanes.reduce<Section>(
      ({ shapes, bottom }, lane) => {
        const drawn = drawLane(lane, scale, bottom);
        return { shapes: [...shapes, ...drawn.shapes], bottom: drawn.bottom };
      },
      { shapes: [], bottom: top },
    );
}

function drawLane({ says, bars }: Lane, scale: TimeScale, top: number): Section {
  const spans = spansOf(bars, scale);
  const left = Math.min(...spans.map(({ x }) => x));
  const right = Math.max(...spans.map(({ x, width }) => x + width));
  const words = fit(says, TEXT_WIDTH, PLAIN);
  const x = besideX(left, right, widthOf(words, PLAIN));
  const barTop = x === null ? top + 36 : top + 6;
  const place =
    x === null
      ? { x: Math.max(EDGE, Math.min(left, WIDTH - EDGE - widthOf(words, PLAIN))), y: top + 26 }
      : { x, y: barTop + 21 };
  const drawn = spans.map(({ x: from, width, fill }) =>
    box({ x: from, y: barTop, width, height: BAR }, fill, { width: 1.5 }),
  );
  return { shapes: [label(place, words, { ...PLAIN, rim: true }), ...drawn], bottom: barTop + ROW - 6 };
}

interface Span {
  readonly x: number;
  readonly width: number;
  readonly fill: Fill;
}

/** Where bars stand; what would be too thin to see is widened, and what follows it moves on. */
function spansOf(bars: readonly Bar[], scale: TimeScale): readonly Span[] {
  let free = -Infinity;
  return bars.map(({ from, to, fill }) => {
    const x = Math.max(scale.x(from), free);
    const width = Math.max(scale.x(to) - x, LEAST_WIDTH);
    free = x + width;
    return { x, width, fill };
  });
}

/** Where words stand beside what stands from `left` to `right`: behind it, else before it; null where neither has room. */
function besideX(left: number, right: number, width: number): number | null {
  if (right + GAP + width <= WIDTH - EDGE) return right + GAP;
  return left - GAP - width >= EDGE ? left - GAP - width : null;
}

/** Marks on the time axis with their words; one that has no room beside the one before it stands a line lower. */
export function drawMarks(marks: readonly Mark[], scale: TimeScale): Draw {
  return (top) => {
    let row = 0;
    let free = -Infinity;
    const shapes = marks.flatMap((mark) => {
      const x = scale.x(mark.at);
      const words = fit(mark.says, TEXT_WIDTH / 2 - 2 * GAP - MARK, SMALL);
      const width = widthOf(words, SMALL);
      const wordsX = besideX(x - MARK, x + MARK, width) ?? EDGE;
      const left = Math.min(wordsX, x - MARK);
      if (left < free + GAP && free > -Infinity) row += 1;
      free = Math.max(wordsX + width, x + MARK);
      const y = top + row * MARK_ROW + MARK_ROW / 2;
      return [...formed(mark.form, { x, y }), label({ x: wordsX, y: y + 7 }, words, { ...SMALL, rim: true })];
    });
    return { shapes, bottom: top + (marks.length === 0 ? 0 : (row + 1) * MARK_ROW) };
  };
}

/** A mark's form around a point. */
function formed(form: Form, { x, y }: Point): readonly Shape[] {
  const corners = (...offsets: readonly (readonly [number, number])[]): Point[] =>
    offsets.map(([dx, dy]) => ({ x: x + dx * MARK, y: y + dy * MARK }));
  const edge = { width: 2 };
  switch (form) {
    case 'circle':
      return [circle({ x, y }, MARK - 2, 'paper', { width: 3 })];
    case 'square':
      return [path(corners([-0.8, -0.8], [0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]), edge, 'waiting')];
    case 'diamond':
      return [path(corners([0, -1], [1, 0], [0, 1], [-1, 0]), edge, 'green')];
    case 'triangle':
      return [path(corners([0, -1], [1, 0.8], [-1, 0.8]), edge, 'red')];
    case 'cross':
      return crossed(corners([-0.8, -0.8], [0.8, 0.8], [-0.8, 0.8], [0.8, -0.8]));
    case 'flag':
      return [
        path(corners([-0.8, 1], [-0.8, -1]), { width: 3 }),
        path(corners([-0.8, -1], [1, -0.5], [-0.8, 0]), { width: 1, colour: GREEN }, 'green'),
      ];
  }
}

function crossed(points: readonly Point[]): readonly Shape[] {
  const [a, b, c, d] = points;
  if (a === undefined || b === undefined || c === undefined || d === undefined) return [];
  return [line(a, b, { colour: RED, width: 4 }), line(c, d, { colour: RED, width: 4 })];
}
