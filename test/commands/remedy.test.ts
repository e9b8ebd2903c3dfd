import { describe, expect, test } from '@jest/globals';
import { broken, offering, offers, plan, POLICIES } from './offering.js';
import { read, rights, say, type Place } from './place.js';
import type { Story } from '../builders.js';

const at = (story: Story, over: Partial<Place> = {}): Partial<Place> => ({
  incidents: [story.incident],
  channel: story.incident.home,
  ...over,
});
const approver = rights(true, false);
const ask = (offer: number, may: boolean, incident = 'INC-12') => ({
  wish: { command: { do: 'request', by: 'slack:USAM', offer, may }, runbook: null },
  incident,
});

/** A restart that was asked for by somebody else. */
const requested = (): Story => {
  const story = offers();
  story.do({ do: 'request', by: 'slack:UADA', offer: 1, may: false });
  return story;
};

describe('remedy', () => {
  test('alone shows what is offered, with risk, who says yes, and the words to type', async () => {
    expect(await read('remedy', at(offers()))).toBe(
      [
        'Offered in INC-12:',
        '• `/incident remedy restart INC-12` restart api: container api_1 on host local (medium risk, one approver)',
        '• `/incident remedy raise_memory INC-12` raise memory to 512 MiB: container api_1 on host local (high risk, a second person approves)',
      ].join('\n'),
    );
  });

  test('in a terminal shows the words of a terminal, of every channel', async () => {
    const shown = await read('remedy INC-12', at(offers(), { channel: null }));
    expect(shown).toContain('`incident remedy restart INC-12`');
    expect(shown).not.toContain('/incident');
  });

  test('says how many yeses are wanted, and the attempt where it is not the first', async () => {
    const story = plan(broken(), {
      offers: [
        offering('restart', { policy: POLICIES.low, attempt: 1 }),
        offering('rollback', { policy: POLICIES.critical }),
      ],
    });
    const shown = await read('remedy', at(story));
    expect(shown).toContain('(low risk, nobody else is asked; attempt 2 of 3)');
    expect(shown).toContain('(critical risk, two people approve)');
  });

  test.each(['remedy restart', 'remedy restart INC-12', 'remedy INC-12 restart', 'REMEDY Restart inc-12'])(
    '%j asks for it',
    async (said) => {
      expect(await say(said, at(offers()))).toEqual(ask(1, false));
    },
  );

  test.each(['remedy raise_memory', 'remedy raise-memory', 'remedy Raise-Memory'])(
    '%j asks for it as well',
    async (said) => {
      expect(await say(said, at(offers()))).toEqual(ask(2, false));
    },
  );

  test('says that the asker may approve, where they may', async () => {
    expect(await say('remedy restart', at(offers(), { rights: approver }))).toEqual(ask(1, true));
  });

  test('looks up nobody where nobody needs to say yes', async () => {
    const story = plan(broken(), { offers: [offering('restart', { policy: POLICIES.low })] });
    const unasked = { ...approver, approve: () => Promise.reject(new Error('nobody is to be looked up')) };
    expect(await say('remedy restart', at(story, { rights: unasked }))).toEqual(ask(1, false));
  });

  test.each([
    ['remedy restrat', '`restrat`; nearest: `restart`. Nothing was asked for. Send `/incident remedy restart INC-12`.'],
    ['remedy reboot-the-moon', '`reboot-the-moon`; it offers `restart, raise_memory`. Nothing was asked for.'],
    ['remedy restart please', '`restart please`; nearest: `restart`. Nothing was asked for.'],
    ['remedy rollback', '`rollback`; it offers `restart, raise_memory`. Nothing was asked for.'],
  ])('%j asks for nothing, and says what there is', async (said, answer) => {
    expect(await read(said, at(offers()))).toContain(`INC-12 offers no ${answer}`);
  });

  test('never asks in another channel, and never guesses between two incidents', async () => {
    expect(await read('remedy restart INC-12', at(offers(), { channel: 'C2' }))).toContain(
      'There is no INC-12 in this channel',
    );
    const two = [offers().incident, offers('C1', 'INC-13').incident];
    expect(await read('remedy restart', at(offers(), { incidents: two }))).toContain('Which one? Nothing was done yet');
    expect(await say('remedy restart INC-13', at(offers(), { incidents: two }))).toEqual(ask(1, false, 'INC-13'));
  });

  test('of what cannot be done says why', async () => {
    const why = 'its limit is 8 GiB, the ceiling of config.yml';
    const story = plan(broken(), {
      offers: [offering('restart')],
      impossible: [{ remedy: 'raise_memory', title: 'raise memory', why }],
    });
    expect(await read('remedy', at(story))).toContain(`\nCannot be done now: raise memory (${why}).`);
    expect(await read('remedy raise-memory', at(story))).toBe(
      `Cannot be done now: raise memory (${why}). Nothing was asked for.`,
    );
  });
});

