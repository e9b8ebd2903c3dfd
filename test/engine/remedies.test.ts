import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../src/engine/store.js';
import { fromLog } from '../../src/incident/events.js';
import { ACT_WITHIN_MS } from '../../src/incident/remedy-results.js';
import { fold, type Incident } from '../../src/incident/state.js';
import { until } from '../until.js';
import { EngineBench } from './bench.js';
import { outcome, story, type BotOptions, type Process } from './house.js';
import { opening } from './wishes.js';
import { handsOn, mendable, pressing, World, type MendingShape } from './mending.js';

const bench = new EngineBench();
beforeAll(() => bench.open());
afterEach(() => bench.clear());
afterAll(() => bench.close());

const ADA = 'slack:UADA';
const SAM = 'slack:USAM';
const KIM = 'slack:UKIM';

async function read(id: string, store: Store = bench.store): Promise<Incident> {
  const state = fold(id, (await store.load(id)).map(fromLog));
  if (state === null) throw new Error(`${id} is not there`);
  return state;
}

async function reached(id: string, type: string, times = 1): Promise<Incident> {
  await until(
    async () => (await story(bench.store, id)).filter((one) => one === type).length >= times,
    `${type} in ${id}`,
  );
  return read(id);
}

/** A watch that lasts until the clock jumps. */
const WATCH = { for: 60_000, every: 20 };

/** Waits until the world was looked at again, from the beginning of the look. */
async function looksMore(world: World): Promise<void> {
  const before = world.looks;
  await until(() => world.looks > before + 1, 'another look');
}

async function brokenApi(world: World, shape: MendingShape = {}, options: BotOptions = {}) {
  const runbook = mendable(shape);
  const parts = { hands: handsOn(world), checks: world.checks(), runbooks: [runbook] };
  const bot = await bench.bot('bot-1', { ...parts, ...options });
  const { incident } = await outcome(bot.engine, opening({ runbook: runbook.id }));
  const id = incident ?? '';
  const state = await reached(id, 'remedies.offered');
  const [offer] = state.remedies.offers;
  if (offer === undefined) throw new Error('nothing is offered');
  return { bot, id, offer, runbook };
}

const request = (by: string, offer: number, may = false) => ({ do: 'request', by, offer, may }) as const;
const approve = (by: string, may = true) => ({ do: 'approve', by, request: 1, may }) as const;

async function press({ engine }: Process, id: string, command: Parameters<typeof pressing>[1]): Promise<string> {
  const { refusal } = await outcome(engine, pressing(id, command));
  return refusal?.refusal ?? 'taken';
}

