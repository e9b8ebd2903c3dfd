import { differenceInMilliseconds } from 'date-fns/differenceInMilliseconds';
import type { Account } from '../engine/reporter.js';
import type { SummaryLine } from '../incident/record.js';
import { cutText } from '../text/clean.js';
import { text, type Text } from '../text/text.js';
import { formatDuration } from '../text/units.js';
import { factsOf, type Facts, type Reached } from './facts.js';
import { remainsIn } from './summary-remains.js';
import { remediesIn } from './summary-remedies.js';
import { found, stateIn } from './words.js';

/** What people wrote may be long; the document has all of it. */
const MOST = 280;

/** An incident in a few sentences, each with the events it was made from. Nothing is in it that was not recorded. */
export function summaryOf(account: Account): readonly SummaryLine[] {
  const facts = factsOf(account);
  if (facts === null) return [];
  return [
    ...happenedIn(facts),
    impactIn(facts),
    timesIn(facts),
    causeIn(facts),
    ...remediesIn(facts),
    ...remainsIn(facts),
  ];
}

/** What people wrote, on one line and no longer than a summary takes. */
export function short(words: string): string {
  return cutText(words.replace(/\s+/g, ' ').trim(), MOST);
}

function happenedIn({ incident, opened, closed, diagnoses, diagnosed, mitigated }: Facts): SummaryLine[] {
  const first = diagnoses[0];
  const head = `${incident.drill ? 'Drill. ' : ''}${incident.service}${first === undefined ? '' : ` ${stateIn(first.verdict)}`}`;
  const begins = text(`${head}: opened by `, { person: opened.actor }, ' ', { time: opened.at, to: 'second' });
  const mended = mitigated !== null && mitigated.at !== diagnosed?.at;
  const how: Text = mended
    ? text('; well again ', { time: mitigated.at, to: 'second' }, `, after ${since(opened.at, mitigated)}.`)
    : [first === undefined ? '; it was not diagnosed.' : mitigated === null ? '; not seen to be well again.' : '.'];
  const from = [opened.seq, ...(first?.from ?? []), ...(mitigated?.from ?? [])];
  return [line('happened', [...begins, ...how], from), ...(closed === null ? [] : [endOf(closed)])];
}

const HOW = { resolved: 'Resolved', cancelled: 'Cancelled', false_alarm: 'Closed as a false alarm' } as const;

function endOf({ actor, at, seq, payload: { how, reason } }: NonNullable<Facts['closed']>): SummaryLine {
  const why = reason.trim() === '' ? '.' : `: ${short(reason)}`;
  return line('happened', text(`${HOW[how]} by `, { person: actor }, ' ', { time: at, to: 'second' }, why), [seq]);
}

function impactIn({ closed, promised, opened }: Facts): SummaryLine {
  const told = closed?.payload.told?.impact.trim() ?? '';
  if (closed !== null && told !== '') return line('impact', [`Impact: ${short(told)}`], [closed.seq]);
  const expected = promised?.payload.response?.impact ?? null;
  const ends = closed?.seq ?? opened.seq;
  if (promised === null || expected === null) return line('impact', ['Impact: not recorded.'], [ends]);
  const { users, endpoints } = expected;
  const what = `${short(users)}${endpoints === null ? '' : ` (${short(endpoints)})`}`;
  return line('impact', [`Impact: not recorded; the runbook expects: ${what}.`], [promised.seq, ends]);
}

function timesIn({ opened, acknowledged, diagnosed, mitigated, resolved, closed, promised }: Facts): SummaryLine {
  const targets = promised?.payload.response?.targets ?? null;
  const ended = closed === null ? null : { at: closed.at, from: [closed.seq] };
  const stages = [
    stage('Acknowledged', opened.at, acknowledged, targets?.acknowledge ?? null),
    stage('diagnosed', opened.at, diagnosed, null),
    stage('well again', opened.at, mitigated, null),
    resolved === null && ended !== null
      ? stage('closed', opened.at, ended, null)
      : stage('resolved', opened.at, resolved, targets?.resolve ?? null),
  ];
  const said = [acknowledged, diagnosed, mitigated, ended].flatMap((one) => one?.from ?? []);
  const from = [opened.seq, ...said, ...(targets === null || promised === null ? [] : [promised.seq])];
  return line('times', [`${stages.join('; ')}.`], from);
}

/** `resolved after 27 min (target 5 min, missed)`. */
function stage(word: string, opened: string, reached: Reached | null, target: number | null): string {
  if (reached === null) {
    const aim = target === null ? '' : ` (target ${formatDuration(target)})`;
    return `${word}: not recorded${aim}`;
  }
  const ms = differenceInMilliseconds(reached.at, opened);
  const met = target === null ? '' : ` (target ${formatDuration(target)}, ${ms <= target ? 'met' : 'missed'})`;
  return `${word} ${ms < 1 ? 'at once' : `after ${formatDuration(ms)}`}${met}`;
}

/** As people told it, and what the bot found, with the heaviest evidence. */
function causeIn({ closed, diagnosis, opened }: Facts): SummaryLine {
  const told = short(closed?.payload.told?.cause ?? '');
  const toldFrom = closed === null || told === '' ? [] : [closed.seq];
  const head = told === '' ? '' : `Root cause: ${told}`;
  if (diagnosis === null)
    return line(
      'cause',
      [told === '' ? 'Root cause: not recorded.' : head],
      told === '' ? [closed?.seq ?? opened.seq] : toldFrom,
    );
  const { verdict, from } = diagnosis;
  const evidence = verdict.evidence[0];
  const seen: Text = evidence === undefined ? [] : ['; ', ...evidence.says, ` (${evidence.vantage})`];
  const same = told.toLowerCase() === found(verdict).toLowerCase();
  const words = told === '' ? causeWords(diagnosis) : same ? head : `${head}. ${causeWords(diagnosis)}`;
  return line('cause', text(words, seen, '.'), [...toldFrom, ...from]);
}

function causeWords({ verdict }: NonNullable<Facts['diagnosis']>): string {
  if (verdict.kind === 'false_alarm') return 'False alarm';
  if (verdict.named.length > 0) return `The bot found: ${found(verdict)}`;
  const could = verdict.candidates.map(({ title }) => title).join(' or ');
  return `No cause was found (${verdict.title}${could === '' ? '' : `; could be ${could}`})`;
}

/** How long something took since the opening. */
function since(opened: string, { at }: Reached): string {
  return formatDuration(differenceInMilliseconds(at, opened));
}

function line(part: SummaryLine['part'], says: Text, from: readonly number[]): SummaryLine {
  return { part, says, from: [...new Set(from)].sort((one, other) => one - other) };
}
