import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BotProcess } from '../../../demo/bot-process.js';
import type { RawRequest } from '../../../playground/door.js';
import type { Message } from '../../../playground/model.js';
import { startBare, type Bare } from './bare.js';
import {
  cancel,
  cardsIn,
  CHANNEL,
  diagnose as diagnoseLine,
  EVERYBODY,
  headerOf,
  incidentOf,
  listen,
  postedIn,
  repliesTo,
  whispers,
  wordsOf,
  type Shown,
  type Typed,
} from './reading.js';

const LINE = '/incident shop-down';
const WELL = '🔕 shop up: false alarm';

let bare: Bare;
let bot: BotProcess;

beforeAll(async () => {
  bare = await startBare({
    // Signatures are HTTP's alone.
    workspace: { transport: 'http' },
    config: (workspace) => ({ slack: { shared_channels: [workspace.channel('#partners').id] } }),
  });
  bot = await bare.start();
});

afterAll(async () => {
  await bare.stop();
});

async function diagnose(where: Typed = {}): Promise<Shown> {
  return diagnoseLine(bare.workspace, { line: LINE, ...where });
}

async function healthz(): Promise<number> {
  return (await fetch(`http://127.0.0.1:${bot.port}/healthz`)).status;
}

/** Everything anybody could have seen of it. */
function seen(): number {
  const { workspace } = bare;
  return EVERYBODY.reduce((sum, person) => sum + whispers(workspace, person).length, postedIn(workspace));
}

describe('a request', () => {
  const now = (): number => Math.floor(Date.now() / 1_000);
  let genuine: RawRequest;

  beforeAll(async () => {
    await bare.workspace.person('ada').command(CHANNEL, '/incident help');
    const sent = bare.workspace.sent().at(-1);
    if (sent === undefined) throw new Error('nothing was sent');
    const fields = new URLSearchParams(sent.body);
    fields.set('text', 'shop-down');
    fields.set('trigger_id', '1.2.forged');
    genuine = { ...sent, body: fields.toString() };
  });

  test.each<[string, () => Partial<RawRequest>]>([
    ['signed with another secret', () => ({ secret: 'guessed', timestamp: now() })],
    ['without a signature', () => ({ timestamp: now(), headers: { 'x-slack-signature': '' } })],
    ['with a signature that is none', () => ({ timestamp: now(), headers: { 'x-slack-signature': 'v0=é' } })],
    ['without a time', () => ({ headers: { 'x-slack-request-timestamp': '' } })],
    ['with a time that is none', () => ({ headers: { 'x-slack-request-timestamp': 'soon' } })],
    ['dated two minutes ahead', () => ({ timestamp: now() + 120 })],
    ['six minutes old', () => ({ timestamp: now() - 360 })],
    [
      'with another body than was signed',
      () => ({ timestamp: now(), headers: { 'x-slack-signature': signatureOf(0) } }),
    ],
  ])('%s is refused and does nothing', async (_, changes) => {
    const before = seen();
    const made = changes();
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...made.headers };
    const delivery = await bare.workspace
      .send({ body: genuine.body, ...made, headers })
      .catch((error: unknown) => error);
    expect(delivery).toMatchObject({ status: 401, acknowledged: false });
    expect(seen()).toBe(before);
    expect(cardsIn(bare.workspace)).toEqual([]);
    expect(await healthz()).toBe(200);
  });

  test('sent twice is taken once', async () => {
    const { workspace } = bare;
    const { card } = await diagnose();
    const sent = workspace.sent().findLast(({ body }) => new URLSearchParams(body).get('text') === 'shop-down');
    if (sent === undefined) throw new Error('the command was not sent');
    const { body, timestamp } = sent;
    expect(await workspace.send({ body, timestamp })).toMatchObject({ status: 401, acknowledged: false });
    // The same wish signed anew, as Slack itself would repeat it: acknowledged, and nothing follows.
    expect(await workspace.send({ body, timestamp: timestamp - 1 })).toMatchObject({ status: 200 });
    await cancel(workspace, card);
    expect(cardsIn(workspace)).toHaveLength(1);
    expect(repliesTo(workspace, card)).toHaveLength(1);
  });

  /** A signature that was right for something else. */
  function signatureOf(index: number): string {
    const sent = bare.workspace.sent()[index];
    return sent?.headers?.['x-slack-signature'] ?? `v0=${'0'.repeat(64)}`;
  }
});