describe('where nothing is offered, remedy says why', () => {
  const diagnosing = (): Story => {
    const story = broken();
    story.do({ do: 'diagnose', by: 'slack:UADA' });
    return story;
  };
  const closed = (): Story => {
    const story = offers();
    story.do({ do: 'close', by: 'slack:UADA', how: 'cancelled', reason: 'x' });
    return story;
  };
  const off = 'the bot only observes here (mode: observe in config.yml)';

  test.each([
    ['it is being diagnosed', diagnosing, 'INC-12 is being diagnosed; remedies follow the verdict.'],
    ['it is being planned', broken, 'What can be done in INC-12 is just being looked at. Send it again.'],
    ['nothing can be done', () => plan(broken(), {}), 'Nothing can be offered in INC-12 as things are.'],
    ['the bot only observes', () => plan(broken(), { off }), `Nothing is offered: ${off}.`],
    ['it is closed', closed, 'INC-12 is closed; nothing is offered.'],
    [
      'another waits',
      requested,
      'slack:UADA asked for “restart api”; it waits for its yes until <03:15>. `/incident withdraw INC-12` takes it back.',
    ],
  ])('%s', async (_, story, why) => {
    expect(await read('remedy INC-12', at(story()))).toBe(why);
    expect(await read('remedy INC-12 restart', at(story()))).toBe(`${why} Nothing was asked for.`);
  });
});

describe('break-glass', () => {
  const may = rights(false, true);
  const broke = (over: object) => ({
    wish: {
      command: { do: 'break_glass', by: 'slack:USAM', reason: 'nobody answers', may: true, ...over },
      runbook: null,
    },
    incident: 'INC-12',
  });

  test('takes an offer up without a yes, with a reason', async () => {
    for (const said of [
      'break-glass restart nobody answers',
      'break-glass restart INC-12 nobody answers',
      'break-glass INC-12 restart nobody answers',
    ])
      expect(await say(said, at(offers(), { rights: may }))).toEqual(broke({ offer: 1, request: null }));
  });

  test('goes around the yes that a request waits for', async () => {
    expect(await say('break-glass restart nobody answers', at(requested(), { rights: may }))).toEqual(
      broke({ offer: null, request: 1 }),
    );
  });

  test('by somebody who may not is an attempt, to be recorded', async () => {
    expect(await say('break-glass restart nobody answers', at(offers()))).toEqual(
      broke({ offer: 1, request: null, may: false }),
    );
  });

  test('without a reason does nothing and asks for one', async () => {
    expect(await read('break-glass restart', at(offers(), { rights: may }))).toBe(
      'Why? The record needs a reason; nothing was run. Send `/incident break-glass restart INC-12 nobody can be reached`.',
    );
  });

  test.each(['break-glass', 'break-glass restrat because', 'break-glass INC-12'])('%j does nothing', async (said) => {
    expect(await read(said, at(offers(), { rights: may }))).toContain('Nothing was asked for.');
  });

  test('of another than what waits does nothing', async () => {
    expect(await read('break-glass raise_memory because', at(requested(), { rights: may }))).toContain(
      'Nothing was asked for.',
    );
  });
});

describe('happened', () => {
  const unknown = (find: string | null): Story => {
    const story = offers();
    story.do({ do: 'request', by: 'slack:UADA', offer: 1, may: true });
    const { plan: planned } = offering('restart');
    story.do({ do: 'prepared', request: 1, executor: 'life 1', epoch: 1, plan: planned, before: [] });
    story.do({ do: 'lost', request: 1, why: ['Docker fell silent'], find });
    return story;
  };

  test.each([
    ['happened yes', true],
    ['happened no', false],
    ['happened yes INC-12', true],
    ['happened INC-12 NO', false],
  ])('%j says what became of it', async (said, it) => {
    expect(await say(said, at(unknown('docker ps')))).toEqual({
      wish: { command: { do: 'settle', by: 'slack:USAM', request: 1, happened: it }, runbook: null },
      incident: 'INC-12',
    });
  });

  test.each(['happened', 'happened maybe', 'happened yes and no', 'happened INC-12'])(
    '%j records nothing',
    async (said) => {
      expect(await read(said, at(unknown('docker ps')))).toBe(
        'Did it happen: restart api? Nothing was recorded. Send `/incident happened yes INC-12` or `/incident happened no INC-12`.',
      );
    },
  );

  test('has nothing to say where every outcome is known', async () => {
    for (const story of [offers(), requested()])
      expect(await read('happened yes', at(story))).toBe('No outcome is unknown in INC-12. Nothing was recorded.');
  });

  test('is what remedy waits for', async () => {
    expect(await read('remedy restart', at(unknown('docker ps')))).toBe(
      'It is not known what became of “restart api”; nothing else is offered before. Nothing was asked for.',
    );
  });
});

describe('words about a request', () => {
  test('withdraw takes back what waits', async () => {
    expect(await say('withdraw', at(requested()))).toEqual({
      wish: { command: { do: 'withdraw', by: 'slack:USAM', request: 1 }, runbook: null },
      incident: 'INC-12',
    });
    expect(await read('withdraw', at(offers()))).toBe('No request waits in INC-12. Nothing was withdrawn.');
  });

  test.each([
    ['approve', 'C1', 'Press “Approve” on the request in this channel. Nothing was approved: restart api.'],
    ['deny', 'C1', 'Press “Deny with reason” on the request in this channel. Nothing was denied: restart api.'],
    ['approve', null, 'Press “Approve” in Slack, where it is certain who presses. Nothing was approved: restart api.'],
  ])('%s is not typed, in channel %s', async (said, channel, answer) => {
    expect(await read(said, at(requested(), { channel, rights: approver }))).toBe(answer);
    expect(await read(said, at(offers(), { channel }))).toMatch(
      /^No request waits in INC-12. Nothing was (approved|denied)\.$/,
    );
  });
});
