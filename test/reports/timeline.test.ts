import { describe, expect, test } from '@jest/globals';
import type { Command } from '../../src/incident/command.js';
import { happened, type Event } from '../../src/incident/events.js';
import { plain } from '../../src/reports/markdown.js';
import { timelineOf, timelinePage, type Entry } from '../../src/reports/timeline.js';
import type { Story } from '../builders.js';
import { accountOf, diagnosed, message, names, wholeStory } from './story.js';

const read = (story: Story, all = false): readonly Entry[] => timelineOf(accountOf(story).events, { private: all });
const words = (entries: readonly Entry[]): string[] => entries.map(({ says }) => plain(says, names));

const pin = (by: string, says = 'as it was'): Command => ({ do: 'pin', by, source: message, says });
const unpin = (by: string): Command => ({ do: 'unpin', by, channel: message.channel, ts: message.ts });
const shortcut = (says: string, hidden = false): Command => ({
  ...{ do: 'note', by: 'slack:USAM', says, private: hidden, source: message },
});
/** What is told of the message in the story's timeline. */
const ofMessage = (story: Story, all = false): string[] => words(read(story, all).filter(({ link }) => link !== null));

describe('the timeline', () => {
  test('it is sorted by time, and a marked message stands at its own, with its author and its link', () => {
    const entries = read(wholeStory());
    const times = entries.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    expect(entries[0]).toMatchObject({ at: message.at, by: message.author, link: message.link });
  });

  test('private notes are there only for those who ask for them, and say so', () => {
    const story = wholeStory();
    expect(words(read(story)).join('\n')).not.toContain('Evil Corp');
    expect(read(story).some((entry) => entry.private)).toBe(false);
    expect(words(read(story, true).filter((entry) => entry.private))).toEqual([
      'Customer Evil Corp called, do not tell',
    ]);
  });

  test('neither messages nor single answers nor steps are in it', () => {
    const story = wholeStory();
    story.do({ do: 'plan_message', slot: 'card', channel: 'C1' });
    const types = new Set(
      read(story, true).map(({ seq }) => accountOf(story).events.find((one) => one.seq === seq)?.event.type),
    );
    expect(types.has('remedy.ended')).toBe(true);
    for (const type of ['message.planned', 'check.answered', 'remedy.stepped', 'remedies.offered'] as const)
      expect(types.has(type)).toBe(false);
  });

  test('an answer that comes late is in it, and what it changed', () => {
    const story = diagnosed();
    const facts = { running: true, oom_killed: false, killed_at: null, exit_code: 0, status: 'running' };
    const answer = { facts, says: ['running'], quotes: [], kept: null, tookMs: 1 };
    story.wait(30).do({ do: 'answer', run: 1, check: 'container', answer });
    expect(words(read(story)).slice(-2)).toEqual([
      'late answer, Container: running',
      'changed the diagnosis to down: does not answer; before: down: out of memory (container answered late)',
    ]);
  });
});

