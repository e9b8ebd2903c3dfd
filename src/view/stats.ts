import { join, text, type Text } from '../text/text.js';
import { formatDuration, formatPercent } from '../text/units.js';
import { someOf } from './lists.js';
import { buttons, context, type Message } from './message.js';
import { packed } from './packed.js';

/** Two figures of one kind of time, ms. */
interface Middle {
  readonly median: number;
  readonly mean: number;
}
interface Spread {
  readonly median: number;
  readonly p90: number;
}

/** What past incidents of a runbook come to, as the store counts them. */
export interface Figures {
  /** Empty for all runbooks together. */
  readonly runbook: string;
  readonly title: string;
  readonly incidents: number;
  readonly open: number;
  readonly falseAlarms: number;
  readonly cancelled: number;
  readonly acknowledge: Middle | null;
  readonly diagnose: Middle | null;
  readonly mitigate: Spread | null;
  readonly resolve: Spread | null;
  readonly targets: { readonly with: number; readonly met: number };
  readonly remedies: { readonly tried: number; readonly worked: number };
  readonly unexplained: number;
}

export interface Stats {
  readonly days: number;
  /** The one runbook it is about; null for all. */
  readonly runbook: string | null;
  readonly figures: readonly Figures[];
  /** Runbooks past their review date. */
  readonly overdue: readonly string[];
}

/** More runbooks than this are counted, not shown: a message would not hold them. */
const MOST = 12;

/** What past incidents come to, overall and by runbook. The button posts it with its picture; a terminal has none. */
export function statsMessage(stats: Stats): Message {
  const { days, runbook, figures, overdue } = stats;
  const each = figures.filter((one) => one.runbook !== '');
  const title = `${runbook ?? 'All runbooks'}, the last ${days} days. Drills are left out.`;
  const review = overdue.length === 0 ? [] : [context(`Past their review date: ${someOf(overdue, 10)}.`)];
  if (each.length === 0) {
    const nothing = `No incidents of ${runbook ?? 'any runbook'} in the last ${days} days.`;
    return { blocks: [...packed([[nothing]]), ...review], plain: [nothing] };
  }
  const together = each.length > 1 ? figures.filter((one) => one.runbook === '') : [];
  const all = together.map((one) => paragraph('All together', one));
  const shown = each.slice(0, MOST).map((one) => paragraph(one.runbook, one));
  const more = each.length > MOST ? [[`And ${each.length - MOST} more; name one of them to see it.`]] : [];
  const post = {
    ...({ action: 'post_stats', value: statsValue(days, runbook), label: 'Post with picture' } as const),
    ...{ spoken: 'Post these figures with their picture in this channel', primary: false },
  };
  const first = [...all, ...shown][0] ?? [];
  return {
    blocks: [
      context(title),
      ...[...all, ...shown, ...more].flatMap((one) => packed([one])),
      ...review,
      ...buttons(post),
    ],
    plain: [`${title} `, ...first],
  };
}

/** What the button carries: `90`, or `90:api-down`. */
function statsValue(days: number, runbook: string | null): string {
  return runbook === null ? String(days) : `${days}:${runbook}`;
}

function paragraph(name: string, one: Figures): Text {
  return join(
    [
      counts(name, one),
      ...[times(one), resolving(one), remedies(one)].filter((line) => line !== '').map((line) => [line]),
    ],
    '\n',
  );
}

function counts(name: string, { incidents, open, falseAlarms, cancelled }: Figures): Text {
  const rest = [
    open > 0 && `${open} open`,
    falseAlarms > 0 && `${falseAlarms} ${falseAlarms === 1 ? 'false alarm' : 'false alarms'}`,
    cancelled > 0 && `${cancelled} cancelled`,
  ].filter((part) => part !== false);
  const all = `${incidents} ${incidents === 1 ? 'incident' : 'incidents'}`;
  return text({ bold: name }, `: ${[all, ...rest].join(', ')}`);
}

function times({ acknowledge, diagnose, mitigate }: Figures): string {
  const parts = [
    acknowledge !== null && `acknowledge ${formatDuration(acknowledge.mean)}`,
    diagnose !== null && `diagnose ${formatDuration(diagnose.mean)}`,
  ].filter((part) => part !== false);
  const mean = parts.length === 0 ? '' : `Mean time to ${parts.join(', to ')}.`;
  return [mean, mitigate === null ? '' : `Well again after ${formatDuration(mitigate.median)} (median).`]
    .filter((part) => part !== '')
    .join(' ');
}

function resolving({ resolve, targets }: Figures): string {
  const parts = [
    resolve !== null &&
      `Resolved after ${formatDuration(resolve.median)} (median), ${formatDuration(resolve.p90)} (9 of 10)`,
    targets.with > 0 && `${resolve === null ? 'Target' : 'target'} met ${targets.met} of ${targets.with}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? '' : `${parts.join('; ')}.`;
}

function remedies({ remedies: { tried, worked }, unexplained, incidents }: Figures): string {
  const share = unexplained === 0 ? 'none' : `${unexplained} (${formatPercent((100 * unexplained) / incidents)})`;
  const done = tried === 0 ? 'No remedy was tried' : `Remedies: ${tried} tried, ${worked} worked`;
  return `${done}. No branch matched: ${share}.`;
}
