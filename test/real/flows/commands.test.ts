import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Message } from '../../../playground/model.js';
import { startFlow, type Flow } from './flow.js';
import {
  cancel,
  cardsIn,
  CHANNEL,
  diagnose,
  EVERYBODY,
  headerOf,
  incidentOf,
  repliesTo,
  verdictOn,
  whispers,
  wordsOf,
} from './reading.js';
import { apiDown, portRunbook, runbookFolder, type RunbookFolder } from './runbooks.js';

let flow: Flow;
let runbooks: RunbookFolder;

beforeAll(async () => {
  runbooks = await runbookFolder({
    'api-down.yml': await apiDown(),
    'redis-down.yml': portRunbook('redis-down', 'redis'),
  });
  flow = await startFlow({ name: 'commands', env: { RUNBOOKS: runbooks.path } });
}, 120_000);

afterAll(async () => {
  await flow.stop();
  await runbooks.remove();
}, 30_000);

afterEach(async () => {
  for (const channel of [CHANNEL, '#private-ops'])
    for (const card of cardsIn(flow.workspace, channel)) await cancel(flow.workspace, card);
});

/** What a person reads at once after typing; '' for nothing. */
async function answer(line: string, { person = 'ada', channel = CHANNEL } = {}): Promise<string> {
  const { response, acknowledged, tookMs } = await flow.workspace.person(person).command(channel, line);
  expect(acknowledged).toBe(true);
  expect(tookMs).toBeLessThan(1_500);
  return response === undefined ? '' : wordsOf(flow.workspace, response);
}

/** The last thing the bot said to this person alone, once there is one more than `before`. */
async function whisper(person: string, before: number): Promise<string> {
  return flow.workspace.waitFor(() => whispers(flow.workspace, person)[before], { what: `a word to ${person}` });
}

function heard(person: string): number {
  return whispers(flow.workspace, person).length;
}

/** What stands in all channels: nothing may be added by what is refused. */
function posted(): number {
  return ['#inc-api', '#general', '#private-ops', '#partners'].reduce(
    (sum, channel) => sum + flow.workspace.channel(channel).everPosted().length,
    0,
  );
}

describe('asking', () => {
  test('help shows every word, the runbooks, and what is open here', async () => {
    const help = await answer('/incident help');
    for (const word of ['api-down', '--drill', 'diagnose', 'status', 'list', 'runbooks', 'cancel reason', 'help'])
      expect(help).toContain(word);
    expect(help).toContain('Runbooks: api-down, redis-down. Open here: nothing.');
  });

  test('runbooks names each with its service, keeper and review', async () => {
    expect((await answer('/incident runbooks')).split('\n')).toEqual([
      'api-down API Down: api, kept by platform, reviewed 2026-11-22',
      'redis-down Port of redis: redis, kept by platform, reviewed 2026-11-22',
    ]);
  });

  test('list says what is open here and since when, and nothing where nothing is', async () => {
    expect(await answer('/incident list')).toBe('Nothing is open here.');
    const { card } = await diagnose(flow.workspace);
    expect(await answer('/incident list', { person: 'kim' })).toMatch(
      new RegExp(`^Open here:\n${incidentOf(card)} api up: false alarm, since \\d\\d:\\d\\d$`),
    );
  });

  test('nothing at all is answered with what is open and the runbooks to pick, and the pick runs', async () => {
    const { response } = await flow.workspace.person('ada').command(CHANNEL, '/incident');
    if (response === undefined) throw new Error('no answer');
    expect(wordsOf(flow.workspace, response)).toBe('Nothing is open here.\n[ Run api-down ]  [ Run redis-down ]');
    const before = cardsIn(flow.workspace).length;
    await flow.workspace.person('ada').click(response, 'Run redis-down');
    const { card } = await verdictOn(flow.workspace, () => cardsIn(flow.workspace)[before]);
    expect(headerOf(card)).toBe('🔕 redis up: false alarm');
  });

  test('status shows the card again, to who asked alone, without buttons', async () => {
    const { card, words } = await diagnose(flow.workspace);
    const status = await answer('/incident status', { person: 'kim' });
    expect(status).toBe(words.replace(/\n\[ Close as false alarm \].*\n/, '\n'));
    expect(await answer(`/incident status ${incidentOf(card).toLowerCase()}`)).toBe(status);
  });
});

