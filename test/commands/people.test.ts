import { describe, expect, test } from '@jest/globals';
import { sample } from '../sample.js';
import { Story } from '../builders.js';
import { closed, elsewhere, mine, other, read, say, shown, type Place } from './place.js';

const wish = (command: object, incident = 'INC-12') => ({
  wish: { command: { by: 'slack:USAM', ...command }, runbook: null },
  incident,
});
const terminal = { channel: null, incidents: [mine] } satisfies Partial<Place>;

describe('ack', () => {
  test.each(['ack', 'ACK', 'ack INC-12', 'ack inc-12'])('%j acknowledges', async (said) => {
    expect(await say(said)).toEqual(wish({ do: 'acknowledge' }));
  });

  test('with words beside it notes them: nothing is lost, and whoever notes has acknowledged', async () => {
    const note = { do: 'note', says: 'on it, 5 min', private: false, source: null };
    expect(await say('ack on it, 5 min')).toEqual(wish(note));
    expect(await say('ack INC-12 on it, 5 min')).toEqual(wish(note));
    const story = new Story([sample]).open({ by: 'alert:ApiDown' });
    story.do({ ...note, do: 'note', by: 'slack:USAM' });
    expect(story.incident.acknowledged?.by).toBe('slack:USAM');
  });
});

describe('take', () => {
  test.each([
    ['take', 'commander'],
    ['take INC-12', 'commander'],
    ['take scribe', 'scribe'],
    ['take the INC-12', null],
    ['take INC-12 Communications', 'communications'],
    ['take as operations', 'operations'],
  ])('%j gives oneself a role', async (said, role) => {
    if (role === null) expect(await read(said)).toContain('No role is called `the INC-12`');
    else expect(await say(said)).toEqual(wish({ do: 'give_role', role, to: 'slack:USAM' }));
  });

  test.each([
    ['take comander', '`comander`; nearest: `commander`. Nothing was changed. Send `/incident take INC-12 commander`.'],
    ['take scrbe', '`scrbe`; nearest: `scribe`. Nothing was changed. Send `/incident take INC-12 scribe`.'],
    [
      'take a coffee',
      '`a coffee`; there are commander, scribe, communications, operations. Nothing was changed. Send `/incident take INC-12 commander`.',
    ],
  ])('%j takes nothing, and says what would be right', async (said, expected) => {
    expect(await read(said)).toBe(`No role is called ${expected}`);
  });
});

describe('assign', () => {
  test.each([
    ['assign <@UKIM1|kim>', 'slack:UKIM1', 'commander'],
    ['assign <@UKIM1>', 'slack:UKIM1', 'commander'],
    ['assign <@WKIM1|kim> scribe', 'slack:WKIM1', 'scribe'],
    ['assign INC-12 <@UKIM1|kim> as Scribe', 'slack:UKIM1', 'scribe'],
    ['assign scribe to <@UKIM1|kim>', 'slack:UKIM1', 'scribe'],
    ['assign <@UKIM1|kim park> communications', 'slack:UKIM1', 'communications'],
    ['assign me operations', 'slack:USAM', 'operations'],
    ['assign me', 'slack:USAM', 'commander'],
  ])('%j gives somebody a role', async (said, to, role) => {
    expect(await say(said)).toEqual(wish({ do: 'give_role', role, to }));
  });

  test.each([
    ['slack:UKIM1 scribe', 'slack:UKIM1'],
    ['kim scribe', 'terminal:kim'],
    ['terminal:kim.park scribe', 'terminal:kim.park'],
  ])('in a terminal %j does', async (said, to) => {
    expect(await say(`assign ${said}`, terminal)).toEqual(wish({ do: 'give_role', role: 'scribe', to }));
  });

  test.each([
    ['assign', 'Who? Nothing was changed. Send `/incident assign INC-12 @user commander`.'],
    ['assign scribe', '`scribe` mentions nobody; choose one person from the list Slack shows after @'],
    ['assign @kim scribe', '`@kim scribe` mentions nobody'],
    ['assign <!subteam^S1|@oncall>', 'mentions nobody'],
    ['assign <!channel> commander', 'mentions nobody'],
    ['assign <@UKIM1|kim> <@UADA1|ada>', 'mentions nobody; choose one person'],
    ['assign <@UKIM1|kim> scrible', 'No role is called `scrible`; nearest: `scribe`.'],
    ['assign <@UKIM1|kim> king of the hill', 'No role is called `king of the hill`; there are commander, '],
    [`assign ${'x'.repeat(10_000)}`, 'mentions nobody'],
  ])('%s gives nobody anything, and says how', async (said, expected) => {
    const answer = await read(said);
    expect(answer).toContain(expected);
    expect(answer).toContain('Nothing was changed.');
    expect(answer.length).toBeLessThan(300);
  });

  test.each(['$(reboot)', 'slack:kim', '<@UKIM1|kim>', '-rf', 'bot:bot'])(
    'in a terminal %j is nobody',
    async (said) => {
      expect(await read(`assign ${said}`, terminal)).toContain('names nobody; it takes a login name, or a Slack id');
    },
  );
});