const now = new Date('2025-12-04T03:30:00Z');
const at = now.toISOString();
const by = 'slack:UADA';
const report = {
  report: 1,
  upTo: 9,
  head: '9f3c07e1aa',
  summary: [],
  document: null,
  pictures: [],
  trouble: null,
  names: {},
};
const table: readonly (readonly [Event, string])[] = [
  [happened('incident.acknowledged', now, by, {}), 'acknowledged'],
  [
    happened('severity.changed', now, by, { from: 'high', to: 'critical' }),
    'changed the severity from high to critical',
  ],
  [happened('role.given', now, by, { role: 'commander', to: by }), 'took command'],
  [happened('role.given', now, by, { role: 'scribe', to: 'slack:USAM' }), 'made Sam scribe'],
  [happened('incident.nudged', now, 'bot', { to: 'on-call' }), 'nobody acknowledged; on-call was reminded'],
  [
    happened('target.missed', now, 'bot', { target: 'resolve', due: at }),
    'missed the target to resolve by 2025-12-04 03:30 UTC',
  ],
  [
    happened('incident.escalated', now, by, { to: 'cto', because: 'too long', level: 3 }),
    'called cto (level 3): too long',
  ],
  [happened('incident.closed', now, by, { how: 'cancelled', reason: '', told: null }), 'cancelled it'],
  [happened('incident.reopened', now, by, { reason: 'again' }), 'reopened it: again'],
  [
    happened('alert.changed', now, 'alert:APIDown', { alert: 'APIDown', state: 'firing', says: 'down' }),
    'APIDown is firing: down',
  ],
  [happened('data.checked', now, 'bot', { holds: 'no', says: ['rows: 3'] }), 'the data is not right: rows: 3'],
  [happened('task.ticked', now, by, { task: 'monitoring', done: true }), 'done: update monitoring'],
  [
    happened('task.ticked', now, by, { task: 'follow_up_1', done: false }),
    'not done after all: File a bug for the leak',
  ],
  [happened('draft.written', now, 'bot', { task: 'runbook', says: [], file: null }), 'drafted a change to the runbook'],
  [happened('report.written', now, 'bot', report), 'wrote summary; record 9f3c07e1'],
  [happened('remedy.approved', now, by, { request: 2 }), 'approved: raise memory of api to 4 GiB'],
  [
    happened('remedy.glass_broken', now, by, { request: 2, reason: 'nobody is awake' }),
    'went around the approval of: raise memory of api to 4 GiB; reason: nobody is awake',
  ],
  [
    happened('remedy.ended', now, 'bot', { request: 2, how: 'lapsed', says: [], compared: [], then: null }),
    'raise memory of api to 4 GiB: nobody said yes in time, nothing was run',
  ],
  [
    happened('remedy.unknown', now, 'bot', { request: 2, why: ['Docker fell silent'], find: null }),
    'not known whether it happened: raise memory of api to 4 GiB; Docker fell silent',
  ],
  [
    happened('attempt.refused', now, by, { what: 'approve: raise memory', request: 2, why: 'not allowed' }),
    'tried to approve: raise memory; refused: not allowed',
  ],
  [happened('watch.ended', now, 'bot', { request: 2, how: 'clean', says: [] }), 'watched to the end, it stayed well'],
];

test.each(table.map(([event, expected]) => [expected, event] as const))('the timeline says: %s', (expected, event) => {
  const { events } = accountOf(wholeStory());
  const entry = timelineOf([...events, { seq: 99, event }], { private: false }).find(({ seq }) => seq === 99);
  expect(entry).toMatchObject({ at, by: event.actor });
  expect(plain(entry?.says ?? [], names)).toBe(expected);
});

describe('a marked message', () => {
  test('pinned twice it is one entry, and it stands until the last pin is gone', () => {
    const story = diagnosed();
    for (const command of [pin('slack:UADA'), pin('slack:USAM', 'as it was edited'), unpin('slack:UADA')]) {
      story.do(command);
      expect(ofMessage(story)).toEqual(['as it was']);
    }
    story.do(unpin('slack:USAM'));
    expect(ofMessage(story)).toEqual([]);
    story.do(pin('slack:USAM', 'pinned anew'));
    expect(ofMessage(story)).toEqual(['pinned anew']);
  });

  test('pinned and noted it is one entry in the words that somebody gave it; they outlive the pin', () => {
    const story = diagnosed();
    for (const command of [pin('slack:UADA'), shortcut('edited'), shortcut('edited again')]) story.do(command);
    expect(ofMessage(story)).toEqual(['edited again (after Kim)']);
    story.do(unpin('slack:UADA'));
    expect(ofMessage(story)).toEqual(['edited again (after Kim)']);
  });

  test('noted in private it does not change what everybody reads', () => {
    const story = diagnosed();
    story.do(pin('slack:UADA'));
    story.do(shortcut('between us', true));
    expect(ofMessage(story)).toEqual(['as it was']);
    expect(ofMessage(story, true)).toEqual(['as it was', 'between us (after Kim)']);
  });
});

describe('a page of the timeline', () => {
  const entries = Array.from({ length: 25 }, (_, seq): Entry => ({
    ...{ seq, at: '', by: 'bot', says: [], link: null, private: false },
  }));
  const seqs = (page: number): number[] => timelinePage(entries, page, 10).entries.map(({ seq }) => seq);

  test('the first has the newest, newest last; the last has what is left', () => {
    expect(seqs(1)).toEqual([15, 16, 17, 18, 19, 20, 21, 22, 23, 24]);
    expect(seqs(3)).toEqual([0, 1, 2, 3, 4]);
    expect(timelinePage(entries, 1, 10)).toMatchObject({ page: 1, pages: 3 });
  });

  test('a page that is not there becomes the nearest one', () => {
    expect(timelinePage(entries, 9, 10)).toMatchObject({ page: 3 });
    expect(timelinePage(entries, -1, 10)).toMatchObject({ page: 1 });
    expect(timelinePage([], 4, 10)).toEqual({ entries: [], page: 1, pages: 1 });
  });
});
