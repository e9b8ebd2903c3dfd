import type { Counted } from '../../engine/store.js';
import { formatDuration } from '../../text/units.js';
import { box, label, line, path, svgOf, type Shape } from './drawing.js';
import { widthOf } from './fonts.js';
import { fit, oneLine, wrap } from './letters.js';
import { EDGE, HEAD, heading, notes, PLAIN, SMALL, space, stacked, TEXT_WIDTH, WIDTH, type Draw } from './page.js';
import type { Picture } from './picture.js';
import { dateOf } from './story.js';
import { BLUE, DIM, GRID } from './style.js';

const MOST_RUNBOOKS = 12;
const BAR = 22;
/** Room for the words behind the longest bar. */
const LONGEST_BAR = TEXT_WIDTH - 450;

/** Past incidents by runbook: how many, how long they took, how often in time. Drills are not among them. */
export function statsPicture(counted: readonly Counted[], now: Date): Picture {
  const books = counted.filter(({ runbook }) => runbook !== '');
  const shown = books.slice(0, MOST_RUNBOOKS);
  const longest = Math.max(1, ...shown.map(({ resolve }) => resolve?.p90 ?? 0));
  const all = totalOf(counted);
  const left = books.length - shown.length;
  const below = [
    `Until ${dateOf(now.toISOString())}. ${all}`,
    ...(left > 0 ? [`${left} runbooks with fewer incidents are not shown.`] : []),
  ];
  const parts = [
    heading('Incidents by runbook', below),
    ...shown.map((one) => block(one, longest)),
    space(14),
    notes([NOTE]),
  ];
  const alt = oneLine(
    [`Incidents by runbook until ${dateOf(now.toISOString())}. ${all}`, ...shown.slice(0, 4).map(sentence)].join(' '),
  );
  const { shapes, bottom } = stacked(16, parts);
  return { svg: svgOf(WIDTH, bottom + EDGE, alt, shapes), alt };
}

const NOTE =
  'Full bar: half of the incidents were resolved by then (median). Dotted up to the line: nine of ten were. Drills left out.';

function totalOf(counted: readonly Counted[]): string {
  const whole = counted.find(({ runbook }) => runbook === '');
  const count = whole?.incidents ?? counted.reduce((sum, { incidents }) => sum + incidents, 0);
  const times = whole?.resolve ?? null;
  const took = times === null ? '' : `, resolved in ${formatDuration(times.median)} (median)`;
  return count === 0 ? 'No incidents.' : `${incidentsIn(count)}${took}.`;
}

function incidentsIn(count: number): string {
  return count === 1 ? '1 incident' : `${count} incidents`;
}

function sentence({ title, runbook, incidents, resolve, targets }: Counted): string {
  const took = resolve === null ? 'none resolved' : `median ${formatDuration(resolve.median)} to resolve`;
  return `${title || runbook}: ${incidents}, ${took}${targets.with === 0 ? '' : `, ${targets.met} of ${targets.with} in time`}.`;
}

function block(one: Counted, longest: number): Draw {
  const count = incidentsIn(one.incidents);
  const counts = { x: WIDTH - EDGE, width: widthOf(count, PLAIN) };
  const title = fit(oneLine(one.title || one.runbook), TEXT_WIDTH - counts.width - 24, HEAD);
  const details = wrap(detailsOf(one), TEXT_WIDTH, SMALL, 2);
  return (top) => ({
    shapes: [
      line({ x: EDGE, y: top + 24 }, { x: WIDTH - EDGE, y: top + 24 }, { colour: GRID, width: 2 }),
      label({ x: EDGE, y: top + 60 }, title, HEAD),
      label({ x: counts.x, y: top + 60 }, count, { ...PLAIN, anchor: 'end' }),
      ...times(one, top + 76, longest),
      ...details.map((words, index) => label({ x: EDGE, y: top + 132 + index * 28 }, words, { ...SMALL, colour: DIM })),
    ],
    bottom: top + 112 + details.length * 28,
  });
}

function times({ resolve }: Counted, top: number, longest: number): readonly Shape[] {
  if (resolve === null) return [label({ x: EDGE, y: top + 18 }, 'None was resolved.', SMALL)];
  const { median, p90 } = resolve;
  const [half, most] = [(median / longest) * LONGEST_BAR, (p90 / longest) * LONGEST_BAR];
  const end = EDGE + Math.max(half, most, 4);
  const words = `median ${formatDuration(median)}, nine of ten ${formatDuration(p90)}`;
  return [
    box({ x: EDGE, y: top, width: Math.max(most, 4), height: BAR }, 'checking', { width: 1.5 }),
    box({ x: EDGE, y: top, width: Math.max(half, 4), height: BAR }, 'blue', { width: 1.5 }),
    path(
      [
        { x: end, y: top - 5 },
        { x: end, y: top + BAR + 5 },
      ],
      { colour: BLUE, width: 4 },
    ),
    label({ x: end + 12, y: top + 18 }, words, SMALL),
  ];
}

function detailsOf({ targets, open, falseAlarms, cancelled, unexplained, remedies }: Counted): string {
  const said = [
    targets.with === 0 ? 'No target' : `Target met: ${targets.met} of ${targets.with}`,
    `false alarms: ${falseAlarms}`,
    `unexplained: ${unexplained}`,
    ...(remedies.tried === 0 ? [] : [`remedies that worked: ${remedies.worked} of ${remedies.tried}`]),
    ...(cancelled === 0 ? [] : [`cancelled: ${cancelled}`]),
    ...(open === 0 ? [] : [`open: ${open}`]),
  ];
  // What belongs together stays on one line.
  return said.map((one) => one.replaceAll(' ', '\u00a0')).join(' · ');
}
