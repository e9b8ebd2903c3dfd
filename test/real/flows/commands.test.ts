import { describe, expect, test } from '@jest/globals';
import { asking } from './asking.js';
import {
  cardsIn,
  CHANNEL,
  diagnose,
  EVERYBODY,
  headerOf,
  incidentOf,
  listen,
  postedIn,
  usualAcknowledgement,
  verdictOn,
  wordsOf,
} from './reading.js';

const flow = asking('commands');
const { answer } = flow;

describe('asking', () => {
  test('help shows every word, the runbooks, and what is open here', async () => {
    const help = await answer('/incident help');
    for (const word of ['api-down', '--drill', 'diagnose', 'status', 'list', 'runbooks', 'cancel reason', 'timeline'])
      expect(help).toContain(word);
    expect(help).toContain('Here: api-down, redis-down. Open: nothing.');
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
    const before = postedIn(flow.workspace);
    const { response } = await flow.workspace.person('ada').command(CHANNEL, '/incident api-donw');
    if (response === undefined) throw new Error('no answer');
    expect(wordsOf(flow.workspace, response)).toBe(
      'No runbook or command is called api-donw; nearest: api-down. Nothing was started.\n[ Run api-down ]  [ Show runbooks ]',
    );
    expect(postedIn(flow.workspace)).toBe(before);
    const cards = cardsIn(flow.workspace).length;
    await flow.workspace.person('ada').click(response, 'Run api-down');
    const { card } = await verdictOn(flow.workspace, () => cardsIn(flow.workspace)[cards]);
    expect(headerOf(card)).toBe('🔕 api up: false alarm');
  });

  test('Show runbooks shows them to who pressed', async () => {
    const { response } = await flow.workspace.person('sam').command(CHANNEL, '/incident wat-is-this');
    if (response === undefined) throw new Error('no answer');
    const told = listen(flow.workspace, 'sam');
    await flow.workspace.person('sam').click(response, 'Show runbooks');
    expect(await told()).toContain('api-down API Down: api');
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
    const before = postedIn(flow.workspace);
    const { response } = await flow.workspace.person('ada').command(CHANNEL, `/incident ${said}`);
    if (response === undefined) throw new Error('no answer');
    const words = wordsOf(flow.workspace, response);
    expect(words.slice(0, says.length)).toBe(says);
    expect(words).toContain('Nothing was started.');
    expect(flow.workspace.mentions(response)).toEqual({ users: [], groups: [], broadcasts: [] });
    expect(postedIn(flow.workspace)).toBe(before);
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

describe('channels', () => {
  test('a channel the bot is not in is told how to invite it', async () => {
    const before = postedIn(flow.workspace);
    expect(await answer('/incident api-down', { channel: '#general' })).toBe(
      'The bot is not in this channel; nothing started. Send /invite @runbook, then send your command again.',
    );
    expect(postedIn(flow.workspace)).toBe(before);
  });

  test('a channel shared with another organisation is refused', async () => {
    const before = postedIn(flow.workspace);
    expect(await answer('/incident api-down', { channel: '#partners' })).toMatch(
      /^This channel is shared with another organisation, .* Nothing was started; use an internal channel\.$/,
    );
    expect(postedIn(flow.workspace)).toBe(before);
  });

  test('a direct message reads, and opens nothing', async () => {
    expect(await answer('/incident help', { channel: '@bot' })).toContain('Here: api-down, redis-down.');
    expect(await answer('/incident api-down', { channel: '@bot' })).toMatch(
      /^Incidents live in channels, .* Nothing was started/,
    );
    expect(flow.workspace.dm('ada').messages()).toEqual([]);
  });
});

test('after all this nobody was notified, the bot has met no bug, and acknowledged at once', () => {
  for (const person of EVERYBODY) expect(flow.workspace.notifications(person)).toEqual([]);
  expect(flow.bot.log.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  expect(usualAcknowledgement(flow.workspace)).toBeLessThan(1_500);
});
