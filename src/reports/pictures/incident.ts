import type { Account } from '../../engine/reporter.js';
import { drawAxis, drawGrid, axisNotes } from './axis.js';
import { drawCurves, memoryOf, peakOf } from './curves.js';
import { svgOf } from './drawing.js';
import { drawLanes, drawMarks } from './gantt.js';
import { endOf, lanesOf, type Lane } from './lanes.js';
import { legendOf } from './legend.js';
import { marksOf, type Mark } from './marks.js';
import { heading, notes, partHead, stacked, WIDTH, type Draw } from './page.js';
import type { Picture } from './picture.js';
import { headingOf, spanOf, storyOf, type Story } from './story.js';
import { timeScale, type TimeScale } from './time-scale.js';
import { oneLine } from './letters.js';
import { utcClock } from '../../text/clock.js';

const ACROSS = { left: 124, right: 1030 };
const LONGEST_LEAD_MS = 600_000;
const SHORTEST_LEAD_MS = 30_000;
/** How much of the time before it is shown, as a share of how long it took. */
const LEAD = 0.4;
/** Room for the form of the first and the last mark. */
const AIR = 14;
const MOST_LANES = 14;
const MOST_MARKS = 16;

/** An incident over time: what went on, what was decided, and what its container used. */
export function incidentPicture(account: Account): Picture {
  const story = storyOf(account);
  const lanes = lanesOf(story);
  const marks = marksOf(story);
  const scale = scaleOf(story, lanes, marks);
  const head = stacked(16, [heading(`${story.incident.id}, ${headingOf(story)}`, [drillOf(story) + spanOf(story)])]);
  const { samples } = account;
  const body = stacked(head.bottom, [
    ...part('What was done', lanes, MOST_LANES, (some) => drawLanes(some, scale)),
    ...part('What was decided', marks, MOST_MARKS, (some) => drawMarks(some, scale)),
    partHead('What its container used'),
    drawCurves(samples, scale, ACROSS, story.incident.openedAt),
  ]);
  const foot = stacked(body.bottom, [drawAxis(scale), legendOf(lanes), notes([axisNotes(scale)])]);
  const alt = altOf(story);
  const grid = drawGrid(scale, head.bottom + 14, body.bottom);
  return { svg: svgOf(WIDTH, foot.bottom + 12, alt, [...grid, ...head.shapes, ...body.shapes, ...foot.shapes]), alt };
}

/** A part with its head; of too many the first and the last are shown, and how many are left out is said. */
function part<One>(
  title: string,
  all: readonly One[],
  most: number,
  draw: (some: readonly One[]) => Draw,
): readonly Draw[] {
  if (all.length === 0) return [];
  if (all.length <= most) return [partHead(title), draw(all)];
  const some = [...all.slice(0, most / 2), ...all.slice(-most / 2)];
  return [partHead(`${title}: ${all.length} in all, the first and last ${most / 2}`), draw(some)];
}

function scaleOf({ from, to, account }: Story, lanes: readonly Lane[], marks: readonly Mark[]): TimeScale {
  const took = Math.max(1_000, to - from);
  const first = Date.parse(account.samples[0]?.at ?? account.now.toISOString());
  const lead = Math.min(LONGEST_LEAD_MS, Math.max(SHORTEST_LEAD_MS, took * LEAD));
  const start = first < from ? Math.max(first, from - lead) : from;
  const bars = lanes.flatMap((lane) => lane.bars.flatMap((bar) => [bar.from, bar.to]));
  const moments = [start, from, to, ...bars, ...marks.map(({ at }) => at)];
  return timeScale(moments, ACROSS.left + AIR, ACROSS.right - AIR);
}

function drillOf({ incident }: Story): string {
  return incident.drill ? 'Drill, for practice. ' : '';
}

function altOf(story: Story): string {
  const { incident, account } = story;
  const remedies = incident.remedies.requests.slice(-2).map((request) => {
    const at = request.ended === null ? '' : `, ${utcClock(request.ended.at, 'second', incident.openedAt)}`;
    return `${request.started?.plan.title ?? request.offer.plan.title}: ${endOf(request)}${at}`;
  });
  const done = remedies.length === 0 ? 'No remedy was run' : `Remedies: ${remedies.join('; ')}`;
  const peak = peakOf(account.samples);
  const used = peak === null ? 'memory was not recorded' : `memory was at most ${memoryOf(peak)}`;
  return oneLine(`${drillOf(story)}${incident.id}, ${headingOf(story)}. ${spanOf(story)}. ${done}; ${used}.`);
}
