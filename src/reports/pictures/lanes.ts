import { alertNameOf } from '../../incident/actor.js';
import type { Request, Watch } from '../../incident/remedy.js';
import type { Run } from '../../incident/state.js';
import { formatDuration } from '../../text/units.js';
import { oneLine, shortName } from './letters.js';
import { foundBy, type Story } from './story.js';
import type { Fill } from './style.js';

/** A stretch of time in which one thing went on. Times in ms since 1970. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly fill: Fill;
}

/** One line of bars and what it says. */
export interface Lane {
  readonly says: string;
  readonly bars: readonly Bar[];
}

/** Detection, each diagnosis, each remedy with the watch after it: by when they began. */
export function lanesOf(story: Story): readonly Lane[] {
  const { incident } = story;
  const lanes = [
    detection(story),
    ...incident.runs.map((run) => diagnosis(run, story)),
    ...incident.remedies.requests.map((request) => remedy(request, story)),
    ...incident.watches.map((watch) => watched(watch, story)),
  ];
  const start = ({ bars }: Lane): number => bars[0]?.from ?? story.from;
  return lanes.sort((one, other) => start(one) - start(other));
}

function detection({ incident, account, from, to }: Story): Lane {
  const { acknowledged, openedBy } = incident;
  // Alerts detect, people report.
  const found = alertNameOf(openedBy) === null ? 'Reported' : 'Detected';
  const by = `${found} by ${shortName(openedBy, account.names)}`;
  if (acknowledged === null) return { says: `${by}, not acknowledged`, bars: [{ from, to, fill: 'asking' }] };
  const end = Date.parse(acknowledged.at);
  const says = `${by}${end === from ? '' : `, acknowledged after ${formatDuration(end - from)}`}`;
  return { says, bars: [{ from, to: end, fill: 'asking' }] };
}

function diagnosis(run: Run, { to: end, incident }: Story): Lane {
  const from = Date.parse(run.startedAt);
  const until = run.verdictAt ?? run.completedAt;
  const to = Math.max(from, until === null ? end : Date.parse(until));
  const name = incident.runs.length === 1 ? 'Diagnosis' : `Diagnosis ${run.run}`;
  const found = run.verdict === null ? 'no verdict' : foundBy(run.verdict);
  return { says: oneLine(`${name}: ${found}, ${formatDuration(to - from)}`), bars: [{ from, to, fill: 'shade' }] };
}

const ENDED: Readonly<Record<NonNullable<Request['ended']>['how'], string>> = {
  denied: 'denied',
  lapsed: 'no approval in time',
  withdrawn: 'withdrawn',
  void: 'not run, things had changed',
  not_needed: 'not needed any more',
  not_looked: 'not run, could not look',
  busy: 'not run, target busy',
  verified: 'verified',
  did_not_help: 'did not help',
  not_verified: 'could not be verified',
  failed: 'failed',
  did_not_happen: 'did not happen',
};

/** How a remedy came out, in words. */
export function endOf({ ended, unknown, started, approvedAt }: Request): string {
  if (ended !== null) return ENDED[ended.how];
  if (unknown !== null) return 'outcome unknown';
  if (started !== null) return 'running';
  return approvedAt === null ? 'waits for approval' : 'approved';
}

function remedy(request: Request, { to }: Story): Lane {
  const title = request.started?.plan.title ?? request.offer.plan.title;
  return { says: oneLine(`Remedy ${request.request}, ${endOf(request)}: ${title}`), bars: stagesOf(request, to) };
}

/** Waiting for its yes, running, being checked. What has no end yet goes on until now. */
function stagesOf({ at, approvedAt, started, acted, settled, ended }: Request, now: number): readonly Bar[] {
  const end = ended === null ? now : Date.parse(ended.at);
  const upTo = (time: string | null | undefined): number =>
    time === null || time === undefined ? end : Math.min(end, Date.parse(time));
  const edges = [Date.parse(at), upTo(started?.at ?? approvedAt), upTo(acted?.at ?? settled?.at), end];
  const fills = ['waiting', 'blue', 'checking'] as const;
  const bars = fills.map((fill, stage) => ({ from: edges[stage] ?? end, to: edges[stage + 1] ?? end, fill }));
  const seen = bars.filter(({ from, to, fill }) => to > from || (fill === 'blue' && started !== null));
  return seen.length > 0 ? seen : bars.slice(0, 1);
}

const WATCH_ENDED = { clean: 'clean', relapsed: 'relapse', not_seen: 'could not look at its end' } as const;

function watched({ request, from: begun, until, ended }: Watch, { to: end }: Story): Lane {
  const from = Date.parse(begun);
  const to = Math.max(from, ended === null ? Math.min(end, Date.parse(until)) : Date.parse(ended.at));
  const how = ended === null ? 'not over' : WATCH_ENDED[ended.how];
  return {
    says: `Watch after remedy ${request}: ${how}, ${formatDuration(to - from)}`,
    bars: [{ from, to, fill: 'watching' }],
  };
}
