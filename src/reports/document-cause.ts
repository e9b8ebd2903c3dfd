import type { Account } from '../engine/reporter.js';
import { alertNameOf } from '../incident/actor.js';
import { text } from '../text/text.js';
import { NOT_RECORDED } from './not-recorded.js';
import type { Diagnosis, Facts } from './facts.js';
import { inCell, inert, markdown, utc } from './markdown.js';
import { found, verdictWords } from './words.js';

type Names = Account['names'];

/** The root cause as people told it and as the bot found it, what set it off and how it was noticed. */
export function causePart(facts: Facts, names: Names): object {
  const { closed, diagnosis } = facts;
  const told = inert(closed?.payload.told?.cause ?? '');
  const named = diagnosis !== null && diagnosis.verdict.named.length > 0 ? diagnosis : null;
  const seen = named === null ? '' : `${inert(found(named.verdict))} (found by the bot)`;
  const evidence = diagnosis?.verdict.evidence ?? [];
  return {
    rootCause: (told === '' ? seen : told) || NOT_RECORDED,
    trigger: named === null || evidence[0] === undefined ? NOT_RECORDED : markdown(evidence[0].says, names),
    detection: detectionOf(facts, names),
    diagnosis: {
      found: diagnosis === null ? NOT_RECORDED : `${inert(verdictWords(diagnosis.verdict))}, ${utc(diagnosis.at)}`,
      evidence: evidence.map(({ says, vantage }) => markdown(text(says, ` (seen from ${vantage})`), names)),
      couldBe: listed(diagnosis, ({ candidates }) => candidates.map(({ title }) => title)),
      ruledOut: listed(diagnosis, ({ ruledOut }) => ruledOut),
      unknown: listed(diagnosis, ({ unknown }) =>
        unknown.map(({ checks, reason }) => `${checks.join(', ')} (${reason})`),
      ),
      path: listed(diagnosis, ({ path }) => path.map(({ ask, answer }) => `${ask} ${capital(answer)}.`), ' '),
    },
  };
}

/** Everything that was asked in the run that found it, as a table. */
export function checksPart({ incident, diagnosis }: Facts, names: Names): object[] {
  const run = incident.runs.find((one) => one.run === diagnosis?.run);
  return (run?.checks ?? []).flatMap(({ id, title, vantage }) => {
    const answer = run?.answers[id];
    if (answer === undefined) return [];
    const late = answer.late ? ' (late)' : '';
    return [
      {
        title: inCell(inert(title)),
        vantage: inert(vantage),
        says: inCell(markdown(text(answer.says, late), names)),
        at: utc(answer.at),
      },
    ];
  });
}

function detectionOf({ opened, incident }: Facts, names: Names): string {
  const who = markdown([{ person: opened.actor }], names);
  const alert = alertNameOf(opened.actor);
  const said = alert === null ? '' : inert(incident.alerts[alert]?.says ?? '');
  return `${alert === null ? `opened by ${who}` : who}, ${utc(opened.at)}${said === '' ? '' : `: ${said}`}`;
}

function listed(
  diagnosis: Diagnosis | null,
  of: (verdict: Diagnosis['verdict']) => readonly string[],
  separator = '; ',
): string {
  if (diagnosis === null) return NOT_RECORDED;
  return of(diagnosis.verdict).map(inert).join(separator) || 'nothing';
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
