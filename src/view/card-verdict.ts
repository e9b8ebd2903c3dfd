import { OFFERED_MOST, speaksFor } from '../incident/due.js';
import { wasIll } from '../incident/headline.js';
import { unanswered, type Incident, type Run } from '../incident/state.js';
import type { Evidence, NamedCause, Verdict } from '../runbook/verdict.js';
import { authored, join, text, type Text } from '../text/text.js';
import { closeFalseAlarm, diagnoseAgain } from './buttons.js';
import { someOf } from './lists.js';
import { buttons, section, type Block, type Button } from './message.js';
import { noLongerNeeded, notOffered, offered, planning } from './offers.js';
import { escalateFurther, resolveIt } from './record-buttons.js';
import { notRun } from './remedy-words.js';

/** While the verdict is on its way. */
export function diagnosing(run: Run): Block[] {
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

const END_IT = 'resolve it if it stays so.';
const ASK_ANEW = 'diagnose again; things have changed since this verdict.';

/** What is broken, how the bot knows, and what it offers to do. `header` has what needs no saying twice. */
export function verdictBody(incident: Incident, run: Run, verdict: Verdict, header: string): Block[] {
  const offers = offered(incident);
  const ill = wasIll(incident, run);
  const next = noLongerNeeded(incident) ? [ASK_ANEW] : isWell(verdict, ill) ? [END_IT] : nextOf(verdict);
  return [
    section({ bold: 'Next:' }, ' ', ...(offers === null ? next : [...firstOf(verdict), ...offers.next])),
    section(...join([...verdictLines(run, verdict, header, ill), ...remedyLines(incident, run, offers?.deed)], '\n')),
    ...buttons(...buttonsOf(incident, verdict, offers?.buttons ?? [], ill)),
  ];
}

/** The verdict for a notification. */
export function verdictPlain(incident: Incident, run: Run, verdict: Verdict): string {
  const could = verdict.named.length === 0 && verdict.candidates.length > 0 && verdict.kind !== 'false_alarm';
  const candidates = verdict.candidates.slice(0, 2).map(({ title }) => title);
  const well = isWell(verdict, wasIll(incident, run));
  const authoredNext = noLongerNeeded(incident) ? ASK_ANEW : well ? END_IT : verdict.next.replaceAll('`', '');
  const next = offered(incident)?.plain ?? authoredNext;
  return `${could ? `; ${candidates.join(' or ')}` : ''}. Next: ${next}`;
}

/** What no button can do: `ask in the channel who stopped it and why, then `. */
function firstOf({ first }: Verdict): Text {
  return first === undefined ? [] : [...authored(first), ', then '];
}

/** One cause has its advice; several are done one after the other. */
function nextOf(verdict: Verdict): Text {
  const [first, second] = verdict.named;
  if (first === undefined || second === undefined) return authored(verdict.next);
  return text(authored(first.next), ' Then, for the second: ', authored(second.next));
}

function verdictLines(run: Run, verdict: Verdict, header: string, ill: boolean): Text[] {
  const named = (causes: readonly NamedCause[]): string => causes.map(({ title }) => title).join('; ');
  // The header names all causes that fit; only what it had to leave out is said here.
  const leftOut = verdict.named.length > 1 && verdict.named.some(({ title }) => !header.includes(title));
  return [
    ...(leftOut ? [text({ bold: 'Broken at once:' }, ` ${named(verdict.named)}`)] : []),
    ...verdict.evidence.map(bullet),
    ...(verdict.named.length === 0 && verdict.candidates.length > 0
      ? [text({ bold: 'Could be:' }, ` ${named(verdict.candidates.slice(0, 3))}`)]
      : []),
    // What is still out is not said: it cannot change the verdict, and every answer would be another edit.
    ...doubts(verdict),
    ...(run.changedBecause === null
      ? []
      : [text({ bold: 'Changed' }, ` from the first verdict: ${run.changedBecause}.`)]),
    ...(verdict.kind === 'false_alarm' && !ill ? [text('Nothing was changed.')] : []),
  ];
}

/** What became of the last request of this run, and what is offered now or why it is not. */
function remedyLines(incident: Incident, run: Run, deed: Text | undefined): Text[] {
  const last = incident.remedies.requests.findLast((request) => speaksFor(request, run));
  const fate = last === undefined ? null : notRun(last);
  return [
    ...(last === undefined || fate === null ? [] : [text({ bold: 'Asked:' }, ' ', last.offer.plan.title, '. ', fate)]),
    // The request beside the card says what it was; there is no room for both.
    ...(deed === undefined || fate !== null ? [] : [deed]),
    ...notOffered(incident),
  ];
}

/** One observation with where it was seen from. */
function bullet({ says, vantage }: Evidence): Text {
  return text('• ', says, ` (${vantage})`);
}

/** What is excluded and what is not known; in one line where nothing is unknown. */
function doubts(verdict: Verdict): Text[] {
  const [excluded] = ruledOut(verdict);
  const [unknown] = unknownLines(verdict);
  if (excluded === undefined || unknown === undefined)
    return [excluded ?? [], unknown ?? []].filter((one) => one.length > 0);
  return verdict.unknown.length === 0 ? [text(excluded, '. ', unknown, '.')] : [excluded, unknown];
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

/** It answers as it should, and it did not before: that was no false alarm. */
function isWell({ kind }: Verdict, ill: boolean): boolean {
  return kind === 'false_alarm' && ill;
}

/** The offers, and what a verdict asks for beside them; two at most. */
function buttonsOf(incident: Incident, verdict: Verdict, offers: readonly Button[], ill: boolean): readonly Button[] {
  if (isWell(verdict, ill)) return [resolveIt(incident, true), diagnoseAgain(incident, false)];
  if (verdict.kind === 'false_alarm') return [closeFalseAlarm(incident), diagnoseAgain(incident, false)];
  if (noLongerNeeded(incident)) return [diagnoseAgain(incident, true)];
  if (planning(incident)) return offers;
  const unsure = verdict.kind === 'blind' || (verdict.kind === 'wait' && verdict.named.length === 0);
  const own = [
    ...(unsure ? [diagnoseAgain(incident, offers.length === 0)] : []),
    ...(verdict.named.length === 0 && verdict.kind !== 'wait' ? escalateFurther(incident) : []),
  ];
  return [...offers, ...own].slice(0, OFFERED_MOST);
}
