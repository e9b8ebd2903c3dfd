import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { authorOf, mentionedIn, messageSchema, wordsOf } from '../../src/slack/message-words.js';

const read = (given: object) => messageSchema.parse({ ts: '1733281500.000100', user: 'U1', ...given });
const words = (given: object): string => wordsOf(read(given), (actor) => (actor === 'slack:U2' ? 'Sam' : actor));

describe('a message reads as people read it', () => {
  test.each([
    ['<@U2> and <@U3|lee>', '@Sam and @lee'],
    ['<@U4>', '@slack:U4'],
    ['<#C1|inc-api>, <#C2>', '#inc-api, #C2'],
    ['<!here> <!channel|channel> <!subteam^S1|@oncall> <!subteam^S2>', '@here @channel @oncall @S2'],
    ['<!date^1733281500^{time}|03:05 UTC>', '03:05 UTC'],
    ['<https://a.example/x?a=1&amp;b=2>', 'https://a.example/x?a=1&b=2'],
    ['<https://a.example|the runbook>', 'the runbook (https://a.example)'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['1 &lt; 2 &amp;&amp; 3 &gt; 2', '1 < 2 && 3 > 2'],
    ['&lt;@U2&gt; is text', '<@U2> is text'],
  ])('%s', (text, expected) => {
    expect(words({ text })).toBe(expected);
  });

  test('one of attachments or files alone says what it can', () => {
    expect(words({ attachments: [{ fallback: 'API down' }, { text: 'for 5 min' }] })).toBe('API down\nfor 5 min');
    expect(words({ text: 'see', files: [{ name: 'heap.png' }, {}] })).toBe(
      'see\n[file heap.png]\n[file without a name]',
    );
    expect(words({})).toBe('(a message without text)');
  });

  test('one of a program says which', () => {
    const alert = { user: undefined, bot_id: 'B1', username: 'Alertmanager', text: 'firing' };
    expect(words(alert)).toBe('Alertmanager: firing');
    expect(authorOf(read(alert))).toBe('slack:B1');
  });

  test('one in a shape nobody foresaw is read as far as it goes', () => {
    expect(words({ text: null, username: '', attachments: 'none', files: [7] })).toBe('(a message without text)');
  });

  test('people it mentions are found, others not', () => {
    expect(mentionedIn(read({ text: '<@U2> <@W3|x> <!here> <#C1>' }))).toEqual(['slack:U2', 'slack:W3']);
  });

  test('whatever is written, nothing throws and nothing is empty', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '@', '#', '!', '|', '^', '&', 'lt;', 'U1', ' ', '\n', ':') }),
        (text) => {
          expect(words({ text })).not.toBe('');
        },
      ),
    );
  });
});