describe('severity', () => {
  test.each([
    ['severity high', 'high'],
    ['severity INC-12 low', 'low'],
    ['severity MEDIUM INC-12', 'medium'],
    ['severity Critical', 'critical'],
  ])('%j sets it', async (said, severity) => {
    expect(await say(said)).toEqual(wish({ do: 'set_severity', severity }));
  });

  test.each([
    ['severity', 'INC-12 is critical. It may be critical, high, medium, low; nothing was changed.'],
    [
      'severity hihg',
      '`hihg` is no severity; nearest: `high`. Nothing was changed. Send `/incident severity high INC-12`.',
    ],
    ['severity sev1', '`sev1` is no severity; there are critical, high, medium, low. Nothing was changed.'],
    ['severity high please', '`high please` is no severity'],
    ['severity __proto__', '`__proto__` is no severity'],
  ])('%j sets nothing, and says what there is', async (said, expected) => {
    expect(await read(said)).toContain(expected);
  });
});

describe('escalate', () => {
  test.each([
    ['escalate', ''],
    ['escalate INC-12', ''],
    ['escalate we need a DBA, password=hunter2', 'we need a DBA, password=•••'],
    ['escalate ask <@U1|kim>', 'ask @kim'],
  ])('%j calls the next, with its reason', async (said, reason) => {
    expect(await say(said)).toEqual(wish({ do: 'escalate', reason }));
  });

  test('takes no more of a reason than people read', async () => {
    const answer = await say(`escalate ${'<!channel> '.repeat(2_000)}`);
    const reason = 'wish' in answer && answer.wish.command.do === 'escalate' ? answer.wish.command.reason : '';
    expect(reason.length).toBe(300);
    expect(reason).not.toContain('<!channel>');
  });
});

describe('snooze', () => {
  test.each([
    ['snooze', 20],
    ['snooze INC-12', 20],
    ['snooze 45', 45],
    ['snooze 45m INC-12', 45],
    ['snooze INC-12 30 min', 30],
    ['snooze 1h', 60],
    ['snooze 4 hours', 240],
    ['snooze 1', 1],
  ])('%j asks later', async (said, minutes) => {
    expect(await say(said)).toEqual(wish({ do: 'snooze', minutes }));
  });

  test.each(['0', '241', '5h', '-5', '1.5', 'forever', '1e2', '٣'])('%j is no time', async (said) => {
    expect(await read(`snooze ${said}`)).toBe(
      `\`${said}\` is not a time from 1 to 240 minutes. Nothing was changed. Send \`/incident snooze INC-12 20\`.`,
    );
  });
});

describe('reopen', () => {
  const wishes = wish({ do: 'reopen', reason: 'it broke again' }, 'INC-11');

  test('goes on with the incident that is named, with a reason', async () => {
    expect(await say('reopen INC-11 it broke again')).toEqual(wishes);
    expect(await say('reopen inc-11 it  broke\nagain')).toEqual(wishes);
  });

  test('takes none by itself, not even the only one: the newest closed one is offered', async () => {
    const places = [closed, mine].map((one) => ({ incidents: [one] }));
    expect(await read('reopen it broke again', places[0])).toBe(
      'Which one? The newest here is INC-11, api: cancelled. Nothing was reopened. Send `/incident reopen INC-11 it broke again`.',
    );
    expect(await read('reopen', places[1])).toBe('Nothing was closed here yet, and nothing was reopened.');
  });

  test('wants a reason', async () => {
    expect(await read('reopen INC-11')).toBe(
      'Why? The record needs a reason; nothing was reopened. Send `/incident reopen INC-11 it broke again`.',
    );
  });

  test('of an incident that is open is refused by the record, in words', () => {
    const story = new Story([sample]).open();
    expect(story.do({ do: 'reopen', by: 'slack:USAM', reason: 'x' })).toMatchObject({ refusal: 'not_closed' });
  });
});

describe('every word that changes something', () => {
  const WORDS = [
    'ack',
    'take',
    'assign <@UKIM1|kim>',
    'severity high',
    'escalate',
    'snooze',
    'note hello',
    'resolve x',
  ];

  test.each(WORDS)('%j is never guessed between several', async (said) => {
    const answer = await read(said, { incidents: [mine, other] });
    expect(answer).toContain('Open here: INC-12 api, INC-13 api. Which one? Nothing was done yet; send `/incident ');
  });

  test.each(WORDS)('%j is about nothing where nothing is open, and a terminal program fails then', async (said) => {
    expect(await read(said, { incidents: [closed, elsewhere] })).toContain(
      'Nothing is open here, and nothing was changed.',
    );
    expect(await say(said, { incidents: [] })).toMatchObject({ exit: 'failed' });
  });

  test.each([...WORDS, 'reopen x'])('%j of another channel is not there', async (said) => {
    const [word = '', ...rest] = said.split(' ');
    const answer = await read([word, 'INC-14', ...rest].join(' '));
    expect(answer).toBe(
      'There is no INC-14 in this channel. Nothing was changed; `/incident list` shows what is open here.',
    );
    expect(answer.replace('14', '99')).toBe(await read([word, 'INC-99', ...rest].join(' ')));
  });

  test('speaks as a terminal in a terminal', async () => {
    const { plain } = await shown('ack INC-99', { channel: null });
    expect(plain).toEqual([
      'There is no INC-99. Nothing was changed; ',
      { code: 'incident list' },
      ' shows what is open here.',
    ]);
  });
});

test('of two people who resolve at once the second is told who did, and when', () => {
  const story = new Story([sample]).open();
  const close = (by: string) => story.do({ do: 'close', by, how: 'resolved', reason: 'restarted' });
  expect(close('slack:UADA')).toHaveLength(1);
  expect(close('slack:UKIM')).toMatchObject({
    refusal: 'already_closed',
    says: [
      'INC-12 was closed ',
      { time: story.now.toISOString(), to: 'minute' },
      ' by ',
      { person: 'slack:UADA' },
      '. Nothing was changed.',
    ],
  });
});
