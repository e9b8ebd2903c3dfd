import { headlineOf, headlineText, type Headline } from '../incident/headline.js';
import { latestRun, unanswered, type Incident, type Run } from '../incident/state.js';
import type { Evidence, NamedCause, Verdict } from '../runbook/verdict.js';
import { authored, join, text, type Text } from '../text/text.js';
import { cutWords, someOf } from './lists.js';
import type { Block, Button, Message } from './message.js';
import { brief } from './plain.js';

/** The one message of an incident in its channel, edited in place: what is broken, what to do, how the bot knows. */
export function card(incident: Incident): Message {
  const run = latestRun(incident);
  const header: Block = { kind: 'header', title: headerTitle(incident) };
  const blocks = [header, ...body(incident, run), ...foot(incident, run)];
  return { blocks, plain: brief(plain(incident, run)) };
}

/** A phone's width, the emoji not counted. */
const HEADER_MOST = 40;
const SEVERITIES = { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low' } as const;

function headerTitle(incident: Incident): string {
  const headline = headlineOf(incident);
  const practice = incident.drill ? 'Drill, ' : '';
  const title = `${practice}${short(incident, headline, HEADER_MOST - practice.length)}`;
  return `${incident.drill ? '🎓' : headline.emoji} ${title}`;
}

/** The headline within `most` characters: of several causes the first and how many more, or just how many. */
function short(incident: Incident, headline: Headline, most: number): string {
  const named = latestRun(incident)?.verdict?.named ?? [];
  const several = [`${named[0]?.title ?? ''} and ${named.length - 1} more`, `${named.length} causes`];
  const wordings = [headline.status, ...(named.length > 1 && incident.closed === null ? several : [])];
  const all = wordings.map((status) => headlineText({ ...headline, status }));
  return all.find((one) => one.length <= most) ?? cutWords(all[0] ?? '', most);
}

function body(incident: Incident, run: Run | null): Block[] {
  if (incident.closed !== null) return closedBody(incident.closed);
  if (run === null) return [];
  if (run.verdict === null) return diagnosing(run);
  const buttons = buttonsFor(incident, run.verdict);
  return [
    section({ bold: 'Next:' }, ' ', ...nextOf(run.verdict)),
    section(...join(verdictLines(run, run.verdict, headerTitle(incident)), '\n')),
    ...(buttons.length > 0 ? [{ kind: 'buttons', buttons } as const] : []),
  ];
}

function diagnosing(run: Run): Block[] {
  const answered = run.checks.flatMap(({ id, title, vantage }) => {
    const answer = run.answers[id];
    return answer === undefined ? [] : [text(`${title}: `, answer.says, ` (${vantage})`)];
  });
  const open = unanswered(run).map(({ title }) => title);
  const lines = [
    ...(answered.length > 0 ? [text({ bold: 'So far:' }, ' ', join(answered.slice(0, 4), '; '))] : []),
    text({ bold: 'Still asking:' }, ` ${someOf(open, 6)}`),
  ];
  return [
    section({ bold: 'Next:' }, ' wait for the verdict, due ', { time: run.deadline, to: 'second' }, '.'),
    section(...join(lines, '\n')),
  ];
}

/** One cause has its advice; several are done one after the other. */
function nextOf(verdict: Verdict): Text {
  const [first, second] = verdict.named;
  if (first === undefined || second === undefined) return authored(verdict.next);
  return text(authored(first.next), ' Then, for the second: ', authored(second.next));
}

function verdictLines(run: Run, verdict: Verdict, header: string): Text[] {
  const named = (causes: readonly NamedCause[]): string => causes.map(({ title }) => title).join('; ');
  // The header names all causes that fit; only what it had to leave out is said here.
  const leftOut = verdict.named.length > 1 && verdict.named.some(({ title }) => !header.includes(title));
  return [
    ...(leftOut ? [text({ bold: 'Broken at once:' }, ` ${named(verdict.named)}`)] : []),
    ...verdict.evidence.map(bullet),
    ...(verdict.named.length === 0 && verdict.candidates.length > 0
      ? [text({ bold: 'Could be:' }, ` ${named(verdict.candidates.slice(0, 3))}`)]
      : []),
    ...ruledOut(verdict),
    // What is still out is not said: it cannot change the verdict, and every answer would be another edit.
    ...unknownLines(verdict),
    ...(run.changedBecause === null
      ? []
      : [text({ bold: 'Changed' }, ` from the first verdict: ${run.changedBecause}.`)]),
    ...(verdict.kind === 'false_alarm' ? [text('Nothing was changed.')] : []),
  ];
}

/** One observation with where it was seen from. */
export function bullet({ says, vantage }: Evidence): Text {
  return text('• ', says, ` (${vantage})`);
}

function ruledOut({ ruledOut: titles, kind }: Verdict): Text[] {
  if (titles.length === 0 || kind === 'false_alarm') return [];
  return [text({ bold: 'Ruled out:' }, ` ${someOf(titles, 4)}`)];
}

function unknownLines({ unknown }: Verdict): Text[] {
  if (unknown.length === 0) return [text({ bold: 'Unknown:' }, ' nothing')];
  const said = unknown.slice(0, 3).map(({ checks, reason }) => `${someOf(checks, 4)} (${reason})`);
  const more = unknown.length > 3 ? ` and ${unknown.length - 3} more, see the thread` : '';
  return [text({ bold: 'Unknown:' }, ` ${said.join('; ')}${more}`)];
}

function buttonsFor(incident: Incident, verdict: Verdict): Button[] {
  const again = diagnoseAgain(incident, verdict.kind !== 'false_alarm');
  if (verdict.kind === 'blind' || (verdict.kind === 'wait' && verdict.named.length === 0)) return [again];
  if (verdict.kind !== 'false_alarm') return [];
  const close: Button = {
    action: 'close_false_alarm',
    value: incident.id,
    label: 'Close as false alarm',
    spoken: `Close ${incident.id} of ${incident.service} as a false alarm`,
    primary: true,
  };
  return [close, again];
}

function diagnoseAgain(incident: Incident, primary: boolean): Button {
  return {
    action: 'diagnose',
    value: incident.id,
    label: 'Diagnose again',
    spoken: `Diagnose ${incident.service} again`,
    primary,
  };
}

function closedBody(closed: NonNullable<Incident['closed']>): Block[] {
  const how = closed.how === 'cancelled' ? 'Cancelled' : 'Closed as a false alarm';
  const reason = closed.reason === '' ? '' : `: ${closed.reason}`;
  return [
    section({ bold: 'Next:' }, ' nothing. The bot changed nothing in this incident.'),
    section(`${how} by `, { person: closed.by }, ' ', { time: closed.at, to: 'minute' }, reason),
  ];
}

function foot(incident: Incident, run: Run | null): Block[] {
  const again = run !== null && run.run > 1;
  const opened = text(
    `${incident.id} · ${SEVERITIES[incident.severity]} · opened by `,
    { person: incident.openedBy },
    ' ',
    { time: incident.openedAt, to: 'minute' },
    again && text(`, run ${run.run} by `, { person: run.by }, ' ', { time: run.startedAt, to: 'second' }),
  );
  const practice: Block[] = incident.drill
    ? [{ kind: 'context', says: ['Practice: nobody is paged, statistics leave it out.'] }]
    : [];
  const moved: Block[] =
    incident.rehomed === null ? [] : [{ kind: 'context', says: [`Continued here: ${incident.rehomed}.`] }];
  const menu = incident.closed === null && run?.verdict?.kind === 'problem';
  const own: Block = menu
    ? { kind: 'section', says: opened, menu: [diagnoseAgain(incident, false)] }
    : { kind: 'context', says: opened };
  return [own, ...practice, ...moved];
}

function plain(incident: Incident, run: Run | null): Text {
  const drill = incident.drill ? 'Drill, nobody is paged. ' : '';
  const head = `${drill}${incident.id} ${headlineText(headlineOf(incident))}`;
  if (incident.closed !== null) return [`${head}. Nothing was changed by the bot.`];
  const verdict = run?.verdict ?? null;
  if (verdict === null)
    return [`${head}${run === null ? '' : ` with ${run.runbook}`}. The verdict replaces this message.`];
  const could = verdict.named.length === 0 && verdict.candidates.length > 0 && verdict.kind !== 'false_alarm';
  const candidates = could
    ? `; ${verdict.candidates
        .slice(0, 2)
        .map(({ title }) => title)
        .join(' or ')}`
    : '';
  return [`${head}${candidates}. Next: ${verdict.next.replaceAll('`', '')}`];
}

function section(...says: Text): Block {
  return { kind: 'section', says };
}
