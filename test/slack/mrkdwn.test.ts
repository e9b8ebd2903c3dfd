import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decode, entitiesOf } from '../../playground/mrkdwn/entities.js';
import { escaped, mrkdwn, plainText, plainWords, type Reading } from '../../src/slack/mrkdwn.js';
import type { Part } from '../../src/text/text.js';
import { foreign, textOf } from './arbitraries.js';

const parties: Readonly<Record<string, { groups: string[]; users: string[] }>> = {
  approvers: { groups: ['S0OPS'], users: ['U0KIM', 'W0LEE'] },
  seniors: { groups: [], users: ['U0KIM'] },
  desk: { groups: [], users: [] },
};
const reading: Reading = {
  name: (person) => person.replace(/^slack:/, ''),
  party: (name) => parties[name] ?? null,
  day: '2026-11-22',
};
const drawn = (...parts: Part[]): string => mrkdwn(parts, reading);

describe('text as mrkdwn', () => {
  test.each<[string, Part[], string]>([
    ['a plain string', ['down'], 'down'],
    ['bold', [{ bold: 'Next:' }, ' wait'], '*Next:* wait'],
    ['bold with spaces around and a line end in it', [{ bold: ' a\nb ' }], ' *a b* '],
    ['nothing in bold', [{ bold: '' }, { bold: ' ' }], ' '],
    ['code', [{ code: '/incident list' }], '`/incident list`'],
    [
      'a time of today',
      [{ time: '2026-11-22T03:04:11Z', to: 'second' }],
      '<!date^1795316651^{time_secs}|03:04:11 UTC>',
    ],
    [
      'a time of another day',
      [{ time: '2026-11-21T03:04:11Z', to: 'minute' }],
      '<!date^1795230251^{date_short} {time}|21 Nov 03:04 UTC>',
    ],
    ['a web page', [{ link: 'Grafana', url: 'https://g/?a=1&b=2' }], '<https://g/?a=1&amp;b=2|Grafana>'],
    ['a web page without words', [{ link: '', url: 'https://g/' }], '<https://g/>'],
    ['a person, who is not notified', [{ person: 'slack:Ada' }], 'Ada'],
    ['a mention of a person', [{ mention: 'slack:U0ADA' }], '<@U0ADA>'],
    ['a mention of a party', [{ mention: 'party:approvers' }], '<!subteam^S0OPS> <@U0KIM> <@W0LEE>'],
    ['a mention of a party without a group', [{ mention: 'party:seniors' }], '<@U0KIM>'],
    ['a mention of a party with nobody in Slack', [{ mention: 'party:desk' }], 'desk'],
    ['a mention of somebody at a terminal', [{ mention: 'terminal:ada' }], 'terminal:ada'],
  ])('%s', (_, parts, expected) => {
    expect(drawn(...parts)).toBe(expected);
  });

  test.each<[string, Part, string]>([
    ['everybody', { link: 'x', url: '!channel' }, 'x (!channel)'],
    ['somebody', { link: 'x', url: '@U0ADA' }, 'x (@U0ADA)'],
    ['a script', { link: 'x', url: 'javascript:alert(1)' }, 'x (javascript:alert(1))'],
    ['a page and more', { link: 'x', url: 'https://a|b><!here' }, 'x (https://a|b&gt;&lt;!here)'],
    ['no actor', { mention: 'U0ADA' }, 'U0ADA'],
    ['no user id', { mention: 'slack:channel>' }, 'channel&gt;'],
    ['a party nobody named', { mention: 'party:channel>' }, 'channel&gt;'],
  ])('an address or a mention that would be %s stays words', (_, part, expected) => {
    expect(drawn(part)).toBe(expected);
  });

  test('marks within a word stay as they are, marks that could format become look-alikes', () => {
    expect(drawn('max_connections a*b *bold* _it_ ~st~ `code` ``` x')).toBe(
      'max_connections a*b ∗bold∗ ＿it＿ ∼st∼ ˋcodeˋ ˋˋˋ x',
    );
  });

  test('a line that begins like a quote is none', () => {
    expect(drawn('> a\n  > b >c')).toBe('› a\n  › b &gt;c');
  });

  test('nothing foreign mentions, links or breaks out of where it stands', () => {
    fc.assert(
      fc.property(textOf(foreign), (parts) => {
        const entities = entitiesOf(mrkdwn(parts, reading));
        const acting = entities.filter(({ kind }) => kind !== 'text' && kind !== 'date');
        expect(acting.filter((one) => !('url' in one && one.url === GRAFANA) && !isOwnUrl(one, parts))).toEqual([]);
      }),
    );
  });

  test('nothing foreign in a string formats: no mark stands where formatting begins or ends', () => {
    fc.assert(
      fc.property(foreign, (words) => {
        const said = decode(mrkdwn([words], reading));
        expect(said).not.toMatch(/`|(?<![\p{L}\p{N}])[*_~]|[*_~](?![\p{L}\p{N}])|^\s*>/mu);
      }),
    );
  });

  test('bold and code show foreign words between exactly one pair of marks', () => {
    fc.assert(
      fc.property(foreign, (words) => {
        const bold = decode(drawn({ bold: words })).trim();
        const code = decode(drawn({ code: words }));
        expect(bold === '' || /^\*[^\n]+\*$/.test(bold)).toBe(true);
        expect(code === '' || /^`[^`\n]+`$/.test(code)).toBe(true);
      }),
    );
  });
});

const GRAFANA = 'https://grafana.example/d/1';

/** A link part may link, and only where its own address says. */
function isOwnUrl(entity: { kind: string; url?: string }, parts: readonly Part[]): boolean {
  return (
    entity.kind === 'link' && parts.some((part) => typeof part === 'object' && 'url' in part && part.url === entity.url)
  );
}

describe('text without markup', () => {
  test('says times in UTC and names people', () => {
    const parts: Part[] = [
      { bold: 'Up' },
      ' since ',
      { time: '2026-11-22T03:04:11Z', to: 'minute' },
      ', by ',
      { mention: 'slack:U0ADA' },
      ' for ',
      { mention: 'party:approvers' },
    ];
    expect(plainText(parts, reading)).toBe('Up since 03:04 UTC, by U0ADA for approvers');
  });

  test('is one line in which nothing acts', () => {
    fc.assert(
      fc.property(textOf(foreign), (parts) => {
        const said = plainText(parts, reading);
        expect(said).not.toMatch(/[<>\n]/);
        expect(entitiesOf(said).every(({ kind }) => kind === 'text')).toBe(true);
      }),
    );
  });

  test('loses no word of plain strings', () => {
    fc.assert(
      fc.property(fc.array(foreign), (strings) => {
        expect(plainWords(strings, reading)).toBe(strings.join(''));
        expect(decode(escaped(strings.join('')))).toBe(strings.join(''));
      }),
    );
  });
});
