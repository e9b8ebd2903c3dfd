import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../engine/house.js';
import type { MendingShape } from '../engine/mending.js';
import { actingBot, type ActingBot } from './acting.js';
import { hears } from './doors.js';
import { Theatre } from './stage.js';

const theatre = new Theatre();
const bots: ActingBot[] = [];
let database: Database;
beforeAll(async () => {
  database = await openDatabase();
});
afterEach(async () => {
  for (const one of bots.splice(0)) await one.stop();
  await theatre.clear();
  await database.empty();
});
afterAll(() => database.close());

/** The front is broken, and its restart is offered on the card. */
async function offered(shape: MendingShape & { lapsesAfter?: number } = {}): Promise<ActingBot> {
  const bot = await actingBot(theatre, database, { risk: 'high', ...shape });
  bots.push(bot);
  await bot.workspace.person('ada').command('#inc-api', '/incident api-down');
  await bot.reads(/\[ ?\*?restart api/i);
  return bot;
}

/** Ada asked for it; the request stands in the channel. */
async function asked(shape: MendingShape & { lapsesAfter?: number } = {}): Promise<ActingBot> {
  const bot = await offered(shape);
  await bot.workspace.person('ada').click(await bot.reads(/front broken/), 'restart api');
  await bot.reads(/Restart api\?/);
  return bot;
}

describe('a remedy of high risk, from the press to the card', () => {
  test('runs once though two approvers press at once, and its asker and others cannot approve', async () => {
    const { workspace, world, reads } = await offered();
    workspace.setGroup('api-approvers', ['sam', 'lee', 'ada']);
    await workspace.person('ada').click(await reads(/front broken/), 'restart api');
    const request = await reads(/Restart api\?/);
    expect(workspace.mentions(request).groups).toEqual([workspace.group('api-approvers').id]);
    await workspace.person('ada').click(request, 'Approve restart api');
    await hears(workspace, /You asked for this; high risk needs a second person/, 'ada');
    await workspace.person('kim').click(request, 'Approve restart api');
    await hears(workspace, /Only approvers can approve this\. Nothing was run/, 'kim');
    expect(world.restarts).toBe(0);
    await Promise.all(['sam', 'lee'].map((who) => workspace.person(who).click(request, 'Approve restart api')));
    await reads(/api up: remedy verified/);
    expect(world.restarts).toBe(1);
    const told = (): number[] => ['sam', 'lee'].map((who) => workspace.ephemerals(who).length).sort();
    await workspace.waitFor(() => told().at(-1) !== 0, { what: 'one of them to be told' });
    expect(told()).toEqual([0, 1]);
  });

  test('pressed again on an old copy of the request changes nothing, and says who decided', async () => {
    const { workspace, world, reads } = await asked();
    const old = await reads(/Restart api\?/);
    await workspace.person('sam').click(old, 'Approve restart api');
    await reads(/api up: remedy verified/);
    await workspace.person('lee').click(old, 'Approve restart api', { stale: true });
    await hears(workspace, /sam approved this .*Your press changed nothing/, 'lee');
    expect(world.restarts).toBe(1);
  });

  test('denied says by whom and why, and offers it again', async () => {
    const { workspace, world, reads } = await asked();
    await workspace.person('sam').click(await reads(/Restart api\?/), 'Deny with reason');
    const modal = await workspace.waitFor(() => workspace.modals('sam')[0], { what: 'the form' });
    await workspace.person('sam').submit(modal, { reason: 'the release is rolling' });
    await reads(/Denied by sam .*the release is rolling/);
    expect(world.restarts).toBe(0);
  });

  test('lapses without a yes, and says so', async () => {
    const { workspace, world, reads } = await asked({ lapsesAfter: 5_000 });
    const old = await reads(/Restart api\?/);
    await reads(/Lapsed/);
    await workspace.person('sam').click(old, 'Approve restart api', { stale: true });
    await hears(workspace, /This request lapsed .*Nothing was run/, 'sam');
    expect(world.restarts).toBe(0);
  });

  test('runs at once where somebody who may breaks the glass, aloud', async () => {
    const { workspace, world, reads } = await asked();
    await workspace.person('kim').overflow(await reads(/approval wanted/), 'Break glass');
    const modal = await workspace.waitFor(() => workspace.modals('kim')[0], { what: 'the form' });
    await workspace.person('kim').submit(modal, { reason: 'nobody answers' });
    const aloud = await reads(/kim skipped the approval: nobody answers/);
    expect(workspace.mentions(aloud).groups).toEqual([workspace.group('api-approvers').id]);
    await reads(/api up: remedy verified/);
    expect(world.restarts).toBe(1);
  });

  test('reaches an approver who is not in the channel, who approves from the direct message', async () => {
    const { workspace, world, reads } = await offered();
    workspace.channel('#inc-api').remove('lee');
    await workspace.person('ada').click(await reads(/front broken/), 'restart api');
    const direct = await workspace.waitFor(() => workspace.dm('lee').messages()[0], { what: 'a direct message' });
    await workspace.person('lee').click(direct, 'Approve restart api');
    await reads(/api up: remedy verified/);
    expect(world.restarts).toBe(1);
    await workspace.waitFor(() => workspace.draw(workspace.current(direct)).includes('Approved by lee'), {
      what: 'the direct message to say so',
    });
  });
});
