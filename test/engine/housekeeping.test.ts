import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { Housekeeping } from '../../src/engine/housekeeping.js';
import { incidentIn } from '../../src/engine/read-log.js';
import type { Store } from '../../src/engine/store.js';
import { EngineBench } from './bench.js';
import { Checks, completed, outcome, recorded, spoiled } from './house.js';
import { answer, runbookOf } from './runbooks.js';
import { cancelling, diagnosing, opening, resolving, wishing } from './wishes.js';

const DAY = 86_400_000;
const CANARY = 'c4n4ry';
const log = pino({ level: 'silent' });

const bench = new EngineBench();
beforeAll(() => bench.open());
afterEach(() => bench.clear());
afterAll(() => bench.close());

/** Housekeeping a month later, where details are kept for so many days. */
function keeping(days: number | null, store: Store = bench.store): Housekeeping {
  const clock = { now: () => new Date(Date.now() + 30 * DAY) };
  return new Housekeeping({ store, clock, log }, { keepMs: days === null ? null : days * DAY });
}

/** A resolved incident whose details hold the canary: short and long evidence, a note, a pin. */
async function past(service = 'api'): Promise<string> {
  const long = Array.from({ length: 60 }, (_, n) => ({ at: null, text: `${CANARY} line ${n} ${'x'.repeat(60)}` }));
  const checks = new Checks()
    .answer('front', answer(false, { quotes: long }))
    .answer('back', answer(true, { says: [CANARY] }));
  const { engine } = await bench.bot(`bot-${service}`, { checks, runbooks: [runbookOf({ service })] });
  const { incident } = await outcome(engine, opening());
  const id = incident ?? '';
  await completed(bench.store, id);
  const source = { channel: 'C1', ts: '1.1', author: 'slack:U9', at: '2026-11-22T10:00:00.000Z', link: null };
  await outcome(engine, wishing(id, { do: 'note', says: CANARY, private: true, source: null }));
  await outcome(engine, wishing(id, { do: 'pin', says: CANARY, source }));
  await outcome(engine, resolving(id));
  await recorded(bench.store, id, 'report.written');
  await bench.rested(id);
  return id;
}

/** Every place in the database whose text holds the canary. */
async function placesOfCanary(): Promise<string[]> {
  const columns = await bench.sql.query(
    `select table_name, column_name from information_schema.columns
     where table_schema = 'public' and data_type in ('text', 'character varying', 'json', 'jsonb')`,
  );
  const places = columns.map((row) => [String(row['table_name']), String(row['column_name'])] as const);
  const found = await Promise.all(
    places.map(async ([table, column]) => {
      const rows = await bench.sql.query(`select from ${table} where ${column}::text like '%${CANARY}%'`);
      return rows.length > 0 ? [`${table}.${column}`] : [];
    }),
  );
  return found.flat().sort();
}

