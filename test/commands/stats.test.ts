import { describe, expect, test } from '@jest/globals';
import { statsAsked } from '../../commands/stats.js';
import type { Counted } from '../../src/engine/store.js';
import { after, START } from '../builders.js';
import { inWords } from '../view/words.js';
import { buttons, read, say, shown, type Place } from './place.js';

const counted = (over: Partial<Counted> = {}): Counted => ({
  ...{ runbook: 'api-down', title: 'API Down', incidents: 12, open: 1, falseAlarms: 2, cancelled: 1 },
  acknowledge: { median: 40_000, mean: 51_000 },
  diagnose: { median: 900, mean: 1_200 },
  mitigate: { median: 221_000, p90: 600_000 },
  resolve: { median: 720_000, p90: 2_400_000 },
  targets: { with: 8, met: 6 },
  remedies: { tried: 9, worked: 7 },
  unexplained: 1,
  ...over,
});

const one = { counted: [counted()] } satisfies Partial<Place>;

describe('stats', () => {
  test('says of a runbook how often, how fast, against its target, what helped and what nobody knew', async () => {
    expect(inWords(await shown('stats', one))).toBe(
      [
        'C All runbooks, the last 90 days. Drills are left out.',
        'S api-down: 12 incidents, 1 open, 2 false alarms, 1 cancelled',
        '  Mean time to acknowledge 51 s, to diagnose 1.2 s. Well again after 3 min 41 s (median).',
        '  Resolved after 12 min (median), 40 min (9 of 10); target met 6 of 8.',
        '  Remedies: 9 tried, 7 worked. No branch matched: 1 (8.3 %).',
        'A [Post with picture]',
        'T All runbooks, the last 90 days. Drills are left out. api-down: 12 incidents, 1 open, 2 false alarms, 1 cancelled',
        'Mean time to acknowledge 51 s, to diagnose 1.2 s. Well again after 3 min 41 s (median).',
        'Resolved after 12 min (median), 40 min (9 of 10); target met 6 of 8.',
        'Remedies: 9 tried, 7 worked. No branch matched: 1 (8.3 %).',
        '',
      ].join('\n'),
    );
  });

  test('invents nothing where there is nothing to count', async () => {
    const nothing = counted({
      ...{ incidents: 1, open: 1, falseAlarms: 0, cancelled: 0, acknowledge: null, diagnose: null, mitigate: null },
      ...{ resolve: null, targets: { with: 0, met: 0 }, remedies: { tried: 0, worked: 0 }, unexplained: 0 },
    });
    expect(await read('stats', { counted: [nothing] })).toContain(
      'api-down: 1 incident, 1 open\nNo remedy was tried. No branch matched: none.',
    );
    expect(await read('stats')).toBe('No incidents of any runbook in the last 90 days.');
    expect(await buttons('stats')).toEqual([]);
  });

  test('says first what all runbooks come to together, where there are several', async () => {
    const all = counted({ runbook: '', title: '', incidents: 16, resolve: { median: 60_000, p90: 120_000 } });
    const told = inWords(await shown('stats', { counted: [all, counted(), counted({ runbook: 'api-slow' })] }));
    expect([...told.matchAll(/^S (.+): 1\d incidents/gm)].map(([, name]) => name)).toEqual([
      'All together',
      'api-down',
      'api-slow',
    ]);
    expect(told).toContain('Resolved after 1 min (median), 2 min (9 of 10)');
    expect(inWords(await shown('stats', { counted: [all, counted()] }))).not.toContain('All together');
    expect(inWords(await shown('stats api-down', { counted: [all, counted()] }))).not.toContain('All together');
  });

  test.each([
    ['stats', 90, null],
    ['stats 30d', 30, null],
    ['stats 2w', 14, null],
    ['stats api-down', 90, 'api-down'],
    ['stats API-Down 7D', 7, 'api-down'],
    ['stats 7d api-down', 7, 'api-down'],
  ])('%j looks so far back, at that runbook', async (said, days, runbook) => {
    const since: Date[] = [];
    const both = [counted(), counted({ runbook: 'api-slow' })];
    const message = await shown(said, { counted: both, countedSince: (date) => since.push(date) });
    expect(since).toEqual([after(-days * 86_400)]);
    expect(inWords(message).includes('api-slow')).toBe(runbook === null);
    const [button] = message.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    expect(statsAsked(button?.value ?? '')).toEqual({ days, runbook });
  });

  test.each(['', 'x', '0x10', 'api-down', '90:', '90:a b', '90:../x', '-1', '99999'])(
    'the button value %j asks nothing',
    (value) => {
      expect(statsAsked(value)).toBe(null);
    },
  );

  test.each([
    [
      'stats api-donw',
      '`api-donw` is neither a runbook nor a time; nearest: `api-down`. Send `/incident stats api-down 30d`.',
    ],
    ['stats everything', '`everything` is neither a runbook nor a time. Send `/incident stats api-down 30d`.'],
    ['stats 0d', '`0d` is neither a runbook nor a time'],
    ['stats 9999w', '`9999w` is neither a runbook nor a time'],
    [`stats ${'x'.repeat(10_000)}`, `\`${'x'.repeat(59)}…\` is neither`],
  ])('%j counts nothing, and says what would be right', async (said, expected) => {
    expect(await read(said)).toContain(expected);
  });

  test('names the runbooks past their review date', async () => {
    const told = inWords(await shown('stats', { ...one, now: after(15 * 86_400) }));
    expect(told).toContain('C Past their review date: api-down, api-slow.');
    expect(inWords(await shown('stats', one))).not.toContain('review date');
  });

  test('as a picture is for the terminal; in Slack the button posts it', async () => {
    const answer = await say('stats --svg', { ...one, channel: null });
    expect(answer).toEqual({ output: expect.stringMatching(/^<svg/) });
    expect(await read('stats --svg', one)).toContain('The picture comes with “Post with picture”.');
  });

  test('of a hundred runbooks fits one message', async () => {
    const many = Array.from({ length: 100 }, (_, at) => counted({ runbook: `runbook-with-a-long-name-${at}` }));
    const message = await shown('stats', { counted: many, now: START });
    expect(message.blocks.length).toBeLessThan(20);
    expect(inWords(message).length).toBeLessThan(9_000);
    expect(inWords(message)).toContain('And 88 more; name one of them to see it.');
  });
});
