import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { anyText } from '../any-text.js';
import { words } from '../view/words.js';
import { closed, mine, other, read, say, shown } from './place.js';

const noted = (says: string, hidden = false, incident = 'INC-12') => ({
  wish: { command: { do: 'note', by: 'slack:USAM', says, private: hidden, source: null }, runbook: null },
  incident,
});

describe('note', () => {
  test.each([
    ['note restarted the pool', 'restarted the pool'],
    ['note INC-12 restarted the pool', 'restarted the pool'],
    ['NOTE Restarted  the   pool', 'Restarted  the   pool'],
    ['note two\n  lines\n\nand a third', 'two\n  lines\n\nand a third'],
    ['note INC-12\nfirst line\nsecond', 'first line\nsecond'],
    ['note --force was used', '--force was used'],
    ['note — a dash first', '— a dash first'],
    ['note INC-13 looks the same', null],
    ['note ask <@U1|kim> in <#C2|ops>, <!channel>', 'ask @kim in #ops, @channel'],
    ['note <@U1> and <!subteam^S1|@oncall> and <!here|here>', '@U1 and @oncall and @here'],
    ['note see <https://x.example/a|the graph>', 'see https://x.example/a'],
    ['note password=hunter2', 'password=•••'],
    ['note \u202eevil\u202c \u001b[31mred\u001b[0m', 'evil red'],
    ['note <script>alert(1)</script>', '<script>alert(1)</script>'],
    ['note *bold* `code` {{7*7}} <%= 1 %>', '*bold* `code` {{7*7}} <%= 1 %>'],
  ])('%j is taken whole, as people read it', async (said, says) => {
    if (says === null) expect(await read(said)).toContain('There is no INC-13 in this channel.');
    else expect(await say(said)).toEqual(noted(says));
  });

  test.each([
    'note --private kim is ill',
    'note —private kim is ill',
    'note –Private INC-12 kim is ill',
    'note INC-12 --private kim is ill',
    'note kim is ill --private',
    'note INC-12 kim is ill —private',
    'note --private\nkim is ill',
  ])('%j stays private', async (said) => {
    expect(await say(said)).toEqual(noted('kim is ill', true));
  });

  test.each(['note --privat kim is ill', 'note --pirvate kim is ill', 'note INC-12 —privte kim is ill'])(
    '%j, mistyped, is not shown to all instead',
    async (said) => {
      const answer = await read(said);
      expect(answer).toContain('No option is called ');
      expect(answer).toContain('Nothing was recorded. Send `/incident note --private INC-12 text`.');
    },
  );

  test.each(['note', 'note INC-12', 'note --private', 'note \u200b', 'note INC-12 --private'])(
    '%j says how to note something',
    async (said) => {
      expect(await read(said)).toBe(
        'There is nothing to note. Nothing was recorded. Like: `/incident note INC-12 what you saw or did`.',
      );
    },
  );

  test('of 10,000 characters is taken whole, longer says how long it was and how long it may be', async () => {
    const most = 'é'.repeat(10_000);
    expect(await say(`note ${most}`)).toEqual(noted(most));
    expect(await read(`note ${most}x`)).toContain(
      'That is 10,001 characters; 10,000 can be taken. Nothing was recorded; send it in parts.',
    );
    expect((await read(`note ${'<!channel>'.repeat(20_000)}`)).length).toBeLessThan(200);
  });

  test('about an incident that is closed is recorded', async () => {
    expect(await say('note INC-11 the graph was wrong', { incidents: [closed] })).toEqual(
      noted('the graph was wrong', false, 'INC-11'),
    );
  });

  test('where several are open gives the words back, to be sent again', async () => {
    const { blocks } = await shown('note --private kim is <@U1|ill>', { incidents: [mine, other] });
    expect(blocks.map((block) => ('says' in block ? words(block.says) : ''))).toEqual([
      expect.stringContaining('Which one? Nothing was done yet; send `/incident note --private INC-12`.'),
      'Your note: kim is @ill',
    ]);
    const [, back] = (await shown(`note ${'x'.repeat(9_000)}`, { incidents: [] })).blocks;
    expect(back !== undefined && 'says' in back ? words(back.says).length : 0).toBeLessThan(1_600);
  });

  test('property: whatever is noted is recorded once cleaned, or refused in words', async () => {
    await fc.assert(
      fc.asyncProperty(anyText({ maxLength: 200 }), async (said) => {
        const answer = await say(`note x${said}`);
        if ('wish' in answer) expect(answer.wish.command).toMatchObject({ do: 'note' });
        else expect(answer).toMatchObject({ exit: 'failed' });
      }),
      { numRuns: 200 },
    );
  });
});
