import { describe, expect, test } from '@jest/globals';
import { Story } from '../builders.js';
import { sample } from '../sample.js';
import { words } from '../view/words.js';
import { offers } from './offering.js';
import { closed, mine, read, say, shown, type Place } from './place.js';

const terminal = { channel: null, incidents: [mine] } satisfies Partial<Place>;

/** What stands in the fields of the form that is opened. */
async function filled(said: string, over: Partial<Place> = {}): Promise<Readonly<Record<string, string>>> {
  const answer = await say(said, over);
  if (!('form' in answer)) throw new Error(`${said} opens no form`);
  expect(answer).toMatchObject({ incident: 'INC-12', form: { action: 'resolve_incident', value: 'INC-12' } });
  return Object.fromEntries(answer.form.fields.map(({ id, initial }) => [id, initial]));
}

const closes = (over: object) => ({
  wish: { command: { do: 'close', by: 'slack:USAM', how: 'resolved', ...over }, runbook: null },
  incident: 'INC-12',
});

describe('resolve in Slack', () => {
  test.each(['resolve restarted it, password=hunter2', 'resolve INC-12 restarted it,  password=hunter2'])(
    '%j opens the form with these words in it, without secrets',
    async (said) => {
      expect((await filled(said))['reason']).toBe('restarted it, password=•••');
    },
  );

  test('without words opens it all the same', async () => {
    expect((await filled('resolve'))['reason']).toBe('');
    expect((await filled(`resolve ${'<!channel>'.repeat(2_000)}`))['reason']?.length).toBe(300);
  });

  test('of what is closed says who did it, and opens no form', async () => {
    const { plain } = await shown('resolve INC-11', { incidents: [closed] });
    expect(words(plain)).toMatch(
      /^INC-11 was closed <\d\d:\d\d> by slack:UADA\. Nothing was changed; `\/incident reopen INC-11 reason` opens it again\.$/,
    );
  });

  test('while a remedy is being done says so before anybody fills in a form', async () => {
    const story = offers();
    story.do({ do: 'request', by: 'slack:UADA', offer: 1, may: true });
    story.do({ do: 'approve', by: 'slack:UKIM', request: 1, may: true });
    const plan = story.incident.remedies.requests[0]?.offer.plan;
    if (plan === undefined) throw new Error('nothing was requested');
    expect(await filled('resolve it works', { incidents: [story.incident] })).toMatchObject({ reason: 'it works' });
    story.do({ do: 'prepared', request: 1, executor: 'x', epoch: 1, plan, before: [] });
    expect(await read('resolve it works', { incidents: [story.incident] })).toContain(
      '“restart api” is being done right now. Nothing was closed; send it again when the card shows its result.',
    );
    story.do({ do: 'lost', request: 1, why: ['silence'], find: 'docker ps' });
    expect(await read('resolve it works', { incidents: [story.incident] })).toContain(
      'It is not known what became of “restart api”. Nothing was closed; say on the card whether it happened.',
    );
  });
});

describe('resolve in a terminal', () => {
  test('closes at once, and nobody was asked for more', async () => {
    expect(await say('resolve restarted by hand', terminal)).toEqual(closes({ reason: 'restarted by hand' }));
  });

  test('takes what only people know from its options, quoted or not', async () => {
    const told = {
      impact: 'all requests failed',
      cause: 'a leak in the pool',
      followUps: [
        { what: 'file a bug', owner: 'sam', due: '2026-12-01' },
        { what: 'raise the limit', owner: null, due: null },
      ],
    };
    const wish = closes({ reason: 'restarted by hand', told });
    const options = [
      ['--impact all requests failed', '--cause a leak in the pool'],
      ['--impact "all requests failed"', "—cause='a leak in the pool'"],
      ['–Impact=all requests failed', '--CAUSE   a leak in the pool'],
    ];
    for (const [impact = '', cause = ''] of options) {
      const said = `resolve INC-12 restarted by hand ${impact} ${cause} --follow-up file a bug @sam 2026-12-01 --follow-up "raise the limit"`;
      expect(await say(said, terminal)).toEqual(wish);
    }
  });

  test('keeps what is told as it keeps notes: clean, whole, without secrets', async () => {
    const said = 'resolve x --impact <!channel> password=hunter2\nsecond line --cause \u202ebad\u202c';
    const told = { impact: '@channel password=•••\nsecond line', cause: 'bad', followUps: [] };
    expect(await say(said, terminal)).toEqual(closes({ reason: 'x', told }));
  });

  test('leaves words alone that only look like options', async () => {
    expect(await say('resolve ran it with --force and --causes nothing', terminal)).toEqual(
      closes({ reason: 'ran it with --force and --causes nothing' }),
    );
  });

  test.each(['resolve', 'resolve INC-12', 'resolve --impact all of it'])(
    '%j wants to know what fixed it',
    async (said) => {
      expect(await read(said, terminal)).toBe(
        'What fixed it? The record needs it; nothing was closed. Send `incident resolve INC-12 restarted by hand`.',
      );
    },
  );

  test('refuses what is too long instead of cutting it', async () => {
    expect(await read(`resolve x --impact ${'y'.repeat(10_001)}`, terminal)).toContain(
      'characters; 10,000 can be taken. Nothing was closed.',
    );
  });
});

test('cancel closes at once in both, as before', async () => {
  const story = new Story([sample]).open();
  for (const channel of ['C1', null])
    expect(await say('cancel a mistake', { incidents: [story.incident], channel })).toMatchObject({
      wish: { command: { do: 'close', how: 'cancelled', reason: 'a mistake' } },
    });
});
