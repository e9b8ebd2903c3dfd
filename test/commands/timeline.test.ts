import { describe, expect, test } from '@jest/globals';
import { timelinePage } from '../../commands/timeline.js';
import { checkMessageBlocks } from '../../playground/blocks/check.js';
import { Ids } from '../../playground/ids.js';
import { slackMessage } from '../../src/slack/blocks.js';
import type { Message } from '../../src/view/message.js';
import { START, Story } from '../builders.js';
import { sample } from '../sample.js';
import { inWords, words } from '../view/words.js';
import { buttons, elsewhere, logOf, lookAt, mine, other, read, say, shown, type Place } from './place.js';

const ids = new Ids('http://slack.example');
/** An incident with so many notes. */
function notes(count: number, text: (at: number) => string = (at) => `note ${at}.`): Story {
  const story = new Story([sample]).open();
  for (let at = 1; at <= count; at += 1)
    story.wait(60).do({ do: 'note', by: 'slack:UKIM', says: text(at), private: false, source: null });
  return story;
}

const at = (story: Story, over: Partial<Place> = {}): Partial<Place> => ({
  incidents: [story.incident],
  logs: { [story.id]: logOf(story) },
  ...over,
});

const noteNumbers = (message: Message): number[] =>
  [...inWords(message).matchAll(/note (\d+)\./g)].map(([, number]) => Number(number));

describe('timeline', () => {
  test('tells what happened, newest last, with time, person and message', async () => {
    const story = new Story([sample]).open();
    const source = {
      channel: 'C1',
      ts: '1.2',
      author: 'slack:UADA',
      at: START.toISOString(),
      link: 'https://x.slack.com/p1',
    };
    story.wait(60).do({ do: 'pin', by: 'slack:UKIM', source, says: 'pool is exhausted' });
    story.wait(60).do({ do: 'note', by: 'slack:UKIM', says: 'kim is ill', private: true, source: null });
    const told = inWords(await shown('timeline', at(story)));
    expect(told).toContain('<03:05> slack:UADA: pool is exhausted (message (https://x.slack.com/p1))');
    expect(told).toContain('<03:07> slack:UKIM (private): kim is ill');
    expect(told.indexOf('pool is exhausted')).toBeLessThan(told.indexOf('kim is ill'));
    expect(told).toMatch(/T Timeline of INC-12, \d+ entries, newest last\.\n$/);
  });

  test('begins with the newest page, and turns both ways', async () => {
    const story = at(notes(40));
    const newest = await shown('timeline', story);
    expect(noteNumbers(newest)).toEqual(Array.from({ length: 12 }, (_, index) => 29 + index));
    expect(await buttons('timeline', story)).toEqual(['Earlier']);
    expect(await buttons('timeline INC-12 2', story)).toEqual(['Earlier', 'Later']);
    expect(await buttons('timeline page 4', story)).toEqual(['Later']);
    const [earlier] = newest.blocks.flatMap((block) => (block.kind === 'buttons' ? block.buttons : []));
    expect(earlier).toMatchObject({ action: 'show_timeline', value: 'INC-12:2' });
    expect(noteNumbers(await shown('timeline 2', story)).at(-1)).toBe(28);
  });

  test('a page that is not there is the nearest one; what is no page is said', async () => {
    const story = at(notes(20));
    expect(await shown('timeline 99', story)).toEqual(await shown('timeline 2', story));
    for (const said of ['0', 'yesterday', '-1', '1.5', '٣'])
      expect(await read(`timeline ${said}`, story)).toBe(
        `\`${said}\` is no page. Send \`/incident timeline INC-12 2\` for the one before the newest.`,
      );
  });

  test('in a terminal is whole: every entry, every word', async () => {
    const story = at(
      notes(40, (number) => `note ${number}. ${'x'.repeat(2_000)}`),
      { channel: null },
    );
    const whole = await shown('timeline', story);
    expect(noteNumbers(whole)).toHaveLength(40);
    expect(inWords(whole)).toContain('x'.repeat(2_000));
    expect(whole.blocks.some(({ kind }) => kind === 'buttons')).toBe(false);
    expect(noteNumbers(await shown('timeline 2', story)).at(-1)).toBe(28);
  });

  test.each([
    ['long words', 'w'.repeat(10_000)],
    ['markup', '*&<>_`~'.repeat(1_400)],
    ['entities', '&'.repeat(10_000)],
    ['lines', 'a\n'.repeat(5_000)],
    ['mentions', '<!channel> <@U1> '.repeat(600)],
    ['emoji', '👩‍👩‍👧'.repeat(1_200)],
  ])('stays within Slack’s limits, complete, with notes of %s', async (_, text) => {
    const story = at(notes(30, (number) => `note ${number}. ${text}`));
    for (const page of [1, 2, 3]) {
      const message = await shown(`timeline ${page}`, story);
      const sent = slackMessage(message, { name: () => 'n'.repeat(80), party: () => null, day: '2026-11-22' });
      checkMessageBlocks(JSON.parse(JSON.stringify(sent.blocks)), ids);
      expect(JSON.stringify(sent.blocks)).not.toContain('There is more than fits');
      expect(sent.blocks.length).toBeLessThanOrEqual(40);
      const longest = sent.blocks.map((block) => (block.type === 'section' ? (block.text?.text.length ?? 0) : 0));
      expect(Math.max(...longest)).toBeLessThanOrEqual(3_000);
      expect(longest.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(10_000);
      expect(JSON.stringify(sent.blocks)).not.toContain('<!channel>');
      expect(noteNumbers(message).length).toBeGreaterThanOrEqual(page === 3 ? 6 : 12);
    }
  });

  test('shows no incident of another channel, and guesses between none', async () => {
    expect(await read('timeline INC-14', { incidents: [elsewhere], logs: {} })).toContain('There is no INC-14');
    expect(await read('timeline', { incidents: [mine, other] })).toContain('Which one?');
    expect(await say('timeline', { incidents: [] })).toMatchObject({ exit: 'failed' });
  });

  test('of 5,000 entries begins with the newest page of 417', async () => {
    const story = new Story([sample]).open();
    const [note] = [story.do({ do: 'note', by: 'slack:UKIM', says: 'one of many', private: false, source: null })];
    if ('refusal' in note || note[0] === undefined) throw new Error('not noted');
    const many = Array.from({ length: 5_000 }, (_, index) => ({ seq: index + 3, event: note[0] ?? fail() }));
    const look = lookAt({
      incidents: [story.incident],
      runbooks: [sample],
      now: START,
      logs: { 'INC-12': [...logOf(story).slice(0, 2), ...many] },
    });
    expect(words((await timelinePage(look, 'INC-12', 1)).plain)).toContain('page 1 of 417');
  });
});

function fail(): never {
  throw new Error('not noted');
}
