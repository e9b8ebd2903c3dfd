import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Store } from '../../src/engine/store.js';
import { UserError } from '../../src/errors.js';
import { until } from '../until.js';
import {
  cancelling,
  Checks,
  completed,
  diagnosing,
  openDatabase,
  opening,
  outcome,
  Process,
  spoiled,
  story,
  type BotOptions,
  type Database,
} from './house.js';
import { answer, runbookOf } from './runbooks.js';

// Machines that do much else at the same time are slow.
jest.setTimeout(20_000);

let database: Database;
let store: Store;
const processes: Process[] = [];

beforeAll(async () => {
  database = await openDatabase();
  store = database.store;
}, 30_000);
afterEach(async () => {
  for (const process of processes.splice(0)) await process.stop();
  await database.empty();
});
afterAll(() => database.close());

async function bot(owner: string, options: BotOptions = {}, on: Store = store): Promise<Process> {
  const process = new Process(on, owner, options);
  processes.push(process);
  await process.engine.start();
  return process;
}

const idOf = ({ incident }: { incident: string | null }): string => incident ?? '';
const expireLeases = (): Promise<unknown> =>
  database.sql.query(`update leases set expires_at = now() - interval '1 second'`);
const answeredTwice = async (): Promise<unknown[]> =>
  database.sql
    .query(`select incident, payload->>'check' from (select incident, body::json as payload from payloads) rows
    where payload->>'check' is not null group by 1, 2, payload->>'run' having count(*) > 1`);

describe('two processes on one database', () => {
  test('open one incident for one service, whoever is first; the other hands its wish over', async () => {
    const [one, two] = [await bot('bot-1'), await bot('bot-2')];
    const first = outcome(one.engine, opening());
    const second = two.engine.submit(opening({ channel: 'C2' }));
    await Promise.all([first, second]);
    await until(async () => (await store.waiting('nobody', 10)).length === 0, 'both wishes to be answered');
    const rows = await store.list({ limit: 10 });
    expect(rows).toHaveLength(1);
    await completed(store, idOf(rows[0] ?? { incident: null }));
  });

  test('answer a wish where the incident is run', async () => {
    const checks = new Checks();
    const [one, two] = [await bot('bot-1', { checks }), await bot('bot-2')];
    const { incident } = await outcome(one.engine, opening());
    await two.engine.submit(cancelling(idOf({ incident })));
    await until(() => one.told.length === 1, 'the first to answer');
    expect(one.engine.running(idOf({ incident }))?.closed).toMatchObject({ how: 'cancelled' });
    expect(two.told).toEqual([]);
  });

  test('answer a wish that neither has begun with exactly once', async () => {
    const [one, two] = [await bot('bot-1'), await bot('bot-2')];
    await Promise.all(Array.from({ length: 10 }, (_, number) => store.receive(opening({ key: `both-${number}` }))));
    await until(async () => (await store.waiting('nobody', 20)).length === 0, 'all wishes to be answered');
    await until(() => one.told.length + two.told.length === 10, 'all to be told');
    expect(await store.list({ limit: 20 })).toHaveLength(1);
  });
});

describe('a process that crashes', () => {
  test('leaves nothing undone: another takes over when its lease lapses, asks again, and finishes in the same slots', async () => {
    const first = await bot('bot-1', { checks: new Checks().answer('front', answer(false)) });
    const { incident } = await outcome(first.engine, opening({ channel: 'C1' }));
    const id = idOf({ incident });
    await until(async () => (await story(store, id)).includes('check.answered'), 'the first answer');
    const before = first.engine.running(id);
    first.crash();
    const second = await bot('bot-2', { leaseMs: 600 });
    await completed(store, id);
    expect(second.adopted).toEqual([id]);
    expect(second.checks.asked).toEqual(['back']);
    expect(second.shown.at(-1)?.slots).toEqual(before?.slots);
    expect(await answeredTwice()).toEqual([]);
  });

  test('while its lease lasts is waited for', async () => {
    const first = await bot('bot-1', { checks: new Checks(), leaseMs: 60_000 });
    await outcome(first.engine, opening());
    first.crash();
    const second = await bot('bot-2');
    expect(await store.orphans(10)).toEqual([]);
    expect(second.checks.asked).toEqual([]);
  });

  test('between taking a wish and answering it leaves it in the inbox', async () => {
    const first = new Process(store, 'bot-1');
    await first.engine.submit(opening());
    first.crash();
    await bot('bot-2');
    await until(async () => (await store.list({ limit: 1 })).length === 1, 'the incident');
    expect(await store.waiting('nobody', 10)).toEqual([]);
  });

  test('and comes to life again finds that it may not write: its answer is the other’s to give', async () => {
    const checks = new Checks();
    const first = await bot('bot-1', { checks, leaseMs: 60_000 });
    const { incident } = await outcome(first.engine, opening());
    const id = idOf({ incident });
    await expireLeases();
    await bot('bot-2');
    await completed(store, id);
    const before = await store.load(id);
    checks.answer('front', answer(true)).answer('back', answer(true));
    await until(() => first.engine.running(id) === null, 'the first to let go');
    expect(await store.load(id)).toEqual(before);
  });
});