describe('after the time details are kept', () => {
  test('they are gone from every table; what the incident was, its report and its chain stay', async () => {
    const id = await past();
    expect(await placesOfCanary()).toEqual(['inbox.command', 'payloads.body', 'texts.body']);
    const before = await bench.store.find(id);
    const head = await bench.store.head(id);
    await keeping(7).round();
    expect(await placesOfCanary()).toEqual([]);
    expect(await bench.store.find(id)).toEqual(before);
    expect(await bench.store.verify(id)).toMatchObject({ intact: true, head: head?.hash });
    const incident = incidentIn(id, await bench.store.load(id));
    expect(incident).toMatchObject({ pruned: true, closed: { how: 'resolved' }, reports: [{ report: 1 }] });
    expect(incident?.runs[0]?.verdict?.named).toMatchObject([{ id: 'front_broken' }]);
    expect(await bench.store.kept(incident?.reports[0]?.document?.hash ?? '')).toBe(`# ${id}`);
  });

  test('every wish is refused in words, nothing is left to do, and the log stays as it is', async () => {
    const id = await past();
    await keeping(7).round();
    const before = await bench.store.rows(id);
    const bot = await bench.bot('bot-late');
    const wishes = [
      wishing(id, { do: 'note', says: 'late', private: false, source: null }),
      wishing(id, { do: 'reopen', reason: 'it is back' }),
      wishing(id, { do: 'tick', task: 'monitoring', done: true }),
      wishing(id, { do: 'draft', task: 'runbook' }),
      wishing(id, { do: 'check_data' }),
      diagnosing(id),
      cancelling(id),
    ];
    for (const wish of wishes) {
      const { refusal } = await outcome(bot.engine, wish);
      expect(refusal).toMatchObject({ refusal: 'pruned', says: [expect.stringContaining('Nothing was changed.')] });
    }
    await bench.rested(id);
    expect(await bench.store.rows(id)).toEqual(before);
    expect(await bench.store.orphans(9)).toEqual([]);
    expect(bot.clerk.written).toEqual([]);
  });

  test('a new incident of the service is opened as ever', async () => {
    const id = await past();
    await keeping(7).round();
    const bot = await bench.bot('bot-late');
    const { incident, opened } = await outcome(bot.engine, opening());
    expect(opened).toBe(true);
    expect(incident).not.toBe(id);
  });

  test('incidents that are younger or open keep them, and so do all where nothing is said', async () => {
    await past();
    await keeping(31).round();
    await keeping(null).round();
    expect(await placesOfCanary()).toHaveLength(3);
  });

  test('two processes at once remove them once', async () => {
    const ids = [await past('api'), await past('worker')];
    await Promise.all([keeping(7).round(), keeping(7).round()]);
    expect(await placesOfCanary()).toEqual([]);
    for (const id of ids) expect(await bench.store.verify(id)).toMatchObject({ intact: true });
  });

  test('one that cannot be removed does not keep the others', async () => {
    const [broken, fine] = [await past('api'), await past('worker')];
    await bench.sql.query(`update events set type = 'remedy.teleported' where incident = $1 and seq = 3`, [broken]);
    await keeping(7).round();
    expect((await bench.store.load(fine)).some(({ pruned }) => pruned)).toBe(true);
    expect((await bench.store.load(broken)).some(({ pruned }) => pruned)).toBe(false);
  });

  test('more than are looked for at a time are done in one round, though a whole page of them cannot be removed', async () => {
    const id = await past();
    // One too many for two pages. The first page is of incidents that nobody can read.
    const ids = Array.from({ length: 101 }, (_, at) => `INC-${1_000 + at}`);
    const pruned: string[] = [];
    const store: Store = {
      ...bench.store,
      prunable: (_before, after, limit) => Promise.resolve(ids.filter((one) => one > after).slice(0, limit)),
      load: async (incident) => {
        const events = await bench.store.load(id);
        return incident < 'INC-1050' ? events.map((event) => ({ ...event, type: 'remedy.teleported' })) : events;
      },
      prune: (incident) => {
        pruned.push(incident);
        return Promise.resolve(true);
      },
    };
    await keeping(7, store).round();
    expect(pruned).toEqual(ids.slice(50));
  });
});

describe('rows of an older release', () => {
  const olden = `update incidents set (how, acknowledged_at, diagnosed_at, mitigated_at, target_ms, tried, worked,
    unexplained, projected_seq) = (null, null, null, null, null, 0, 0, false, 0)`;

  test('are made anew from the log, and counted', async () => {
    const id = await past();
    const before = await bench.store.find(id);
    await bench.sql.query(olden);
    expect((await bench.store.find(id))?.acknowledgedAt).toBeNull();
    await keeping(null).round();
    expect(await bench.store.find(id)).toEqual(before);
    expect(before).toMatchObject({ how: 'resolved', acknowledgedAt: expect.any(String) });
    expect(await bench.store.count(new Date(0))).toMatchObject([{ runbook: '' }, { resolve: expect.any(Object) }]);
  });

  test('that a newer release wrote are left alone, and the others are done', async () => {
    const [foreign, own] = [await past('api'), await past('worker')];
    await bench.sql.query(`update events set type = 'remedy.teleported' where incident = $1 and seq = 3`, [foreign]);
    await bench.sql.query(olden);
    await keeping(null).round();
    expect(await bench.store.outdated('', 9)).toEqual([foreign]);
    expect(await bench.store.find(own)).toMatchObject({ how: 'resolved' });
  });

  test('are taken up again where the process before was ended', async () => {
    await past('api');
    await past('worker');
    await bench.sql.query(olden);
    let stop: () => unknown = () => undefined;
    const store = spoiled(bench.store, async (method, call) => {
      if (method === 'reproject') stop();
      return call();
    });
    const first = keeping(null, store);
    stop = () => first.stop();
    await first.round();
    expect(await bench.store.outdated('', 9)).toHaveLength(1);
    await keeping(null).round();
    expect(await bench.store.outdated('', 9)).toEqual([]);
  });
});

describe('housekeeping', () => {
  test('begins with a round, goes on after one that fails, and ends when told', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    try {
      let rounds = 0;
      const store = spoiled(bench.store, (method) => {
        if (method === 'outdated') rounds += 1;
        return Promise.reject(new Error('no answer'));
      });
      const clock = { now: () => new Date() };
      const house = new Housekeeping({ store, clock, log }, { keepMs: null, random: () => 0.5 });
      house.start();
      await jest.advanceTimersByTimeAsync(0);
      expect(rounds).toBe(1);
      await jest.advanceTimersByTimeAsync(3_600_000 - 1);
      expect(rounds).toBe(1);
      await jest.advanceTimersByTimeAsync(1);
      expect(rounds).toBe(2);
      await house.stop();
      await jest.advanceTimersByTimeAsync(7_200_000);
      expect(rounds).toBe(2);
    } finally {
      jest.useRealTimers();
    }
  });
});