describe('words that are not understood start nothing', () => {
  test('a typo is answered with the nearest runbook, and its button runs that', async () => {
    const before = posted();
    const { response } = await flow.workspace.person('ada').command(CHANNEL, '/incident api-donw');
    if (response === undefined) throw new Error('no answer');
    expect(wordsOf(flow.workspace, response)).toBe(
      'No runbook or command is called api-donw; nearest: api-down. Nothing was started.\n[ Run api-down ]  [ Show runbooks ]',
    );
    expect(posted()).toBe(before);
    const cards = cardsIn(flow.workspace).length;
    await flow.workspace.person('ada').click(response, 'Run api-down');
    const { card } = await verdictOn(flow.workspace, () => cardsIn(flow.workspace)[cards]);
    expect(headerOf(card)).toBe('🔕 api up: false alarm');
  });

  test('Show runbooks shows them to who pressed', async () => {
    const { response } = await flow.workspace.person('sam').command(CHANNEL, '/incident wat-is-this');
    if (response === undefined) throw new Error('no answer');
    const before = heard('sam');
    await flow.workspace.person('sam').click(response, 'Show runbooks');
    expect(await whisper('sam', before)).toContain('api-down API Down: api');
  });

  test.each([
    ['ten thousand letters', 'a'.repeat(10_000), `No runbook or command is called ${'a'.repeat(59)}…`],
    ['emoji', '🔥🔥🔥 :fire:', 'No runbook or command is called 🔥🔥🔥'],
    ['right-to-left text', 'שלום עולם', 'No runbook or command is called שלום'],
    ['a shell', '$(reboot) `reboot`; reboot', 'No runbook or command is called $(reboot)'],
    ['a mention of everybody', '<!channel> @everyone', 'No runbook or command is called <!channel>'],
    ['a broken mention', '<@U', 'No runbook or command is called <@u'],
    ['a path', '../../etc/passwd', 'No runbook or command is called ../../etc/passwd'],
    ['a name every object has', '__proto__', 'No runbook or command is called __proto__'],
  ])('%s', async (_, said, says) => {
    const before = posted();
    const { response } = await flow.workspace.person('ada').command(CHANNEL, `/incident ${said}`);
    if (response === undefined) throw new Error('no answer');
    const words = wordsOf(flow.workspace, response);
    expect(words.slice(0, says.length)).toBe(says);
    expect(words).toContain('Nothing was started.');
    expect(flow.workspace.mentions(response)).toEqual({ users: [], groups: [], broadcasts: [] });
    expect(posted()).toBe(before);
  });

  test('a person mentioned instead of a runbook is not notified', async () => {
    const { response } = await flow.workspace.person('ada').command(CHANNEL, '/incident @kim');
    if (response === undefined) throw new Error('no answer');
    expect(wordsOf(flow.workspace, response)).toContain('Nothing was started.');
    expect(flow.workspace.mentions(response).users).toEqual([]);
    expect(flow.workspace.notifications('kim')).toEqual([]);
  });

  test('more words than a runbook takes', async () => {
    expect(await answer('/incident api-down please now')).toMatch(
      /^api-down is about api and takes only --drill after its name\. Nothing was started; send \/incident api-down\./,
    );
    expect(cardsIn(flow.workspace).every((card) => /cancelled|closed/.test(headerOf(card)))).toBe(true);
  });
});

test.each([['"api-down"'], ['“API-Down”'], ['  api-down   api  ']])('%s is understood as api-down', async (said) => {
  const { card } = await diagnose(flow.workspace, { line: `/incident ${said}` });
  expect(headerOf(card)).toBe('🔕 api up: false alarm');
});