describe('somebody else who writes first', () => {
  test('makes the incident be read again; nothing is lost and nothing said twice', async () => {
    const checks = new Checks();
    const { engine } = await bot('bot-1', { checks });
    const { incident } = await outcome(engine, opening());
    const id = idOf({ incident });
    const row = await store.find(id);
    const [lease] = await database.sql.query('select epoch from leases where incident = $1', [id]);
    if (row === null) throw new Error('no row');
    const planned = {
      type: 'message.planned',
      version: 1,
      at: row.openedAt,
      actor: 'bot',
      payload: { slot: 'card', channel: 'C9' },
    };
    const epoch = Number(lease?.['epoch']);
    await store.append({ incident: id, seen: row.seq, events: [planned], projection: row, epoch, handled: [] });
    checks.answer('front', answer(false)).answer('back', answer(true));
    await completed(store, id);
    expect(engine.running(id)?.slots ?? (await story(store, id))).toBeDefined();
    expect(await answeredTwice()).toEqual([]);
    expect((await store.verify(id)).intact).toBe(true);
  });
});

describe('a database that fails', () => {
  const down = (): never => {
    throw new UserError('store_unavailable', 'The database does not answer.');
  };

  test.each(['append', 'load', 'lease', 'find', 'list', 'nextIncident', 'route', 'settled'] as const)(
    'once at %s loses nothing: the wish is carried out later',
    async (failing) => {
      let left = 1;
      const flaky = spoiled(store, (method, call) =>
        method === failing && (left -= 1) >= 0 ? Promise.resolve().then(down) : call(),
      );
      const { engine } = await bot('bot-1', { leaseMs: 300 }, flaky);
      await engine.submit(opening());
      await until(async () => (await store.list({ limit: 10 })).length === 1, 'the incident');
      const [row] = await store.list({ limit: 10 });
      await completed(store, idOf(row ?? { incident: null }));
      expect(await answeredTwice()).toEqual([]);
    },
  );

  test('for a while in the middle of a diagnosis: asked again afterwards, and finished', async () => {
    let broken = false;
    const flaky = spoiled(store, (_method, call) => (broken ? Promise.resolve().then(down) : call()));
    const checks = new Checks();
    const { engine } = await bot('bot-1', { checks, leaseMs: 300 }, flaky);
    const { incident } = await outcome(engine, opening());
    broken = true;
    checks.answer('front', answer(false)).answer('back', answer(true));
    await until(() => engine.running(idOf({ incident })) === null, 'the bot to let go');
    broken = false;
    await completed(store, idOf({ incident }));
    expect(checks.times('front')).toBe(2);
    expect(await answeredTwice()).toEqual([]);
  });

  test('after it took an append: the answer stands, and is not given twice', async () => {
    let lost = 1;
    const flaky = spoiled(store, async (method, call) => {
      const result = await call();
      if (method === 'append' && (lost -= 1) >= 0) down();
      return result;
    });
    const { engine } = await bot('bot-1', { leaseMs: 300 }, flaky);
    await engine.submit(opening());
    await until(async () => (await store.list({ limit: 10 })).length === 1, 'the incident');
    const [row] = await store.list({ limit: 10 });
    await completed(store, idOf(row ?? { incident: null }));
    expect(
      (await story(store, idOf(row ?? { incident: null }))).filter((type) => type === 'incident.opened'),
    ).toHaveLength(1);
  });

  test('when a wish arrives tells whoever made it', async () => {
    const flaky = spoiled(store, (method, call) => (method === 'receive' ? Promise.resolve().then(down) : call()));
    const { engine } = await bot('bot-1', {}, flaky);
    await expect(engine.submit(opening())).rejects.toThrow(UserError);
  });

  test('when the bot starts keeps it from starting', async () => {
    const flaky = spoiled(store, () => Promise.resolve().then(down));
    await expect(new Process(flaky, 'bot-1').engine.start()).rejects.toThrow(UserError);
  });

  test('to keep long evidence costs the long lines, not the answer', async () => {
    const quotes = Array.from({ length: 100 }, () => ({ at: null, text: 'x'.repeat(60) }));
    const flaky = spoiled(store, (method, call) => (method === 'keep' ? Promise.resolve().then(down) : call()));
    const checks = new Checks().answer('front', answer(false, { quotes })).answer('back', answer(true));
    const { engine } = await bot('bot-1', { checks }, flaky);
    const { incident } = await outcome(engine, opening());
    await completed(store, idOf({ incident }));
  });
});

