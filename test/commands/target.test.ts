import { describe, expect, test } from '@jest/globals';
import { buttons, closed, elsewhere, mine, other, read, say, type Place } from './place.js';

describe('the incident a command is about', () => {
  const names = (said: string, over: Partial<Place> = {}) =>
    say(said, over).then((answer) => ('wish' in answer ? answer.incident : null));

  test('is the only open one of the channel', async () => {
    expect(await names('diagnose')).toBe('INC-12');
    expect(await names('cancel a mistake')).toBe('INC-12');
  });

  test.each(['diagnose INC-12', 'diagnose inc-12', 'DIAGNOSE Inc-12'])('is the one that is named: %s', async (said) => {
    expect(await names(said, { incidents: [mine, other] })).toBe('INC-12');
  });

  test('is never one of another channel', async () => {
    for (const said of ['diagnose INC-14', 'status INC-14', 'cancel INC-14 x']) {
      expect(await read(said)).toBe(
        'There is no INC-14 in this channel. Nothing was changed; `/incident list` shows what is open here.',
      );
    }
    expect(await read('status INC-99')).toBe((await read('status INC-14')).replace('14', '99'));
  });

  test('may be of any channel in a terminal', async () => {
    expect(await names('diagnose INC-14', { channel: null })).toBe('INC-14');
  });

  test('is not guessed between several', async () => {
    const several = { incidents: [mine, other] };
    for (const verb of ['diagnose', 'cancel because I say so', 'status']) {
      expect(await read(verb, several)).toContain('Open here: INC-12 api, INC-13 api. Which one? Nothing was done yet');
    }
    expect(await buttons('diagnose', several)).toEqual(['Diagnose INC-12', 'Diagnose INC-13']);
    expect(await buttons('cancel x', several)).toEqual([]);
  });

  test('is nobody’s where nothing is open', async () => {
    expect(await read('diagnose', { incidents: [closed] })).toBe(
      'Nothing is open here, and nothing was changed. Name an incident, like `/incident diagnose INC-12`.',
    );
  });

  test('that went on in a channel of its own is said where it was opened, and nowhere else', async () => {
    const moved = { ...elsewhere, origin: 'C1' };
    const where =
      'INC-14 api was opened here and goes on in its own channel: the message here that says so links to it.';
    expect(await read('status', { incidents: [moved] })).toBe(
      `Nothing is open here, and nothing was changed. ${where}`,
    );
    expect(await read('resolve INC-14 x', { incidents: [moved] })).toBe(`Nothing was changed. ${where}`);
    expect(await read('list', { incidents: [moved] })).toBe(`Nothing is open here. ${where}`);
    expect(await read('list', { incidents: [mine, moved] })).not.toContain('INC-14');
    const second = { ...moved, id: 'INC-15', service: 'redis' };
    expect(await read('list', { incidents: [moved, second] })).toContain('INC-14 api, INC-15 redis were opened here');
    for (const said of ['status', 'list', 'status INC-14'])
      expect(await read(said, { incidents: [moved], channel: 'C3' })).not.toContain('goes on');
    // In its own channel it is one like any other.
    expect(await names('diagnose', { incidents: [moved], channel: 'C2' })).toBe('INC-14');
    // The channel was lost, and it goes on in a direct message: nothing of its own to be sent to.
    const direct = { ...moved, home: 'D7' };
    for (const said of ['status', 'resolve INC-14 x'])
      expect(await read(said, { incidents: [direct] })).not.toContain('goes on');
  });

  test('may be closed when it is only read', async () => {
    expect(await read('status INC-11')).toContain('INC-11 api: cancelled');
  });
});

describe('cancel', () => {
  test.each(['cancel', 'cancel INC-12', 'cancel   '])('%j asks for a reason and cancels nothing', async (said) => {
    expect(await read(said)).toBe(
      'Why? The record needs a reason; nothing was cancelled. Send `/incident cancel INC-12 opened by mistake`.',
    );
  });

  test('takes the rest as its reason, clean and not too long', async () => {
    const reasonOf = async (said: string) => {
      const answer = await say(said);
      return 'wish' in answer && answer.wish.command.do === 'close' ? answer.wish.command.reason : null;
    };
    expect(await reasonOf('cancel INC-12 wrong   service,  sorry')).toBe('wrong service, sorry');
    expect(await reasonOf('cancel \u202ewrong')).toBe('wrong');
    expect((await reasonOf(`cancel ${'x'.repeat(10_000)}`))?.length).toBe(300);
    expect(await reasonOf(`cancel ${'🔥'.repeat(1_000)}`)).toBe(`${'🔥'.repeat(149)}…`);
  });
});