describe('a remedy', () => {
  test('of low risk runs at a press, once, is verified, and what it did is looked after', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world);
    expect(await press(bot, id, request(ADA, offer.offer))).toBe('taken');
    const state = await reached(id, 'watch.started');
    expect(world.restarts).toBe(1);
    expect(world.marks).toEqual([`${id}/1`]);
    expect(state.remedies.requests[0]?.ended).toMatchObject({
      how: 'verified',
      compared: [{ title: 'Front', before: ['not well'], after: ['well'] }],
    });
    expect((await story(bench.store, id)).filter((type) => type.startsWith('remed'))).toEqual([
      'remedies.offered',
      'remedy.requested',
      'remedy.started',
      'remedy.acted',
      'remedy.ended',
    ]);
  });

  test('of high risk waits for somebody else’s yes; its own requester and a stranger are refused, and that is recorded', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { risk: 'high' });
    await press(bot, id, request(ADA, offer.offer, true));
    expect(await press(bot, id, approve(ADA))).toBe('own_request');
    expect(await press(bot, id, approve(ADA, false))).toBe('own_request');
    expect(await press(bot, id, approve(KIM, false))).toBe('not_allowed');
    expect(world.restarts).toBe(0);
    expect((await story(bench.store, id)).filter((type) => type === 'attempt.refused')).toHaveLength(3);
    expect(await press(bot, id, approve(SAM))).toBe('taken');
    await reached(id, 'remedy.ended');
    expect(world.restarts).toBe(1);
  });

  test('of critical risk wants two people, each of whom counts once', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { risk: 'critical' });
    await press(bot, id, request(ADA, offer.offer));
    expect(await press(bot, id, approve(SAM))).toBe('taken');
    expect(await press(bot, id, approve(SAM))).toBe('already_decided');
    expect(world.restarts).toBe(0);
    expect(await press(bot, id, approve(KIM))).toBe('taken');
    await reached(id, 'remedy.ended');
    expect(world.restarts).toBe(1);
  });

  test('of medium risk needs nobody else where an approver asks for it', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { risk: 'medium' });
    await press(bot, id, request(SAM, offer.offer, true));
    await reached(id, 'remedy.ended');
    expect(world.restarts).toBe(1);
  });

  test('that two approvers allow in the same moment runs once', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { risk: 'high' });
    await press(bot, id, request(ADA, offer.offer));
    const presses = await Promise.all([press(bot, id, approve(SAM)), press(bot, id, approve(KIM))]);
    expect(presses.sort()).toEqual(['already_decided', 'taken']);
    await reached(id, 'remedy.ended');
    expect(world.restarts).toBe(1);
  });

  test('asked for twice at once is asked for once', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { risk: 'high' });
    const both = [press(bot, id, request(ADA, offer.offer)), press(bot, id, request(SAM, offer.offer))];
    expect((await Promise.all(both)).sort()).toEqual(['already_requested', 'taken']);
  });

  test('whose target was replaced after the request is void, with the reason', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { risk: 'high' });
    await press(bot, id, request(ADA, offer.offer));
    world.container = 'c2';
    await press(bot, id, approve(SAM));
    const state = await reached(id, 'remedy.ended');
    expect(state.remedies.requests[0]?.ended).toMatchObject({
      how: 'void',
      says: ['it would now be: ', 'container c2'],
    });
    expect(world.restarts).toBe(0);
    const again = await reached(id, 'remedies.offered', 2);
    expect(again.remedies.offers[0]?.plan.action).toEqual({ container: 'c2' });
    expect(await press(bot, id, request(ADA, offer.offer))).toBe('out_of_date');
  });

  test('that is no longer needed is not run', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { risk: 'high' });
    await press(bot, id, request(ADA, offer.offer));
    world.well = true;
    await press(bot, id, approve(SAM));
    const state = await reached(id, 'remedy.ended');
    expect(state.remedies.requests[0]?.ended).toMatchObject({ how: 'not_needed', says: ['Front: ', 'well'] });
    expect(world.restarts).toBe(0);
  });

  test('nobody allows in time lapses', async () => {
    const world = new World();
    const runbook = mendable({ risk: 'high' });
    const bot = await bench.bot('bot-1', {
      hands: handsOn(world, 150),
      checks: world.checks(),
      runbooks: [runbook],
    });
    const { incident } = await outcome(bot.engine, opening());
    const id = incident ?? '';
    await reached(id, 'remedies.offered');
    await press(bot, id, request(ADA, 1));
    const state = await reached(id, 'remedy.ended');
    expect(state.remedies.requests[0]?.ended?.how).toBe('lapsed');
    expect(await press(bot, id, approve(SAM))).toBe('already_decided');
    expect(world.restarts).toBe(0);
  });

  test('that does not help leads to the next rung; tried as often as it may be, it is off, and people are called', async () => {
    const world = new World();
    world.cure = 3;
    const { bot, id, offer } = await brokenApi(world, { attempts: 2 });
    await press(bot, id, request(ADA, offer.offer));
    const first = await reached(id, 'remedies.offered', 2);
    expect(first.remedies.requests[0]?.ended?.how).toBe('did_not_help');
    expect(first.remedies.offers.map(({ remedy }) => remedy)).toEqual(['renew', 'restart']);
    await press(bot, id, request(ADA, first.remedies.offers[1]?.offer ?? 0));
    const second = await reached(id, 'remedies.offered', 3);
    expect(second.remedies.offers.map(({ remedy }) => remedy)).toEqual(['renew']);
    expect(second.escalations).toMatchObject([{ to: 'senior-oncall', because: 'restart api did not help, 2 times' }]);
    await press(bot, id, request(ADA, second.remedies.offers[0]?.offer ?? 0));
    expect((await reached(id, 'watch.started')).remedies.requests.at(-1)?.ended?.how).toBe('verified');
    expect(world.restarts).toBe(3);
  });

  test('that worked and is broken again during the watch begins another run', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { watch: WATCH });
    await press(bot, id, request(ADA, offer.offer));
    await reached(id, 'watch.started');
    world.well = false;
    const state = await reached(id, 'run.started', 2);
    expect(state.watches[0]?.ended?.how).toBe('relapsed');
    const again = await reached(id, 'remedies.offered', 2);
    expect(again.remedies.offers.map(({ remedy, run }) => [remedy, run])).toEqual([['renew', 2]]);
  });

  test('that worked and stays so is looked after until its time is over', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { watch: WATCH });
    await press(bot, id, request(ADA, offer.offer));
    await reached(id, 'watch.started');
    await looksMore(world);
    bot.jump(WATCH.for);
    expect((await reached(id, 'watch.ended')).watches[0]?.ended?.how).toBe('clean');
    await bench.rested(id);
  });

  test('that worked and cannot be looked at in the end was not seen to stay so', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { watch: WATCH });
    await press(bot, id, request(ADA, offer.offer));
    await reached(id, 'watch.started');
    world.blind = true;
    await looksMore(world);
    bot.jump(WATCH.for);
    expect((await reached(id, 'watch.ended')).watches[0]?.ended?.how).toBe('not_seen');
  });

  test('asked for at a terminal wants one more yes where its requester may not be the one who says it', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { risk: 'high' });
    await press(bot, id, request('terminal:ada', offer.offer));
    expect(await press(bot, id, approve(ADA))).toBe('taken');
    expect(world.restarts).toBe(0);
    expect(await press(bot, id, approve(SAM))).toBe('taken');
    await reached(id, 'remedy.ended');
    expect(world.restarts).toBe(1);
  });

  test('is not done where another incident works on the same container, and says which', async () => {
    const world = new World();
    let go = (): void => undefined;
    world.after = () => new Promise((resolve) => (go = resolve));
    const shop = mendable({ id: 'shop-down', service: 'worker' });
    const api = mendable({});
    const bot = await bench.bot('bot-1', { hands: handsOn(world), checks: world.checks(), runbooks: [api, shop] });
    const ids = await Promise.all(
      [api, shop].map(async ({ id }) => (await outcome(bot.engine, opening({ runbook: id }))).incident ?? ''),
    );
    const [first = '', second = ''] = ids;
    await Promise.all(ids.map((id) => reached(id, 'remedies.offered')));
    await press(bot, first, request(ADA, 1));
    await until(() => world.restarts === 1, 'the restart');
    world.well = false;
    await press(bot, second, request(SAM, 1));
    const refused = await reached(second, 'remedy.ended');
    expect(refused.remedies.requests[0]?.ended).toMatchObject({
      how: 'busy',
      says: [`${first} works on local/api right now`],
    });
    world.well = true;
    go();
    await reached(first, 'remedy.ended');
    expect(world.restarts).toBe(1);
  });

  test('keeps the incident from being closed while it runs', async () => {
    const world = new World();
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    world.before = () => held;
    const { bot, id, offer } = await brokenApi(world);
    await press(bot, id, request(ADA, offer.offer));
    await reached(id, 'remedy.started');
    expect(await press(bot, id, { do: 'close', by: ADA, how: 'cancelled', reason: 'enough' })).toBe('remedy_runs');
    go();
    await reached(id, 'remedy.ended');
    expect(await press(bot, id, { do: 'close', by: ADA, how: 'resolved', reason: 'restarted' })).toBe('taken');
  });

  test('that a bug keeps from being prepared ends, so that the incident goes on', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { risk: 'high' });
    await press(bot, id, request(ADA, offer.offer));
    world.look = () => {
      throw new Error('a bug');
    };
    await press(bot, id, approve(SAM));
    const state = await reached(id, 'remedy.ended');
    expect(state.remedies.requests[0]?.ended).toMatchObject({ how: 'void', says: [expect.stringContaining('failed')] });
    expect(world.restarts).toBe(0);
  });

  test('is seen through by a bot that is told to stop, and only then its lease is given back', async () => {
    const world = new World();
    let go = (): void => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    world.before = () => held;
    // Nothing else is under way when it is told to stop: it begins to stop at once.
    const { bot, id, offer } = await brokenApi(world, {}, { pollMs: 60_000, finishMs: 30_000 });
    await press(bot, id, request(ADA, offer.offer));
    await reached(id, 'remedy.started');
    const stopped = bot.stop();
    await sleep(100);
    go();
    await stopped;
    expect(world.restarts).toBe(1);
    const told = await story(bench.store, id);
    expect(told.slice(told.indexOf('remedy.started'))).toEqual(['remedy.started', 'remedy.acted']);
  });

  test('held up until its time to act is over changes nothing, and says so', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world);
    world.before = async () => {
      bot.jump(ACT_WITHIN_MS);
      return Promise.resolve();
    };
    await press(bot, id, request(ADA, offer.offer));
    const state = await reached(id, 'remedy.acted');
    expect(state.remedies.requests[0]?.acted).toMatchObject({ result: 'failed' });
    expect(world.restarts).toBe(0);
  });

  test('can be done by somebody with the right to it without a yes, loudly; by nobody else', async () => {
    const world = new World();
    const { bot, id, offer } = await brokenApi(world, { risk: 'critical' });
    const glass = { do: 'break_glass', offer: offer.offer, request: null, reason: 'Slack is down' } as const;
    expect(await press(bot, id, { ...glass, by: ADA, may: false })).toBe('not_allowed');
    expect(await press(bot, id, { ...glass, by: 'terminal:kim', may: true })).toBe('taken');
    const state = await reached(id, 'remedy.ended');
    expect(world.restarts).toBe(1);
    expect(state.remedies.requests[0]?.brokenGlass).toEqual({ by: 'terminal:kim', reason: 'Slack is down' });
  });
});