describe('an incident of a newer release', () => {
  test('is left alone, its lease free for those who can read it, and the others go on', async () => {
    const first = await bot('bot-1', { checks: new Checks() });
    const { incident } = await outcome(first.engine, opening());
    const id = idOf({ incident });
    first.crash();
    const [lease] = await database.sql.query('select epoch from leases where incident = $1', [id]);
    const row = await store.find(id);
    if (row === null) throw new Error('no row');
    const strange = { type: 'remedy.teleported', version: 1, at: row.openedAt, actor: 'bot', payload: {} };
    await store.append({
      incident: id,
      seen: row.seq,
      events: [strange],
      projection: row,
      epoch: Number(lease?.['epoch']),
      handled: [],
    });
    await expireLeases();
    await store.receive(cancelling(id));

    const worker = runbookOf({ id: 'worker-down', service: 'worker' });
    const second = await bot('bot-2', { runbooks: [runbookOf(), worker] });
    const other = await outcome(second.engine, opening({ runbook: 'worker-down' }));
    await completed(store, idOf(other));
    await until(async () => (await store.orphans(10)).includes(id), 'the strange incident to be free');
    expect(await story(store, id)).toEqual(['incident.opened', 'run.started', 'remedy.teleported']);
    expect(await store.waiting('nobody', 10)).toHaveLength(1);
    expect(await store.lease(id, 'bot-3', 1_000)).not.toBeNull();
  });

  test('or a wish of one waits for it', async () => {
    const { engine } = await bot('bot-1');
    await store.receive({ key: 'strange', incident: null, command: { do: 'teleport' } });
    const { incident } = await outcome(engine, opening());
    await completed(store, idOf({ incident }));
    expect((await store.waiting('nobody', 10)).map(({ key }) => key)).toEqual(['strange']);
  });
});

describe('a program that only carries its own wishes', () => {
  test('leaves everybody else’s to the bot, before and after its own', async () => {
    await store.receive(opening({ runbook: 'worker-down' }));
    const worker = runbookOf({ id: 'worker-down', service: 'worker' });
    const terminal = await bot('terminal', { serve: false, runbooks: [runbookOf(), worker] });
    const { incident } = await outcome(terminal.engine, opening());
    await completed(store, idOf({ incident }));
    await outcome(terminal.engine, diagnosing(idOf({ incident })));
    expect(await store.waiting('nobody', 10)).toHaveLength(1);
  });

  test('joins the incident that another opened in the same moment', async () => {
    const racing = spoiled(store, async (method, call) => {
      // The list says that nothing is open; then somebody else is quicker.
      const result = await call();
      if (method === 'list') {
        const rival = new Process(store, 'rival', { serve: false });
        await outcome(rival.engine, opening());
        await until(async () => (await store.orphans(1)).length === 0, 'the rival to be done');
        await rival.engine.stop();
      }
      return result;
    });
    const terminal = await bot('terminal', { serve: false }, racing);
    const { incident } = await outcome(terminal.engine, opening());
    expect(await store.list({ limit: 10 })).toMatchObject([{ incident }]);
  });
});
