import { box, label, type Shape } from './drawing.js';
import { widthOf } from './fonts.js';
import type { Lane } from './lanes.js';
import { EDGE, SMALL, WIDTH, type Draw } from './page.js';
import type { Fill } from './style.js';

const MEANING = {
  asking: 'until acknowledged',
  shade: 'diagnosis',
  waiting: 'waiting for a yes',
  blue: 'remedy running',
  checking: 'being verified',
  watching: 'watched',
} as const satisfies Partial<Record<Fill, string>>;

const SWATCH = 30;
const LINE = 34;

/** What the patterns of the bars mean; only those that are there. */
export function legendOf(lanes: readonly Lane[]): Draw {
  const used = new Set(lanes.flatMap(({ bars }) => bars.map(({ fill }) => fill)));
  const entries = Object.entries(MEANING).filter(([fill]) => used.has(fill as Fill));
  return (top) => {
    let [x, y] = [EDGE, top + 8];
    const shapes: Shape[] = [];
    for (const [fill, means] of entries) {
      const width = SWATCH + 8 + widthOf(means, SMALL);
      if (x + width > WIDTH - EDGE) [x, y] = [EDGE, y + LINE];
      shapes.push(box({ x, y, width: SWATCH, height: 20 }, fill as Fill, { width: 1.5 }));
      shapes.push(label({ x: x + SWATCH + 8, y: y + 17 }, means, SMALL));
      x += width + 26;
    }
    return { shapes, bottom: y + LINE };
  };
}
