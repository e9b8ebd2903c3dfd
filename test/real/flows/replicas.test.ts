import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { BotProcess } from '../../../demo/bot-process.js';
import type { Message } from '../../../playground/model.js';
import { createDatabase, type TestDatabase } from '../store/database.js';
import { startBare, type Bare } from './bare.js';
import { cancel, cardsIn, CHANNEL, headerOf, repliesTo, enter, verdictOn, whispers, wordsOf } from './reading.js';

const LINE = '/incident shop-down';
const WELL = '🔕 shop up: false alarm';

let database: TestDatabase;
let bare: Bare;
let first: BotProcess;
let second: BotProcess;

beforeAll(async () => {
  database = await createDatabase();
  bare = await startBare({ env: { DATABASE_URL: database.url } });
  first = await bare.start();
  second = await bare.start();
});

afterAll(async () => {
  await bare.stop();
  await database.drop();
});

function nextCard(): () => Message | undefined {
  const before = cardsIn(bare.workspace).length;
  return () => cardsIn(bare.workspace)[before];
}

/** The first bot is asked for a diagnosis and killed in the middle of it; resolves with its card. */
async function firstBegins(card: () => Message | undefined): Promise<Message> {
  const { workspace, gate } = bare;
  gate.hold();
  workspace.connectApp(first.requestUrl);
  await enter(workspace, 'ada', CHANNEL, LINE);
  const diagnosing = await workspace.waitFor(card, { what: 'the card' });
  expect(headerOf(diagnosing)).toBe('🔍 shop: diagnosing');
  await gate.asked();
  await first.kill();
  return diagnosing;
}

describe('two bots on one database', () => {
  test('run an incident together: each takes commands, one card comes of it', async () => {
    const { workspace } = bare;
    const posted = workspace.channel(CHANNEL).everPosted().length;
    const card = nextCard();
    workspace.connectApp(first.requestUrl);
    await workspace.person('ada').command(CHANNEL, LINE);
    await verdictOn(workspace, card);
    workspace.connectApp(second.requestUrl);
    const status = await workspace.person('sam').command(CHANNEL, '/incident status');
    expect(status.response === undefined ? '' : wordsOf(workspace, status.response)).toContain(WELL);
    await workspace.person('sam').command(CHANNEL, '/incident diagnose');
    const shown = await verdictOn(workspace, card, 0, { runs: 2 });
    workspace.connectApp(first.requestUrl);
    await cancel(workspace, shown.card, 'kim');
    expect(workspace.channel(CHANNEL).everPosted()).toHaveLength(posted + 3);
  });

  test('open one incident for two people who ask at once, each another bot', async () => {
    const { workspace, gate } = bare;
    const card = nextCard();
    const cards = cardsIn(workspace).length;
    const before = { ada: whispers(workspace, 'ada').length, sam: whispers(workspace, 'sam').length };
    gate.hold();
    workspace.connectApp(first.requestUrl);
    const ada = workspace.person('ada').command(CHANNEL, LINE);
    workspace.connectApp(second.requestUrl);
    const sam = workspace.person('sam').command(CHANNEL, LINE);
    for (const { acknowledged } of await Promise.all([ada, sam])) expect(acknowledged).toBe(true);
    const told = await workspace.waitFor(
      () => [...whispers(workspace, 'ada').slice(before.ada), ...whispers(workspace, 'sam').slice(before.sam)][0],
      {
        what: 'a word to the later one',
      },
    );
    expect(told).toMatch(/^INC-\d+ is being diagnosed with shop-down already; its verdict is due /);
    gate.release();
    const shown = await verdictOn(workspace, card);
    expect(repliesTo(workspace, shown.card)).toHaveLength(1);
    await cancel(workspace, shown.card);
    expect(cardsIn(workspace)).toHaveLength(cards + 1);
  });

  test('finish what one of them was killed in', async () => {
    const { workspace, gate } = bare;
    const posted = workspace.channel(CHANNEL).everPosted().length;
    const card = nextCard();
    // Alone at first, so that it is certain who runs the incident; its start would take as long as the check waits for the gate.
    process.kill(second.pid, 'SIGSTOP');
    const diagnosing = await firstBegins(card).finally(() => {
      process.kill(second.pid, 'SIGCONT');
      gate.release();
    });
    workspace.connectApp(second.requestUrl);
    const shown = await verdictOn(workspace, card);
    console.log(`one bot killed, verdict by the other after ${shown.tookMs} ms`);
    expect(shown.card.ts).toBe(diagnosing.ts);
    expect(headerOf(shown.card)).toBe(WELL);
    expect(repliesTo(workspace, shown.card)).toHaveLength(1);
    expect(workspace.channel(CHANNEL).everPosted()).toHaveLength(posted + 2);
    await cancel(workspace, shown.card);
  });

  test('carry out a wish that the killed one had acknowledged', async () => {
    const { workspace } = bare;
    first = await bare.start();
    const card = nextCard();
    await workspace.person('ada').command(CHANNEL, LINE);
    await first.kill();
    workspace.connectApp(second.requestUrl);
    const shown = await verdictOn(workspace, card);
    expect(headerOf(shown.card)).toBe(WELL);
    expect(repliesTo(workspace, shown.card)).toHaveLength(1);
    await cancel(workspace, shown.card);
  });
});
