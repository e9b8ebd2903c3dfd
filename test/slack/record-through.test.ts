import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { openDatabase, type Database } from '../engine/house.js';
import { until } from '../until.js';
import { actingBot, type ActingBot } from './acting.js';
import { typed } from './doors.js';
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

async function broken(): Promise<ActingBot> {
  const bot = await actingBot(theatre, database);
  bots.push(bot);
  await bot.workspace.person('ada').command('#inc-api', '/incident api-down');
  await bot.reads(/front broken/);
  return bot;
}

/** What the only incident's log has of this. */
async function recorded(type: string): Promise<object[]> {
  const [row] = await database.store.list({ limit: 1 });
  const events = await database.store.load(row?.incident ?? '');
  return events.filter((event) => event.type === type).map(({ payload }) => payload);
}

test('a 📌 stands in the timeline until the last one is taken off, however often the message is marked', async () => {
  const { workspace } = await broken();
  const said = await workspace.person('kim').say('#inc-api', 'I saw the disk fill up');
  await workspace.person('ada').react(said, 'pushpin');
  await workspace.person('sam').react(said, 'pushpin');
  await until(async () => (await recorded('pin.added')).length === 2, 'both pins');
  const line = (words: string): number => words.split('I saw the disk fill up').length - 1;
  expect(line((await typed(workspace, '/incident timeline')).words)).toBe(1);
  await workspace.person('ada').unreact(said, 'pushpin');
  await until(async () => (await recorded('pin.removed')).length === 1, 'one taken off');
  expect(line((await typed(workspace, '/incident timeline')).words)).toBe(1);
  await workspace.person('sam').unreact(said, 'pushpin');
  await until(async () => (await recorded('pin.removed')).length === 2, 'both taken off');
  expect(line((await typed(workspace, '/incident timeline')).words)).toBe(0);
});

test('what was told when it was resolved is in the log, and who resolves second is told', async () => {
  const { workspace } = await broken();
  for (const who of ['ada', 'sam']) await workspace.person(who).command('#inc-api', '/incident resolve restarted');
  const [first, second] = await Promise.all(
    ['ada', 'sam'].map((who) => workspace.waitFor(() => workspace.modals(who)[0], { what: `a form for ${who}` })),
  );
  if (first === undefined || second === undefined) throw new Error('no forms');
  await workspace.person('ada').submit(first, { impact: 'nobody could order' });
  await until(async () => (await recorded('incident.closed')).length === 1, 'the end');
  await workspace.person('sam').submit(second, {});
  await workspace.waitFor(() => workspace.ephemerals('sam').length > 0, { what: 'Sam to be told' });
  expect(await recorded('incident.closed')).toMatchObject([
    { how: 'resolved', reason: 'restarted', told: { impact: 'nobody could order' } },
  ]);
});