describe('a remedy under way when its bot dies', () => {
  async function struck(after: boolean) {
    const world = new World();
    const hold = () => new Promise<void>(() => undefined);
    if (after) world.after = hold;
    else world.before = hold;
    const { bot, id, offer, runbook } = await brokenApi(world);
    await press(bot, id, request(ADA, offer.offer));
    if (after) await until(() => world.restarts === 1, 'the restart');
    else await reached(id, 'remedy.started');
    bot.crash();
    await bench.expireLeases();
    const ahead = ACT_WITHIN_MS + 1_000;
    await bench.bot('bot-2', { hands: handsOn(world), checks: world.checks(), runbooks: [runbook], ahead });
    await reached(id, 'remedy.settled');
    return { world, id };
  }

  test('after the change is not run again: the state before tells that it happened, and it is verified', async () => {
    const { world, id } = await struck(true);
    const state = await reached(id, 'remedy.ended');
    expect(world.restarts).toBe(1);
    expect(state.remedies.requests[0]).toMatchObject({ settled: { happened: true }, ended: { how: 'verified' } });
  });

  test('before the change is not run by itself: it did not happen, and is offered again', async () => {
    const { world, id } = await struck(false);
    const state = await reached(id, 'remedies.offered', 2);
    expect(world.restarts).toBe(0);
    expect(state.remedies.requests[0]?.ended?.how).toBe('did_not_happen');
  });
});
