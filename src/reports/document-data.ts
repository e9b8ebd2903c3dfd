import { differenceInMilliseconds } from 'date-fns/differenceInMilliseconds';
import type { Account } from '../engine/reporter.js';
import { formatDuration } from '../text/units.js';
import { causePart, checksPart } from './document-cause.js';
import { impactPart } from './document-impact.js';
import { peoplePart } from './document-people.js';
import { remediesPart } from './document-remedies.js';
import { factsOf, type Facts, type Reached } from './facts.js';
import { longestPart, luckIn } from './lessons.js';
import { inert, link, markdown, utc } from './markdown.js';
import { NOT_RECORDED } from './not-recorded.js';
import { preventionPart } from './prevention.js';
import { summaryOf } from './summary.js';
import { timelineOf } from './timeline.js';
import { found, stateIn } from './words.js';

/** A picture that lies beside the document. */
export interface Shown {
  /** Its file name. */
  readonly name: string;
  readonly alt: string;
  readonly of: 'incident' | 'tree';
}

/** A document's line holds so much of a note; the record has all of it. */
const LONGEST_LINE = 4_000;

/** Everything a template may print: strings are finished Markdown on one line. Null where nothing was recorded. Private notes are never in it. */
export function documentData(account: Account, pictures: readonly Shown[]): object | null {
  const facts = factsOf(account);
  if (facts === null) return null;
  const { names } = account;
  const { incident, closed, diagnosis, opened, promised } = facts;
  const cause = causePart(facts, names);
  const state = diagnosis === null ? '' : ` ${stateIn(diagnosis.verdict)}: ${found(diagnosis.verdict)}`;
  const runs = incident.runs.map(({ title, runbook }) => `${title} (${runbook})`);
  return {
    notRecorded: NOT_RECORDED,
    id: inert(account.incident),
    headline: inert(`${incident.service}${state}`),
    drill: incident.drill,
    incident: inert([...new Set(runs), `${incident.service}, ${incident.severity}`].join(', ')),
    duration: durationOf(facts),
    ...cause,
    impact: impactPart(facts, names),
    resolution: inert(closed?.payload.reason ?? '') || NOT_RECORDED,
    followUps: (closed?.payload.told?.followUps ?? []).map(({ what, owner, due }) => ({
      what: inert(what),
      owner: inert(owner ?? NOT_RECORDED),
      due: inert(due ?? NOT_RECORDED),
    })),
    summary: summaryOf(account).map(({ says }) => markdown(says, names)),
    stages: stagesOf(facts),
    longest: longestPart(facts),
    lucky: luckIn(facts, names),
    timeline: timelineOf(account.events, { private: false }).map(({ at, by, says, link: to }) => ({
      at: utc(at),
      after: afterOpening(opened.at, at),
      by: markdown([{ person: by }], names),
      says: `${shortened(markdown(says, names))}${to === null ? '' : ` (${link('message', to)})`}`,
    })),
    checks: checksPart(facts, names),
    whys: whysOf(facts),
    remedies: remediesPart(facts, names),
    prevention: preventionPart(account, facts),
    people: peoplePart(account.events, names),
    links: linksOf(account, promised?.payload.response?.links ?? []),
    pictures: {
      incident: pictures.filter((one) => one.of === 'incident').map(pictured),
      tree: pictures.filter((one) => one.of === 'tree').map(pictured),
    },
    record: recordOf(account),
  };
}

function durationOf({ opened, closed, mitigated, diagnoses }: Facts): string {
  if (closed === null) return `since ${utc(opened.at)}, not closed yet`;
  const whole = formatDuration(differenceInMilliseconds(closed.at, opened.at));
  const first = diagnoses[0]?.verdict.state;
  const ill = mitigated === null || first === 'up' ? '' : `; well again after ${after(opened.at, mitigated)}`;
  return `${utc(opened.at)} to ${utc(closed.at)} (${whole})${ill}`;
}

function stagesOf({ opened, acknowledged, diagnosed, mitigated, resolved, promised }: Facts): object[] {
  const targets = promised?.payload.response?.targets ?? null;
  const stage = (name: string, reached: Reached | null, target: number | null): object => ({
    stage: name,
    at: reached === null ? NOT_RECORDED : utc(reached.at),
    after: reached === null ? NOT_RECORDED : after(opened.at, reached),
    target: target === null ? 'none' : targetWords(target, reached, opened.at),
  });
  return [
    stage('Opened', { at: opened.at, from: [opened.seq] }, null),
    stage('Acknowledged', acknowledged, targets?.acknowledge ?? null),
    stage('Diagnosed', diagnosed, null),
    stage('Mitigated', mitigated, null),
    stage('Resolved', resolved, targets?.resolve ?? null),
  ];
}

function targetWords(target: number, reached: Reached | null, opened: string): string {
  if (reached === null) return formatDuration(target);
  const met = differenceInMilliseconds(reached.at, opened) <= target;
  return `${formatDuration(target)}, ${met ? 'met' : 'missed'}`;
}

function after(opened: string, { at }: Reached): string {
  const ms = differenceInMilliseconds(at, opened);
  return ms < 1 ? 'at once' : formatDuration(ms);
}

/** Messages that were pinned may be older than the incident. */
function afterOpening(opened: string, at: string): string {
  const ms = differenceInMilliseconds(at, opened);
  if (ms === 0) return 'start';
  return ms > 0 ? `after ${formatDuration(ms)}` : `${formatDuration(-ms)} before`;
}

function whysOf({ incident, diagnosis }: Facts): string[] {
  const state = diagnosis === null ? 'troubled' : stateIn(diagnosis.verdict);
  const rest = [2, 3, 4, 5].map((number) => `${number}. Why?`);
  return [`1. Why was ${inert(incident.service)} ${state}?`, ...rest];
}

function linksOf({ events }: Account, links: readonly { readonly title: string; readonly url: string }[]): string[] {
  const all = events.flatMap(({ event }) =>
    event.type === 'run.started' ? (event.payload.response?.links ?? []) : [],
  );
  return [...new Set([...links, ...all].map(({ title, url }) => link(title, url)))];
}

function pictured({ name, alt }: Shown): string {
  // The words of an alternative text are taken as they are: brackets would end it.
  return `![${inert(alt)}](<${encodeURI(name)}>)`;
}

/** A cut may leave half an escape behind, which is taken away with it. */
function shortened(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  const cut = line.slice(0, LONGEST_LINE).replace(/[\uD800-\uDBFF]?[\\`]*$/, '');
  return `${inert(cut.replace(/\\/g, ''))}… (shortened; the record has all of it)`;
}

function recordOf({ events, head }: Account): string {
  const last = head?.seq ?? events.at(-1)?.seq ?? 0;
  const hash =
    head === undefined ? '' : ` Its hash is \`${head.hash}\`: whoever has it can prove the record unchanged.`;
  return `Written from ${last} events of the log; nothing was added.${hash}`;
}
