import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { BotProcess } from '../../../demo/bot-process.js';
import type { Fault } from '../../../playground/faults.js';
import { until } from '../../until.js';
import { startBare, type Bare } from './bare.js';
import { cancel, cardsIn, CHANNEL, headerOf, repliesTo, verdictOn } from './reading.js';
import { timeOf } from './took.js';

const LINE = '/incident shop-down';
const WELL = '🔕 shop up: false alarm';
const POST = 'chat.postMessage';
const UPDATE = 'chat.update';

describe('where Slack', () => {
  let bare: Bare;

  beforeAll(async () => {
    bare = await startBare();
    await bare.start();
  });

  afterEach(() => {
    bare.workspace.faults.clear();
  });

  afterAll(async () => {
    await bare.stop();
  });

  const troubles: [string, Fault[]][] = [
    ['refuses each call several times for its rate', [limited(POST, 3), limited(UPDATE, 2)]],
    [
      'answers 500 again and again',
      [
        { method: POST, kind: 'http_500', times: 2 },
        { method: UPDATE, kind: 'http_500' },
      ],
    ],
    [
      'breaks off before it has done anything',
      [
        { method: POST, kind: 'reset', times: 2 },
        { method: UPDATE, kind: 'reset' },
      ],
    ],
    [
      'does what it is asked and breaks off',
      [
        { method: POST, kind: 'reset', times: 2, afterEffect: true },
        { method: UPDATE, kind: 'reset', afterEffect: true },
      ],
    ],
    ['does what it is asked and answers 500', [{ method: POST, kind: 'http_500', times: 2, afterEffect: true }]],
    ['never answers a post that it has done', [{ method: POST, kind: 'timeout', afterEffect: true }]],
    [
      'has an internal error',
      [
        { method: POST, kind: { error: 'internal_error' } },
        { method: UPDATE, kind: { error: 'fatal_error' } },
      ],
    ],
    [
      'is asked whether a post stands and fails',
      [
        { method: POST, kind: 'reset' },
        { method: 'conversations.history', kind: 'http_500' },
      ],
    ],
  ];

  test.each(troubles)('%s, the card gets there in the end, once', async (_, faults) => {
    const { workspace, gate } = bare;
    const cards = cardsIn(workspace).length;
    for (const fault of faults) workspace.faults.add(fault);
    gate.hold();
    const { acknowledged } = await workspace.person('ada').command(CHANNEL, LINE);
    expect(acknowledged).toBe(true);
    await workspace.waitFor(() => cardsIn(workspace)[cards], { what: 'the card' });
    gate.release();
    const shown = await verdictOn(workspace, () => cardsIn(workspace)[cards]);
    expect(headerOf(shown.card)).toBe(WELL);
    expect(workspace.faults.left()).toBe(0);
    workspace.faults.clear();
    await cancel(workspace, shown.card);
    expect(cardsIn(workspace)).toHaveLength(cards + 1);
    expect(repliesTo(workspace, shown.card)).toHaveLength(1);
  });

  test('does not say who somebody is, the card names them by id', async () => {
    const { workspace } = bare;
    const cards = cardsIn(workspace).length;
    workspace.faults.add({ method: 'users.info', kind: 'http_500', times: 20 });
    const kim = workspace.person('kim');
    await kim.command(CHANNEL, LINE);
    const shown = await verdictOn(workspace, () => cardsIn(workspace)[cards]);
    expect(shown.words).toMatch(new RegExp(`opened by ${kim.id} \\d\\d:\\d\\d( |$)`, 'm'));
    expect(workspace.mentions(shown.card).users).toEqual([]);
    await cancel(workspace, shown.card);
  });

  function limited(method: string, times: number): Fault {
    return { method, kind: 'rate_limited', times, retryAfter: 1 };
  }
});

describe('a bot that is asked to stop', () => {
  let bare: Bare;
  let bot: BotProcess;

  beforeAll(async () => {
    bare = await startBare();
    bot = await bare.start();
  });

  afterAll(async () => {
    await bare.stop();
  });

  test('in the middle of a diagnosis goes at once, and the next one finishes it', async () => {
    const { workspace, gate } = bare;
    expect((await fetch(`http://127.0.0.1:${bot.port}/healthz`)).status).toBe(200);
    gate.hold();
    await workspace.person('ada').command(CHANNEL, LINE);
    await workspace.waitFor(() => cardsIn(workspace)[0], { what: 'the card' });
    await gate.asked();
    await stopsWell(bot);
    gate.release();
    bot = await bare.start();
    const shown = await verdictOn(workspace, () => cardsIn(workspace)[0]);
    expect(headerOf(shown.card)).toBe(WELL);
    await cancel(workspace, shown.card);
    expect(cardsIn(workspace)).toHaveLength(1);
  });

  test('while Slack is silent goes all the same, and the next one posts the card', async () => {
    const { workspace } = bare;
    const posts = workspace.calls(POST).length;
    workspace.faults.add({ method: POST, kind: 'timeout', times: 5 });
    await workspace.person('ada').command(CHANNEL, LINE);
    await until(() => workspace.calls(POST).length > posts, 'the post that is never answered');
    await stopsWell(bot);
    workspace.faults.clear();
    bot = await bare.start();
    const shown = await verdictOn(workspace, () => cardsIn(workspace)[1]);
    expect(headerOf(shown.card)).toBe(WELL);
    expect(cardsIn(workspace)).toHaveLength(2);
  });
});

/** With exit code 0, within 8 s. */
async function stopsWell(bot: BotProcess): Promise<void> {
  expect(await timeOf(async () => expect(await bot.stop()).toBe(0))).toBeLessThan(8_000);
}