describe('a press', () => {
  let card: Message;
  let genuine: Record<string, unknown>;

  beforeAll(async () => {
    const { workspace } = bare;
    ({ card } = await diagnose({ channel: '#partners' }));
    await workspace.person('ada').click(card, 'Diagnose again');
    await workspace.waitFor(() => repliesTo(workspace, card).length === 2, { what: 'the second run' });
    const sent = workspace.sent().at(-1);
    genuine = JSON.parse(new URLSearchParams(sent?.body ?? '').get('payload') ?? '{}') as Record<string, unknown>;
  });

  afterAll(async () => {
    await cancel(bare.workspace, card);
  });

  let presses = 0;
  /** A well-signed press with some of it changed. */
  async function press(changes: Record<string, unknown>) {
    presses += 1;
    const payload = JSON.stringify({ ...genuine, trigger_id: `9.9.${presses}`, ...changes });
    return bare.workspace.send({ body: new URLSearchParams({ payload }).toString() });
  }

  function action(changes: Record<string, unknown>): Record<string, unknown> {
    const [first] = genuine['actions'] as Record<string, unknown>[];
    return { actions: [{ ...first, ...changes }] };
  }

  test.each(['Close as false alarm', 'Diagnose again'])(
    'on %s by somebody of another workspace changes nothing, and they are told',
    async (label) => {
      const { workspace } = bare;
      const told = listen(workspace, 'mallory');
      const header = headerOf(workspace.current(card));
      await workspace.person('mallory').click(card, label);
      expect(await told()).toBe(
        'Only members of the workspace this bot is installed in can use it. Nothing was started.',
      );
      expect(headerOf(workspace.current(card))).toBe(header);
      expect(repliesTo(workspace, card)).toHaveLength(2);
    },
  );

  test.each([
    ['a button of no release', { action_id: 'launch_missiles:0' }, /^That button is from another version of the bot\./],
    ['a button named as every object is', { action_id: 'constructor:0' }, /^That button is from another version/],
    [
      'an incident that is none',
      { action_id: 'close_false_alarm:0', value: 'INC-999' },
      /^That button belongs to no incident/,
    ],
    [
      'SQL',
      { action_id: 'close_false_alarm:0', value: "INC-1'; drop table events; --" },
      /^That button belongs to no incident/,
    ],
    ['an id with NUL', { action_id: 'close_false_alarm:0', value: 'INC-\u00001' }, /Nothing was (changed|started)/],
    ['an enormous id', { action_id: 'diagnose:0', value: 'INC-'.padEnd(2_000, '9') }, /Nothing was changed/],
    [
      'a runbook with words behind it',
      { action_id: 'run_runbook:0', value: 'cancel INC-1 because' },
      /Nothing was (changed|started)/,
    ],
  ])('on %s is answered and does nothing', async (_, changed, says) => {
    const { workspace } = bare;
    const told = listen(workspace, 'ada');
    const posted = postedIn(workspace);
    expect(await press(action(changed))).toMatchObject({ status: 200 });
    expect(await told()).toMatch(says);
    expect(postedIn(workspace)).toBe(posted);
    expect(headerOf(workspace.current(card))).toBe(WELL);
  });

  test('of this incident from another channel does nothing', async () => {
    const { workspace } = bare;
    const told = listen(workspace, 'ada');
    const elsewhere = { id: workspace.channel(CHANNEL).id, name: 'inc-api' };
    await press({
      ...action({ action_id: 'close_false_alarm:0', value: incidentOf(card) }),
      channel: elsewhere,
      container: { type: 'message', message_ts: card.ts, channel_id: elsewhere.id, is_ephemeral: false },
    });
    expect(await told()).toBe('That button belongs to no incident of this channel. Nothing was changed.');
    expect(headerOf(workspace.current(card))).toBe(WELL);
  });

  test.each([
    ['no payload', ''],
    ['a payload that is no JSON', new URLSearchParams({ payload: '{"type":' }).toString()],
    ['an empty payload', new URLSearchParams({ payload: '{}' }).toString()],
    ['a list', new URLSearchParams({ payload: '[]' }).toString()],
    ['actions that are none', new URLSearchParams({ payload: '{"type":"block_actions","actions":[]}' }).toString()],
    ['two megabytes', new URLSearchParams({ payload: 'x'.repeat(2_000_000) }).toString()],
  ])('with %s does nothing, and the bot goes on', async (_, body) => {
    const before = seen();
    await bare.workspace.send({ body });
    expect(await healthz()).toBe(200);
    const help = await bare.workspace.person('ada').command(CHANNEL, '/incident help');
    expect(help.acknowledged).toBe(true);
    expect(seen()).toBe(before + 1);
  });
});

test('after all this the bot has met no bug, and says so', async () => {
  expect(await healthz()).toBe(200);
  const { response } = await bare.workspace.person('ada').command(CHANNEL, '/incident list');
  expect(response === undefined ? '' : wordsOf(bare.workspace, response)).toBe('Nothing is open here.');
  // Bolt complains of signed payloads that are none of Slack's; our own parts must not.
  expect(bot.log.filter(({ level, part }) => Number(level) >= 50 && part !== 'bolt')).toEqual([]);
});
