import { afterAll, describe, expect, test } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { BotProcess } from '../../../demo/bot-process.js';
import { createDatabase } from '../store/database.js';
import { until } from '../../until.js';
import { CHANNEL } from './reading.js';
import { Chaos, isQuiet, tallyOf, type Tally } from './chaos.js';

const KILLS = Number(process.env['TEST_KILLS'] ?? 40);
const SERVICES = 12;
/** Longer than a lease and the time to act together. */
const FROZEN_MS = 9_000;
const table: (Tally & { on: string; kills: number; freezes: number })[] = [];

/** Random moments, the same in every run. */
function randomly(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** Some services are diagnosed and, a moment later, restarted; nobody waits for it. */
function stir(chaos: Chaos, random: () => number): void {
  for (const service of chaos.services) {
    if (random() < 0.5) continue;
    if (random() < 0.5) void chaos.type(`/incident ${service}-stale`);
    void chaos.type(`/incident remedy restart ${numbers.get(service) ?? ''}`, random() * 500);
  }
}

/** Incidents by service. */
const numbers = new Map<string, string>();

async function begin(chaos: Chaos): Promise<void> {
  for (const service of chaos.services) await chaos.type(`/incident ${service}-stale`);
  const known = (): boolean => {
    for (const { blocks } of chaos.workspace.channel(CHANNEL).messages()) {
      const words = JSON.stringify(blocks);
      const service = /\b(s\d+) degraded/.exec(words)?.[1];
      const id = /INC-\d+/.exec(words)?.[0];
      if (service !== undefined && id !== undefined) numbers.set(service, id);
    }
    return numbers.size === chaos.services.length;
  };
  // Slack takes a message a second.
  await until(known, 'an incident of every service', 120_000);
}

async function quiet(chaos: Chaos): Promise<void> {
  await chaos.silent();
  const looked = async (): Promise<boolean> => {
    await pause(500);
    return chaos.read((store) => isQuiet(chaos, store));
  };
  await until(looked, 'everything to be settled', 240_000);
}

async function judge(chaos: Chaos, on: string, kills: number, freezes: number): Promise<void> {
  await chaos.counted();
  const { incidents, waiting } = await chaos.read(async (store) => ({
    incidents: await chaos.incidents(store),
    waiting: await store.waiting('nobody', 10),
  }));
  const { tally, wrong } = tallyOf(chaos, incidents);
  table.push({ on, kills, freezes, ...tally });
  expect(wrong).toEqual([]);
  expect(waiting).toEqual([]);
  // Otherwise nothing was tried.
  expect(tally.executed).toBeGreaterThan(kills / 10);
  expect(tally.unknown).toBe(0);
}

describe('a restart that was asked for happens once or not at all, and the record says which', () => {
  afterAll(() => console.table(table));

  test(`on PGlite, the bot killed ${KILLS} times`, async () => {
    numbers.clear();
    const random = randomly(7);
    const chaos = await Chaos.open(SERVICES, null);
    let bot: BotProcess | null = null;
    try {
      bot = await chaos.bot();
      chaos.workspace.connectApp(bot.requestUrl);
      await begin(chaos);
      for (let kill = 0; kill < KILLS; kill += 1) {
        stir(chaos, random);
        await pause(400 + random() * 1_600);
        await bot.kill();
        bot = await chaos.bot();
        chaos.workspace.connectApp(bot.requestUrl);
      }
      // What is open is settled within the longest restart. A bot that has the data cannot be looked at from outside: one that was not given long enough is followed by another.
      await chaos.silent();
      for (let looks = 0; looks < 5; looks += 1) {
        await pause(30_000);
        await bot.stop();
        bot = null;
        if (await chaos.read((store) => isQuiet(chaos, store))) break;
        bot = await chaos.bot();
      }
      expect(bot).toBeNull();
      await judge(chaos, 'PGlite', KILLS, 0);
    } finally {
      await bot?.stop();
      await chaos.close();
    }
  }, 1_200_000);

  test(`on PostgreSQL with two bots, killed ${KILLS} times or frozen and thawed`, async () => {
    numbers.clear();
    const random = randomly(11);
    const database = await createDatabase();
    const chaos = await Chaos.open(SERVICES, database.url);
    const bots: BotProcess[] = [];
    let freezes = 0;
    try {
      bots.push(await chaos.bot(), await chaos.bot());
      chaos.workspace.connectApp(bots[0]?.requestUrl ?? '');
      await begin(chaos);
      for (let kill = 0; kill < KILLS; kill += 1) {
        const [victim, other] = random() < 0.5 ? [0, 1] : [1, 0];
        chaos.workspace.connectApp(bots[random() < 0.7 ? victim : other]?.requestUrl ?? '');
        stir(chaos, random);
        await pause(100 + random() * 900);
        if (kill % 10 === 9) {
          const { pid = 0 } = bots[victim] ?? {};
          process.kill(pid, 'SIGSTOP');
          freezes += 1;
          chaos.workspace.connectApp(bots[other]?.requestUrl ?? '');
          await pause(FROZEN_MS);
          process.kill(pid, 'SIGCONT');
          continue;
        }
        await bots[victim]?.kill();
        bots[victim] = await chaos.bot();
      }
      await quiet(chaos);
      await judge(chaos, 'PostgreSQL, two bots', KILLS - freezes, freezes);
    } finally {
      for (const bot of bots) await bot.stop();
      await chaos.close();
      await database.drop();
    }
  }, 1_800_000);
});
