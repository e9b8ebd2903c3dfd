import { differenceInMilliseconds } from 'date-fns/differenceInMilliseconds';
import { isUnknown, type QuotedLine } from '../runbook/facts.js';
import type { Incident, Run } from '../incident/state.js';
import { formatDuration } from '../text/units.js';
import { join, text, type Text } from '../text/text.js';
import type { Block, Message } from './message.js';
import { brief } from './plain.js';

const QUOTED_MOST = 12;

/** Everything one run saw, check by check, for the thread: one message a run. */
export function evidence(incident: Incident, run: Run): Message {
  const answered = run.checks.filter(({ id }) => !isBlank(run, id)).length;
  const took = formatDuration(differenceInMilliseconds(run.completedAt ?? run.startedAt, run.startedAt));
  const head = `Evidence, run ${run.run} of ${run.runbook}: ${answered} of ${run.checks.length} checks answered, ${took}`;
  return {
    blocks: [
      { kind: 'section', says: [{ bold: head }] },
      { kind: 'list', items: items(incident, run) },
      ...quotes(run),
      path(run),
      ...links(incident, run),
    ],
    plain: brief([
      `${incident.id} evidence, run ${run.run}: ${answered} of ${run.checks.length} checks answered. `,
      ...firstLine(run),
    ]),
  };
}

function items(incident: Incident, run: Run): Text[] {
  const before = incident.runs.filter((one) => one.run < run.run && one.runbook === run.runbook).at(-1);
  return run.checks.map(({ id, title, vantage }) => {
    const answer = run.answers[id];
    if (answer === undefined) return text({ bold: title }, ` (${vantage}): no answer`);
    const was = before?.answers[id]?.says;
    const changed = was !== undefined && gist(was) !== gist(answer.says);
    return text(
      { bold: title },
      ` (${vantage}): `,
      answer.says,
      changed && text('; before: ', was),
      answer.late && '; late',
    );
  });
}

/** What a line of evidence says apart from measured amounts: 41 ms and then 38 ms is no change. */
function gist(says: Text): string {
  return JSON.stringify(says).replace(/\d+(\.\d+)?( of \d+(\.\d+)?)? (ms|s|min|h|B|KiB|MiB|GiB|%)/g, '#');
}

function quotes(run: Run): Block[] {
  return run.checks.flatMap(({ id, title }) => {
    const lines = run.answers[id]?.quotes ?? [];
    if (lines.length === 0) return [];
    return [{ kind: 'quote', title: `${title}, times in UTC`, lines: collapsed(lines).slice(-QUOTED_MOST) } as const];
  });
}

/** The same line again and again is one line with a count, at its newest time. */
function collapsed(lines: readonly QuotedLine[]): string[] {
  const groups: { text: string; at: string | null; times: number }[] = [];
  for (const { text: words, at } of lines) {
    const last = groups.at(-1);
    if (last?.text === words) Object.assign(last, { at, times: last.times + 1 });
    else groups.push({ text: words, at, times: 1 });
  }
  return groups.map(
    ({ text: words, at, times }) =>
      `${at === null ? '' : `${at.slice(11, 19)} `}${words}${times === 1 ? '' : ` (${times} times)`}`,
  );
}

function path(run: Run): Block {
  const asked = (run.verdict?.path ?? []).map(
    ({ ask, answer }) => `${ask} ${answer === 'unknown' ? 'Unknown' : answer === 'yes' ? 'Yes' : 'No'}.`,
  );
  const causes = [...(run.verdict?.named ?? []), ...(run.verdict?.candidates ?? [])];
  const scores = causes.map(({ title, score }) => `${title} ${score}`).join(', ');
  const ruledOut = run.verdict?.ruledOut ?? [];
  return {
    kind: 'context',
    says: text(
      text({ bold: 'Path:' }, ` ${asked.join(' ') || 'none'}`),
      scores !== '' && text(' ', { bold: 'Scores:' }, ` ${scores}.`),
      ruledOut.length > 0 && text(' ', { bold: 'Ruled out:' }, ` ${ruledOut.join(', ')}.`),
    ),
  };
}

/** The pages the runbook names; once is enough. */
function links({ response }: Incident, { run }: Run): Block[] {
  const pages = response?.links ?? [];
  if (run > 1 || pages.length === 0) return [];
  const named = pages.map(({ title, url }): Text => [{ link: title, url }]);
  return [{ kind: 'context', says: text({ bold: 'Pages:' }, ' ', join(named, ' · ')) }];
}

/** True when a check could look at nothing. */
function isBlank(run: Run, id: string): boolean {
  const answer = run.answers[id];
  return answer === undefined || Object.values(answer.facts).every(isUnknown);
}

function firstLine(run: Run): Text {
  const first = run.checks.map(({ id }) => run.answers[id]?.says).find((says) => says !== undefined);
  return first === undefined ? [] : text(first, '.');
}
