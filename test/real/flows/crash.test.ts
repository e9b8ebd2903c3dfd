import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { BotProcess } from '../../../demo/bot-process.js';
import type { Message } from '../../../playground/model.js';
import { startBare, type Bare } from './bare.js';
import {
  cancel,
  cardsIn,
  CHANNEL,
  headerOf,
  PATIENCE_MS,
  repliesTo,
  threadOf,
  enter,
  verdictOn,
  wordsOf,
} from './reading.js';
import { cancelAll } from './scene.js';

const LINE = '/incident shop-down';
const WELL = '🔕 shop up: false alarm';
const recovered: { after: string; 'start to verdict, ms': number }[] = [];

/** Random moments, the same in every run. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

describe('a bot that is killed', () => {
  let bare: Bare;
  let bot: BotProcess;

  beforeAll(async () => {
    bare = await startBare();
    bot = await bare.start();
  });

  // What one test left behind is not another's.
  afterEach(async () => {
    bare.gate.release();
    bare.workspace.faults.clear();
    await cancelAll(bare.workspace);
  });

  afterAll(async () => {
    await bare.stop();
    console.table(recovered);
  });

  /** The card that comes after those which are there. */
  function nextCard(): () => Message | undefined {
    const before = cardsIn(bare.workspace).length;
    return () => cardsIn(bare.workspace)[before];
  }

  /** Ends the bot, starts it again on its data, and waits for the verdict. Exactly one card and one reply must come of it. */
  async function finishes(after: string, card: () => Message | undefined, posted: number): Promise<void> {
    const { workspace, gate } = bare;
    await bot.kill();
    gate.release();
    workspace.faults.clear();
    const from = performance.now();
    bot = await bare.start();
    const shown = await verdictOn(workspace, card, from);
    recovered.push({ after, 'start to verdict, ms': shown.tookMs });
    expect(headerOf(shown.card)).toBe(WELL);
    expect(shown.words).not.toContain('Posted again');
    expect(repliesTo(workspace, shown.card)).toHaveLength(1);
    expect(workspace.channel(CHANNEL).everPosted()).toHaveLength(posted + 2);
    await cancel(workspace, shown.card);
    expect(workspace.channel(CHANNEL).everPosted()).toHaveLength(posted + 2);
  }

  test('in the middle of a diagnosis finishes it after the restart, in the same card', async () => {
    const { workspace, gate } = bare;
    const posted = workspace.channel(CHANNEL).everPosted().length;
    const card = nextCard();
    gate.hold();
    await workspace.person('ada').command(CHANNEL, LINE);
    await gate.asked();
    const diagnosing = await workspace.waitFor(card, { what: 'the card' });
    expect(headerOf(diagnosing)).toBe('🔍 shop: diagnosing');
    await finishes('mid-diagnosis', card, posted);
    expect(card()?.ts).toBe(diagnosing.ts);
  });

  test('right after it acknowledged a command carries it out after the restart', async () => {
    const { workspace } = bare;
    const posted = workspace.channel(CHANNEL).everPosted().length;
    const card = nextCard();
    const { acknowledged } = await workspace.person('ada').command(CHANNEL, LINE);
    expect(acknowledged).toBe(true);
    await finishes('acknowledged', card, posted);
  });

  test('after its card was posted and before it heard of that finds the card again', async () => {
    const { workspace } = bare;
    const posted = workspace.channel(CHANNEL).everPosted().length;
    const card = nextCard();
    workspace.faults.add({ method: 'chat.postMessage', kind: 'timeout', afterEffect: true });
    await workspace.person('ada').command(CHANNEL, LINE);
    await workspace.waitFor(card, { what: 'the card the bot does not know of' });
    await finishes('card posted, unheard', card, posted);
  });

  test('after the evidence was posted and before it heard of that posts it no second time', async () => {
    const { workspace } = bare;
    const posted = workspace.channel(CHANNEL).everPosted().length;
    const card = nextCard();
    const where = (input: Readonly<Record<string, unknown>>): boolean => input['thread_ts'] !== undefined;
    workspace.faults.add({ method: 'chat.postMessage', kind: 'timeout', afterEffect: true, where });
    await workspace.person('ada').command(CHANNEL, LINE);
    await workspace.waitFor(() => workspace.channel(CHANNEL).everPosted().length === posted + 2, {
      what: 'the evidence the bot does not know of',
    });
    await finishes('evidence posted, unheard', card, posted);
  });

  test('with a closing acknowledged and not carried out closes after the restart', async () => {
    const { workspace } = bare;
    const card = nextCard();
    await workspace.person('ada').command(CHANNEL, LINE);
    const shown = await verdictOn(workspace, card);
    const { acknowledged } = await workspace.person('sam').command(CHANNEL, '/incident cancel a mistake');
    await bot.kill();
    expect(acknowledged).toBe(true);
    bot = await bare.start();
    const closed = await workspace.waitFor(
      () => {
        const current = workspace.current(shown.card);
        return headerOf(current).includes('cancelled') && current;
      },
      { timeout: PATIENCE_MS, what: 'the closed card' },
    );
    expect(wordsOf(workspace, closed)).toMatch(/^Cancelled by sam \d\d:\d\d: a mistake$/m);
    expect(threadOf(workspace, closed)).toBe(shown.thread);
  });
});

test('ten kills at random moments: every command that was acknowledged has one card with a verdict and its evidence', async () => {
  const services = Array.from({ length: 10 }, (_, index) => `s${index}`);
  const random = randomly(20_261_122);
  const bare = await startBare({ services });
  try {
    const { workspace } = bare;
    const owed: string[] = [];
    for (const [index, service] of services.entries()) {
      const bot = await bare.start();
      const typed = enter(workspace, 'ada', CHANNEL, `/incident ${service}-down`);
      // Every other time counted from the acknowledgement, so that enough is owed on a slow machine too.
      if (index % 2 === 1) await typed;
      await pause(random() * 300);
      await bot.kill();
      if ((await typed).acknowledged) owed.push(service);
    }
    await bare.start();
    const cardsOf = (service: string): Message[] =>
      cardsIn(workspace).filter(
        (card) => headerOf(card).includes(`${service} `) || headerOf(card).includes(`${service}:`),
      );
    for (const service of owed) {
      const shown = await verdictOn(workspace, () => cardsOf(service)[0], 0);
      expect(headerOf(shown.card)).toBe(`🔕 ${service} up: false alarm`);
      expect(shown.words).not.toContain('Posted again');
    }
    for (const service of services) {
      const cards = cardsOf(service);
      expect(cards.length).toBeLessThanOrEqual(1);
      // One that nobody was told of may be begun later than the others.
      for (const card of cards) await verdictOn(workspace, () => workspace.current(card));
      for (const card of cards) expect(repliesTo(workspace, card).length).toBe(1);
    }
    expect(owed.length).toBeGreaterThanOrEqual(5);
  } finally {
    await bare.stop();
  }
});