describe('an open incident', () => {
  test('is diagnosed again on demand, and the thread says what changed', async () => {
    const { workspace, stack } = flow;
    const first = await diagnose(workspace);
    try {
      await stack.compose(['stop', 'api']);
      expect(await answer('/incident diagnose', { person: 'sam' })).toBe('');
      const second = await verdictOn(workspace, () => stateIs(first.card, '🔴 api down: stopped by hand'), 0, {
        runs: 2,
      });
      expect(cardsIn(workspace).at(-1)?.ts).toBe(first.card.ts);
      const evidence = second.thread.split('\n\n').at(-1);
      expect(evidence).toMatch(/^Evidence, run 2 of api-down: 7 of 7 checks answered/);
      expect(evidence).toMatch(/^• Health endpoint \(bot\): connection refused; before: 200 in \d+ ms, twice$/m);
      expect(evidence).toMatch(/^• Container \(Docker\): exited .*; before: running since \d\d:\d\d:\d\d, healthy$/m);
    } finally {
      await stack.restore();
    }
  }, 40_000);

  test('is joined by the next command for its service: one card, two runs', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace);
    const before = posted();
    expect(await answer('/incident api-down', { person: 'sam' })).toBe('');
    await workspace.waitFor(() => repliesTo(workspace, card).length === 2, { what: 'the second evidence' });
    expect(posted()).toBe(before + 1);
  });

  test('two people at once open one incident, and the later one is told that it is being diagnosed', async () => {
    const { workspace } = flow;
    const cards = cardsIn(workspace).length;
    const before = { ada: heard('ada'), sam: heard('sam') };
    await flow.stack.engine.cut('silent');
    try {
      const typed = ['ada', 'sam'].map((person) => workspace.person(person).command(CHANNEL, '/incident api-down'));
      for (const { acknowledged } of await Promise.all(typed)) expect(acknowledged).toBe(true);
      const told = await workspace.waitFor(
        () => whispers(workspace, 'ada')[before.ada] ?? whispers(workspace, 'sam')[before.sam],
        { what: 'a word to the later one' },
      );
      expect(told).toMatch(
        /^INC-\d+ is being diagnosed with api-down already; its verdict is due \d\d:\d\d:\d\d\. Nothing was started\.$/,
      );
    } finally {
      await flow.stack.engine.mend();
    }
    const { card } = await verdictOn(workspace, () => cardsIn(workspace)[cards]);
    expect(cardsIn(workspace)).toHaveLength(cards + 1);
    expect(repliesTo(workspace, card)).toHaveLength(1);
    expect(heard('ada') - before.ada + (heard('sam') - before.sam)).toBe(1);
  }, 40_000);

  test('is cancelled only with a reason, which the card keeps', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace);
    expect(await answer('/incident cancel')).toBe(
      `Why? The record needs a reason; nothing was cancelled. Send /incident cancel ${incidentOf(card)} opened by mistake.`,
    );
    expect(headerOf(workspace.current(card))).toBe('🔕 api up: false alarm');
    expect(await answer('/incident cancel a *bold* <!channel> reason', { person: 'sam' })).toBe('');
    const closed = await workspace.waitFor(() => stateIs(card, '🚫 api up: cancelled'), { what: 'the closed card' });
    expect(wordsOf(workspace, closed)).toMatch(/^Cancelled by sam \d\d:\d\d: a ∗bold∗ <!channel> reason$/m);
    expect(closed.blocks.some(({ type }) => type === 'actions')).toBe(false);
    expect(workspace.mentions(closed)).toEqual({ users: [], groups: [], broadcasts: [] });
  });

  test('is told from another one open beside it, never guessed', async () => {
    const { workspace } = flow;
    const { card: api } = await diagnose(workspace);
    const { card: redis } = await diagnose(workspace, { line: '/incident redis-down' });
    const [a, b] = [incidentOf(api), incidentOf(redis)];
    for (const verb of ['cancel', 'status', 'diagnose'])
      expect(await answer(`/incident ${verb}`)).toContain(
        `Open here: ${b} redis, ${a} api. Which one? Nothing was done yet`,
      );
    const { response } = await workspace.person('ada').command(CHANNEL, '/incident diagnose');
    if (response === undefined) throw new Error('no answer');
    await workspace.person('ada').click(response, `Diagnose ${a}`);
    await workspace.waitFor(() => repliesTo(workspace, api).length === 2, { what: `the second run of ${a}` });
    expect(repliesTo(workspace, redis)).toHaveLength(1);
  });

  test('that is a drill stands beside a real one, and says so everywhere', async () => {
    const { workspace } = flow;
    const { card: real } = await diagnose(workspace);
    const { card: drill, words } = await diagnose(workspace, { line: '/incident api-down --drill' });
    expect(headerOf(drill)).toBe('🎓 Drill, api up: false alarm');
    expect(words).toContain('Practice: nobody is paged, statistics leave it out.');
    expect(drill.text).toMatch(/^Drill, nobody is paged\. INC-\d+ api up: false alarm\./);
    expect(await answer('/incident list')).toContain(`${incidentOf(drill)} drill, api up: false alarm, since`);
    expect(headerOf(workspace.current(real))).toBe('🔕 api up: false alarm');
  });
});

