import { createTwoFilesPatch } from 'diff';
import type { Account, MadeFile } from '../engine/reporter.js';
import { cleanText, cutText } from '../text/clean.js';
import { maskSecrets } from '../text/mask.js';
import { unbundle } from '../runbook/include.js';
import type { Runbook } from '../runbook/runbook.js';
import { timesTold } from './file-name.js';
import { factsOf, hasLasted, type Facts } from './facts.js';
import { plain } from './markdown.js';
import { sketchOf } from './patch-sketch.js';

/** The longest line of a comment. */
const LONGEST = 160;

/** A change to the runbook that was run: its review date, and what was learned as comments. Null where its text cannot be read any more. */
export function patchFile(account: Account): MadeFile | null {
  const facts = factsOf(account);
  const runbook = facts === null ? null : learnedFrom(account, facts);
  if (facts === null || runbook === null) return null;
  const { source } = unbundle(runbook.source);
  const changed = withLessons(reviewed(source, account.now), account, facts, runbook);
  const file = `runbooks/${runbook.id}.yml`;
  const body = createTwoFilesPatch(`a/${file}`, `b/${file}`, source, changed, undefined, undefined, { context: 3 });
  return { name: `${timesTold(account.events, runbook.id)}.patch`, title: `Changes to ${file}`, body, alt: null };
}

/** The runbook of the run that explains the incident. */
function learnedFrom({ runbooks }: Account, { incident, diagnosis }: Facts): Runbook | null {
  const run = incident.runs.find((one) => one.run === diagnosis?.run) ?? incident.runs.at(-1);
  return runbooks.get(run?.hash ?? '') ?? null;
}

function reviewed(source: string, now: Date): string {
  return source.replace(/^(reviewed:[ \t]*)(['"]?)[\d-]+\2/m, `$1$2${now.toISOString().slice(0, 10)}$2`);
}

/** Where no cause fitted, one to complete, right below `causes:` where the file has it; otherwise what helped, at the end. */
function withLessons(source: string, account: Account, facts: Facts, runbook: Runbook): string {
  const named = (facts.diagnosis?.verdict.named ?? []).length > 0;
  const isAlarm = facts.diagnosis?.verdict.kind === 'false_alarm';
  const lessons = lessonsIn(account, facts);
  if (named || isAlarm || facts.diagnosis === null) return appended(source, lessons);
  const sketch = sketchOf(account, facts, runbook);
  const place = /^causes:[ \t]*(?:#.*)?\n/m.exec(source);
  if (place === null) return appended(source, [...lessons, 'causes:', ...sketch]);
  const at = place.index + place[0].length;
  const block = comments([...lessons, ...sketch]);
  return `${source.slice(0, at)}${block}\n${source.slice(at)}`;
}

/** What was learned, line by line. */
function lessonsIn({ incident, names, now }: Account, facts: Facts): string[] {
  const { diagnosis, tried, closed } = facts;
  const outcome = diagnosis?.verdict.title ?? 'nothing was diagnosed';
  const named = diagnosis?.verdict.named.map(({ title }) => title).join(' and ') ?? '';
  const head = `${incident}, ${now.toISOString().slice(0, 10)}: ${named === '' ? `no cause fitted (${outcome})` : named}.`;
  const worked = tried.filter(hasLasted).map(({ request: { offer } }) => {
    const attempt = offer.attempts === 1 ? '' : `, attempt ${offer.attempt + 1} of ${offer.attempts}`;
    return `Worked: ${offer.plan.title} (${offer.remedy}${attempt}).`;
  });
  const failed = tried
    .filter(({ request }) => request.ended?.how === 'did_not_help')
    .map(({ request: { offer } }) => `Did not help: ${offer.plan.title} (${offer.remedy}).`);
  const reason = closed === null || closed.payload.reason === '' ? [] : [`Resolved with: ${closed.payload.reason}`];
  const told = closed?.payload.told?.cause ?? '';
  const cause = told === '' ? [] : [`Root cause as it was told: ${told}`];
  return [head, ...failed, ...worked, ...reason, ...cause].map((line) => plain([line], names));
}

function appended(source: string, lines: readonly string[]): string {
  return `${source.replace(/\n*$/, '\n')}\n${comments(lines)}\n`;
}

/** Foreign words stay behind the mark of a comment: on one line, without what YAML takes for another. */
function comments(lines: readonly string[]): string {
  return lines.map((line) => `# ${cutText(harmless(line), LONGEST)}`).join('\n');
}

/** The linter takes these words for work that was left undone, and secrets for secrets, in comments too. */
function harmless(line: string): string {
  const oneLine = cleanText(line).replace(/[\n\t]+/g, ' ');
  return maskSecrets(oneLine.replace(/\b(?:TODO|FIXME|TBD)\b/g, (word) => word.toLowerCase()));
}
