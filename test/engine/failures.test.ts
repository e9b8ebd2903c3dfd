import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/errors.js';
import { until } from '../until.js';
import { EngineBench } from './bench.js';
import { Checks, completed, outcome, Process, spoiled, story } from './house.js';
import { opening } from './wishes.js';
import { answer } from './runbooks.js';

const bench = new EngineBench();
beforeAll(() => bench.open());
afterEach(() => bench.clear());
afterAll(() => bench.close());

const idOf = ({ incident }: { incident: string | null }): string => incident ?? '';

describe('a process that crashes', () => {
  test('leaves nothing undone: another takes over when its lease lapses, asks again, and finishes in the same slots', async () => {
    const first = await bench.bot('bot-1', { checks: new Checks().answer('front', answer(false)), leaseMs: 600 });
    const { incident } = await outcome(first.engine, opening({ channel: 'C1' }));
    const id = idOf({ incident });
    await until(async () => (await story(bench.store, id)).includes('check.answered'), 'the first answer');
    const before = first.engine.running(id);
    first.crash();
    const second = await bench.bot('bot-2');
    await completed(bench.store, id);
    expect(second.adopted).toEqual([id]);
    expect(second.checks.asked).toEqual(['back']);
    expect(second.shown.at(-1)?.slots).toEqual(before?.slots);
    expect(await bench.answeredTwice()).toEqual([]);
  });

  test('while its lease lasts is waited for', async () => {
    const first = await bench.bot('bot-1', { checks: new Checks() });
    await outcome(first.engine, opening());
    first.crash();
    const second = await bench.bot('bot-2');
    expect(await bench.store.orphans(10)).toEqual([]);
    expect(second.checks.asked).toEqual([]);
  });

  test('between taking a wish and answering it leaves it in the inbox', async () => {
    const first = new Process(bench.store, 'bot-1');
    await first.engine.submit(opening());
    first.crash();
    await bench.bot('bot-2');
    await until(async () => (await bench.store.list({ limit: 1 })).length === 1, 'the incident');
    expect(await bench.store.waiting('nobody', 10)).toEqual([]);
  });

  test('and comes to life again finds that it may not write: its answer is the other’s to give', async () => {
    const checks = new Checks();
    const first = await bench.bot('bot-1', { checks });
    const { incident } = await outcome(first.engine, opening());
    const id = idOf({ incident });
    await bench.expireLeases();
    await bench.bot('bot-2');
    await completed(bench.store, id);
    const before = await bench.store.load(id);
    checks.answer('front', answer(true)).answer('back', answer(true));
    await until(() => first.engine.running(id) === null, 'the first to let go');
    expect(await bench.store.load(id)).toEqual(before);
  });
});

describe('somebody else who writes first', () => {
  test('makes the incident be read again; nothing is lost and nothing said twice', async () => {
    const checks = new Checks();
    const { engine } = await bench.bot('bot-1', { checks });
    const { incident } = await outcome(engine, opening());
    const id = idOf({ incident });
    const row = await bench.store.find(id);
    const [lease] = await bench.sql.query('select epoch from leases where incident = $1', [id]);
    if (row === null) throw new Error('no row');
    const planned = {
      type: 'message.planned',
      version: 1,
      at: row.openedAt,
      actor: 'bot',
      payload: { slot: 'card', channel: 'C9' },
    };
    const epoch = Number(lease?.['epoch']);
    await bench.store.append({
      incident: id,
      seen: row.seq,
      events: [planned],
      projection: row,
      epoch,
      holds: null,
      handled: [],
    });
    checks.answer('front', answer(false)).answer('back', answer(true));
    await completed(bench.store, id);
    expect(engine.running(id)?.slots ?? (await story(bench.store, id))).toBeDefined();
    expect(await bench.answeredTwice()).toEqual([]);
    expect((await bench.store.verify(id)).intact).toBe(true);
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
      const flaky = spoiled(bench.store, (method, call) =>
        method === failing && (left -= 1) >= 0 ? Promise.resolve().then(down) : call(),
      );
      const { engine } = await bench.bot('bot-1', { leaseMs: 300 }, flaky);
      await engine.submit(opening());
      await until(async () => (await bench.store.list({ limit: 10 })).length === 1, 'the incident');
      const [row] = await bench.store.list({ limit: 10 });
      await completed(bench.store, idOf(row ?? { incident: null }));
      expect(await bench.answeredTwice()).toEqual([]);
    },
  );

  test('for a while in the middle of a diagnosis: asked again afterwards, and finished', async () => {
    let broken = false;
    const flaky = spoiled(bench.store, (_method, call) => (broken ? Promise.resolve().then(down) : call()));
    const checks = new Checks();
    const { engine } = await bench.bot('bot-1', { checks, leaseMs: 300 }, flaky);
    const { incident } = await outcome(engine, opening());
    broken = true;
    checks.answer('front', answer(false)).answer('back', answer(true));
    await until(() => engine.running(idOf({ incident })) === null, 'the bot to let go');
    broken = false;
    await completed(bench.store, idOf({ incident }));
    expect(checks.times('front')).toBe(2);
    expect(await bench.answeredTwice()).toEqual([]);
  });

  test('after it took an append: the answer stands, and is not given twice', async () => {
    let lost = 1;
    const flaky = spoiled(bench.store, async (method, call) => {
      const result = await call();
      if (method === 'append' && (lost -= 1) >= 0) down();
      return result;
    });
    const { engine } = await bench.bot('bot-1', { leaseMs: 300 }, flaky);
    await engine.submit(opening());
    await until(async () => (await bench.store.list({ limit: 10 })).length === 1, 'the incident');
    const [row] = await bench.store.list({ limit: 10 });
    await completed(bench.store, idOf(row ?? { incident: null }));
    expect(
      (await story(bench.store, idOf(row ?? { incident: null }))).filter((type) => type === 'incident.opened'),
    ).toHaveLength(1);
  });

  test('when a wish arrives tells whoever made it', async () => {
    const flaky = spoiled(bench.store, (method, call) =>
      method === 'receive' ? Promise.resolve().then(down) : call(),
    );
    const { engine } = await bench.bot('bot-1', {}, flaky);
    await expect(engine.submit(opening())).rejects.toThrow(UserError);
  });

  test('when the bot starts keeps it from starting', async () => {
    const flaky = spoiled(bench.store, () => Promise.resolve().then(down));
    await expect(new Process(flaky, 'bot-1').engine.start()).rejects.toThrow(UserError);
  });

  test('to keep long evidence costs the long lines, not the answer', async () => {
    const quotes = Array.from({ length: 100 }, () => ({ at: null, text: 'x'.repeat(60) }));
    const flaky = spoiled(bench.store, (method, call) => (method === 'keep' ? Promise.resolve().then(down) : call()));
    const checks = new Checks().answer('front', answer(false, { quotes })).answer('back', answer(true));
    const { engine } = await bench.bot('bot-1', { checks }, flaky);
    const { incident } = await outcome(engine, opening());
    await completed(bench.store, idOf({ incident }));
  });
});