describe('the button Close as false alarm', () => {
  test('closes once, whatever is pressed how often', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace);
    const before = { ada: heard('ada'), sam: heard('sam') };
    const presses = ['ada', 'ada', 'sam'].map((person) =>
      workspace.person(person).click(card, 'Close as false alarm', { stale: true }),
    );
    for (const { acknowledged } of await Promise.all(presses)) expect(acknowledged).toBe(true);
    const closed = await workspace.waitFor(() => stateIs(card, '🏁 api up: closed as false alarm'), {
      what: 'the closed card',
    });
    expect(wordsOf(workspace, closed)).toMatch(/^Closed as a false alarm by (ada|sam) \d\d:\d\d$/m);
    await workspace.waitFor(() => heard('ada') - before.ada + (heard('sam') - before.sam) === 2, {
      what: 'a word to each later press',
    });
    const told = [...whispers(workspace, 'ada').slice(before.ada), ...whispers(workspace, 'sam').slice(before.sam)];
    for (const words of told)
      expect(words).toMatch(
        new RegExp(`^${incidentOf(card)} was closed \\d\\d:\\d\\d by (ada|sam)\\. Nothing was changed\\.$`),
      );
  });

  test('and Diagnose again on an old card say that it is closed', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace);
    await cancel(workspace, card);
    for (const label of ['Close as false alarm', 'Diagnose again']) {
      const before = heard('kim');
      await workspace.person('kim').click(card, label, { stale: true });
      expect(await whisper('kim', before)).toMatch(/^INC-\d+ was closed \d\d:\d\d by ada\. Nothing was changed\.$/);
    }
    expect(repliesTo(workspace, card)).toHaveLength(1);
  });

  test('does not close what by its newest verdict is none any more', async () => {
    const { workspace, stack } = flow;
    const { card } = await diagnose(workspace);
    try {
      await stack.compose(['stop', 'api']);
      await answer('/incident diagnose');
      await workspace.waitFor(() => stateIs(card, '🔴 api down: stopped by hand'), { what: 'the new verdict' });
      const before = heard('sam');
      await workspace.person('sam').click(card, 'Close as false alarm', { stale: true });
      expect(await whisper('sam', before)).toMatch(
        /^INC-\d+ is not a false alarm by its newest verdict\. Nothing was closed/,
      );
      expect(headerOf(workspace.current(card))).toBe('🔴 api down: stopped by hand');
    } finally {
      await stack.restore();
    }
  }, 40_000);
});

describe('channels', () => {
  test('a channel the bot is not in is told how to invite it', async () => {
    const before = posted();
    expect(await answer('/incident api-down', { channel: '#general' })).toBe(
      'The bot is not in this channel; nothing started. Send /invite @runbook, then send your command again.',
    );
    expect(posted()).toBe(before);
  });

  test('a channel shared with another organisation is refused', async () => {
    const before = posted();
    expect(await answer('/incident api-down', { channel: '#partners' })).toMatch(
      /^This channel is shared with another organisation, .* Nothing was started; use an internal channel\.$/,
    );
    expect(posted()).toBe(before);
  });

  test('a direct message reads, and opens nothing', async () => {
    expect(await answer('/incident help', { channel: '@bot' })).toContain('Runbooks: api-down, redis-down.');
    expect(await answer('/incident api-down', { channel: '@bot' })).toMatch(
      /^Incidents live in channels, .* Nothing was started/,
    );
    expect(flow.workspace.dm('ada').messages()).toEqual([]);
  });

  test('an incident of another channel is not seen, not named and not closed from here', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace, { channel: '#private-ops' });
    const id = incidentOf(card);
    expect(await answer('/incident list')).toBe('Nothing is open here.');
    for (const line of [`status ${id}`, `cancel ${id} because`, `diagnose ${id}`])
      expect(await answer(`/incident ${line}`)).toContain(`There is no ${id} in this channel. Nothing was changed`);
    expect(await answer('/incident help')).toContain('Open here: nothing.');
    expect(headerOf(workspace.current(card))).toBe('🔕 api up: false alarm');
  });

  test('the same service from another channel joins, and the person is told where it goes on', async () => {
    const { workspace } = flow;
    const { card } = await diagnose(workspace, { channel: '#private-ops' });
    const before = heard('kim');
    const cards = cardsIn(workspace).length;
    expect(await answer('/incident api-down', { person: 'kim' })).toBe('');
    expect(await whisper('kim', before)).toMatch(
      /^INC-\d+ of this service is open in another channel; the diagnosis runs there\.$/,
    );
    await workspace.waitFor(() => repliesTo(workspace, card).length === 2, { what: 'the second run' });
    expect(cardsIn(workspace)).toHaveLength(cards);
  });
});

test('after all this nobody was notified, and the bot has met no bug', () => {
  for (const person of EVERYBODY) expect(flow.workspace.notifications(person)).toEqual([]);
  expect(flow.bot.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
});

/** The card once its header is this one. */
function stateIs(card: Message, header: string): Message | undefined {
  const current = flow.workspace.current(card);
  return headerOf(current) === header ? current : undefined;
}
