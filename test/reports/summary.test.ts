import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Account } from '../../src/engine/reporter.js';
import { SUMMARY_PARTS, type SummaryLine } from '../../src/incident/record.js';
import { plain } from '../../src/reports/markdown.js';
import { summaryOf } from '../../src/reports/summary.js';
import { formatDuration } from '../../src/text/units.js';
import { live, steps } from '../incident/lives.js';
import { accountOf, diagnosed, names, offerOf, remedied, strange, wholeStory } from './story.js';

const say = (account: Account, part?: SummaryLine['part']): string[] =>
  summaryOf(account)
    .filter((line) => part === undefined || line.part === part)
    .map(({ says }) => plain(says, account.names));

const ISO = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z/g;
const DURATION = /(?:\d+(?:\.\d)? (?:ms|s|min|h|d)\b ?){1,2}/g;

/** Every duration that two moments of these events, or a number in them, come to. */
function durationsIn(written: string): Set<string> {
  const times = [...new Set(written.match(ISO) ?? [])].map((time) => Date.parse(time));
  const between = times.flatMap((one) => times.map((other) => formatDuration(Math.abs(one - other))));
  const numbers = (written.match(/\d+/g) ?? []).map((number) => formatDuration(Number(number)));
  return new Set([...between, ...numbers]);
}

/** What a line says that the events it names do not. */
function inventedBy({ says, from }: SummaryLine, { events }: Account): string[] {
  const told = events.filter(({ seq }) => from.includes(seq)).map(({ event }) => event);
  const written = JSON.stringify(told);
  const durations = durationsIn(written);
  const parts = says.flatMap((part): string[] => {
    if (typeof part !== 'string') return Object.values(part).filter((value) => !['second', 'minute'].includes(value));
    const left = part.replace(DURATION, (took) => (durations.has(took.trim()) ? '' : took));
    return left.match(/\d+/g) ?? [];
  });
  return parts.filter((part) => !written.includes(JSON.stringify(part).slice(1, -1)));
}

function checkLines(account: Account): number {
  const lines = summaryOf(account);
  const seqs = new Set(account.events.map(({ seq }) => seq));
  for (const line of lines) {
    expect(line.from.length).toBeGreaterThan(0);
    expect(line.from.filter((seq) => !seqs.has(seq))).toEqual([]);
    expect(inventedBy(line, account)).toEqual([]);
  }
  return lines.length;
}

describe('the summary', () => {
  test('whatever happened, every line names the events it comes from and says nothing that is not in them', () => {
    let lines = 0;
    fc.assert(
      fc.property(steps, (list) => {
        const opened = { do: 'open' as const, by: 'slack:UADA', channel: 'C1', drill: false };
        const story = live([{ command: opened, wait: 0, other: false }, ...list]);
        lines += checkLines(accountOf(story, { runbooks: new Map() }));
      }),
      { numRuns: 200 },
    );
    expect(lines).toBeGreaterThan(500);
  });

  test('so it is for a whole story with remedies, roles and what people told', () => {
    expect(checkLines(accountOf(wholeStory()))).toBeGreaterThan(6);
  });

  test('what it would take for an invention is one: the check above can fail', () => {
    const account = accountOf(wholeStory());
    const from = [1];
    const wrong = (says: SummaryLine['says']): string[] => inventedBy({ part: 'happened', says, from }, account);
    expect(wrong(['77 users'])).toEqual(['77']);
    expect(wrong(['after 8 min'])).toEqual(['8']);
    expect(wrong([{ person: 'slack:USAM' }])).toEqual(['slack:USAM']);
    expect(wrong([{ time: '2025-12-04T04:05:00.000Z', to: 'second' }])).toEqual(['2025-12-04T04:05:00.000Z']);
  });

  test('its lines stand in their order, and the same story gives the same words', () => {
    const lines = summaryOf(accountOf(wholeStory()));
    const order = lines.map(({ part }) => SUMMARY_PARTS.indexOf(part));
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(summaryOf(accountOf(wholeStory()))).toEqual(lines);
  });

  test('what nobody told is not recorded, and what the runbook expects is not taken for what happened', () => {
    const story = diagnosed(strange);
    story.wait(60).do({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'it came back' });
    const account = accountOf(story);
    expect(say(account, 'impact')).toEqual([
      'Impact: not recorded; the runbook expects: 100 % of API requests fail (all /v1/*).',
    ]);
    expect(say(account, 'cause')).toEqual([
      'No cause was found (does not answer); Health endpoint: connection refused (bot).',
    ]);
    expect(say(account, 'remedies')).toEqual(['The bot changed nothing.']);
    expect(say(account, 'remains')).toEqual(['Follow-ups: not recorded.']);
    expect(say(account, 'times')[0]).toContain('well again: not recorded; resolved after 1 min 4 s');
  });

  test('a remedy that broke again is not told as one that helped', () => {
    const story = remedied(diagnosed(), offerOf('raise_memory', 0), 'verified');
    story.wait(60).do({ do: 'watched', request: 1, how: 'relapsed', says: ['Health endpoint: refused'] });
    const account = accountOf(story);
    expect(say(account, 'remedies')[0]).toContain('broke again 2025-12-04 03:08:06 UTC');
    expect(say(account, 'happened')[0]).toContain('not seen to be well again');
    expect(say(account, 'remains')).toEqual([]);
  });

  test('long words of people are cut, and stay on one line', () => {
    const story = diagnosed();
    const told = { impact: `first\nsecond ${'x'.repeat(5_000)}`, cause: '', followUps: [] };
    story.do({ do: 'close', by: 'slack:UADA', how: 'resolved', reason: 'y'.repeat(5_000), told });
    for (const line of say({ ...accountOf(story), names })) expect(line.length).toBeLessThan(420);
    expect(say(accountOf(story), 'impact')[0]).toContain('first second');
  });
});
