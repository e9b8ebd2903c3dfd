import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { BotProcess } from '../../../demo/bot-process.js';
import type { Message } from '../../../playground/model.js';
import { until } from '../../until.js';
import { createDatabase, type TestDatabase } from '../store/database.js';
import { startBare, type Bare } from './bare.js';
import { cancel, cardsIn, CHANNEL, headerOf, verdictOn } from './reading.js';

const LINE = '/incident shop-down';
/** Slack gives ten seconds. */
const WARNING_MS = 6_000;

let bare: Bare;

async function open(env: Readonly<Record<string, string>> = {}): Promise<Bare> {
  bare = await startBare({ env, workspace: { transport: 'socket', sockets: { warningMs: WARNING_MS } } });
  return bare;
}

afterEach(() => bare.stop());

const connections = (count: number): Promise<void> =>
  until(() => {
    const links = bare.workspace.sockets.links();
    return links.length === count && !links.some(({ announced }) => announced);
  }, `${count} connections`);

async function diagnosed(): Promise<Message> {
  await bare.workspace.person('ada').command(CHANNEL, LINE);
  return (await verdictOn(bare.workspace, () => cardsIn(bare.workspace)[0])).card;
}

/** Does it again and again until something has happened. */
async function meanwhile(work: () => Promise<void>, happened: Promise<void>): Promise<void> {
  const state = { waiting: true };
  const working = async (): Promise<void> => {
    while (state.waiting) await work();
  };
  await Promise.all([happened.finally(() => (state.waiting = false)), working()]);
}

/** What /healthz answers. */
async function health({ port }: BotProcess): Promise<{ status: number; reason: string }> {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`);
  const { reason = '' } = (await response.json()) as { reason?: string };
  return { status: response.status, reason };
}

describe('the bot over Socket Mode', () => {
  test('loses no command across ten forced ends of its connections', async () => {
    const { workspace } = await open();
    await bare.start();
    await connections(2);
    const tooks: number[] = [];
    let lost = 0;
    const ask = async (): Promise<void> => {
      const { acknowledged, tookMs } = await workspace.person('ada').command(CHANNEL, '/incident list');
      tooks.push(tookMs);
      if (!acknowledged) lost += 1;
    };
    for (let round = 0; round < 10; round += 1) {
      if (round % 3 === 0) workspace.sockets.disconnect('warning', 'all');
      else if (round % 3 === 1) workspace.sockets.disconnect('refresh_requested');
      else workspace.sockets.links()[0]?.reset();
      await meanwhile(ask, connections(2));
    }
    const slowest = Math.max(...tooks);
    console.log(`ten forced ends: ${tooks.length} commands, ${lost} lost, slowest acknowledgement ${slowest} ms`);
    expect(lost).toBe(0);
    expect(tooks.length).toBeGreaterThan(100);
    expect(workspace.sockets.violations).toEqual([]);
  });

  test('goes on with an incident where the connections were when they broke', async () => {
    const { workspace, gate } = await open();
    await bare.start();
    await connections(2);
    gate.hold();
    await workspace.person('ada').command(CHANNEL, LINE);
    await gate.asked();
    for (const link of workspace.sockets.links()) link.reset();
    gate.release();
    const { card } = await verdictOn(workspace, () => cardsIn(workspace)[0]);
    await connections(2);
    await cancel(workspace, card);
    expect(cardsIn(workspace)).toHaveLength(1);
  });

  test('does not start with a wrong token, and says what to do', async () => {
    await open();
    await expect(bare.start({ SLACK_APP_TOKEN: 'xapp-wrong' })).rejects.toThrow(
      /ended with 1: Slack does not accept SLACK_APP_TOKEN \(invalid_auth\): .* The bot does not start\. Make an app-level token/,
    );
  });

  test('with its token revoked while it runs, it says so, calls itself not ready, and lives on', async () => {
    const { workspace } = await open();
    const bot = await bare.start();
    await connections(2);
    const card = await diagnosed();
    expect(await health(bot)).toEqual({ status: 200, reason: '' });
    workspace.revoke('app');
    workspace.sockets.disconnect('refresh_requested', 'all');
    await until(async () => (await health(bot)).reason.includes('token_revoked'), 'the reason in /healthz');
    expect((await health(bot)).status).toBe(503);
    const lines = () => bot.log.filter(({ msg }) => String(msg).includes('token_revoked'));
    await until(() => lines().length > 0, 'the line in the log');
    const logged = lines();
    expect(logged.map(({ level }) => level)).toEqual([50]);
    expect(headerOf(workspace.current(card))).toBe(headerOf(card));
    expect(await bot.stop()).toBe(0);
  });
});

describe('two bots of one workspace on one database, over Socket Mode', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase();
  });
  afterAll(() => database.drop());

  test('handle each press once, whichever gets it', async () => {
    const { workspace } = await open({ DATABASE_URL: database.url });
    await bare.start();
    await bare.start();
    await connections(4);
    const card = await diagnosed();
    const before = workspace.envelopes().length;
    const presses = 8;
    for (let press = 0; press < presses; press += 1) {
      const pressed = await workspace.person('ada').click(card, 'Diagnose again');
      expect(pressed.acknowledged).toBe(true);
      await verdictOn(workspace, () => cardsIn(workspace)[0], 0, { runs: press + 2 });
    }
    const used = workspace
      .envelopes()
      .slice(before)
      .map(({ link }) => link);
    // A connection that broke meanwhile was replaced by another one.
    expect(new Set(used).size).toBeGreaterThanOrEqual(4);
    expect(used).toHaveLength(presses);
    const shown = await verdictOn(workspace, () => cardsIn(workspace)[0], 0, { runs: presses + 1 });
    expect(cardsIn(workspace)).toHaveLength(1);
    await cancel(workspace, shown.card);
  });
});
