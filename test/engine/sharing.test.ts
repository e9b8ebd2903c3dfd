import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Accounts } from '../../src/engine/accounts.js';
import { Look } from '../../src/engine/look.js';
import { until } from '../until.js';
import { EngineBench } from './bench.js';
import { NO_SOURCES } from './clerk.js';
import { Checks, completed, outcome, Process, spoiled, story } from './house.js';
import { cancelling, diagnosing, opening } from './wishes.js';
import { runbookOf, runbooksOf } from './runbooks.js';

const bench = new EngineBench();
beforeAll(() => bench.open());
afterEach(() => bench.clear());
afterAll(() => bench.close());

const idOf = ({ incident }: { incident: string | null }): string => incident ?? '';

describe('two processes on one database', () => {
  test('open one incident for one service, whoever is first; the other hands its wish over', async () => {
    const [one, two] = [await bench.bot('bot-1'), await bench.bot('bot-2')];
    await Promise.all([one.engine.submit(opening()), two.engine.submit(opening({ channel: 'C2' }))]);
    await until(() => one.told.length + two.told.length === 2, 'both wishes to be answered');
    const rows = await bench.store.list({ limit: 10 });
    expect(rows).toHaveLength(1);
    await completed(bench.store, idOf(rows[0] ?? { incident: null }));
  });

  test('answer a wish where the incident is run', async () => {
    const checks = new Checks();
    const [one, two] = [await bench.bot('bot-1', { checks }), await bench.bot('bot-2')];
    const { incident } = await outcome(one.engine, opening());
    await two.engine.submit(cancelling(idOf({ incident })));
    await until(() => one.told.length === 1, 'the first to answer');
    expect(one.engine.running(idOf({ incident }))?.closed).toMatchObject({ how: 'cancelled' });
    expect(two.told).toEqual([]);
  });

  test('answer a wish that neither has begun with exactly once', async () => {
    const [one, two] = [await bench.bot('bot-1'), await bench.bot('bot-2')];
    await Promise.all(
      Array.from({ length: 10 }, (_, number) => bench.store.receive(opening({ key: `both-${number}` }))),
    );
    await until(async () => (await bench.store.waiting('nobody', 20)).length === 0, 'all wishes to be answered');
    await until(() => one.told.length + two.told.length === 10, 'all to be told');
    expect(await bench.store.list({ limit: 20 })).toHaveLength(1);
  });
});

describe('an incident of a newer release', () => {
  test('is left alone, its lease free for those who can read it, and the others go on', async () => {
    const first = await bench.bot('bot-1', { checks: new Checks() });
    const { incident } = await outcome(first.engine, opening());
    const id = idOf({ incident });
    first.crash();
    const [lease] = await bench.sql.query('select epoch from leases where incident = $1', [id]);
    const row = await bench.store.find(id);
    if (row === null) throw new Error('no row');
    const strange = { type: 'remedy.teleported', version: 1, at: row.openedAt, actor: 'bot', payload: {} };
    await bench.store.append({
      incident: id,
      seen: row.seq,
      events: [strange],
      projection: row,
      epoch: Number(lease?.['epoch']),
      holds: null,
      handled: [],
    });
    await bench.expireLeases();
    await bench.store.receive(cancelling(id));

    const worker = runbookOf({ id: 'worker-down', service: 'worker' });
    const second = await bench.bot('bot-2', { runbooks: [runbookOf(), worker] });
    const other = await outcome(second.engine, opening({ runbook: 'worker-down' }));
    await completed(bench.store, idOf(other));
    await until(async () => (await bench.store.orphans(10)).includes(id), 'the strange incident to be free');
    expect(await story(bench.store, id)).toEqual(['incident.opened', 'run.started', 'remedy.teleported']);
    expect(await bench.store.waiting('nobody', 10)).toHaveLength(1);
    expect(await bench.store.lease(id, 'bot-3', 1_000)).not.toBeNull();
  });

  test('or a wish of one waits for it', async () => {
    const { engine } = await bench.bot('bot-1');
    await bench.store.receive({ key: 'strange', incident: null, command: { do: 'teleport' } });
    const { incident } = await outcome(engine, opening());
    await completed(bench.store, idOf({ incident }));
    expect((await bench.store.waiting('nobody', 10)).map(({ key }) => key)).toEqual(['strange']);
  });
});

describe('a program that only carries its own wishes', () => {
  test('leaves everybody else’s to the bot, before and after its own', async () => {
    await bench.store.receive(opening({ runbook: 'worker-down' }));
    const worker = runbookOf({ id: 'worker-down', service: 'worker' });
    const terminal = await bench.bot('terminal', { serve: false, runbooks: [runbookOf(), worker] });
    const { incident } = await outcome(terminal.engine, opening());
    await completed(bench.store, idOf({ incident }));
    await outcome(terminal.engine, diagnosing(idOf({ incident })));
    expect(await bench.store.waiting('nobody', 10)).toHaveLength(1);
  });

  test('joins the incident that another opened in the same moment', async () => {
    const racing = spoiled(bench.store, async (method, call) => {
      // The list says that nothing is open; then somebody else is quicker.
      const result = await call();
      if (method === 'list') {
        const rival = new Process(bench.store, 'rival', { serve: false });
        await outcome(rival.engine, opening());
        await until(async () => (await bench.store.orphans(1)).length === 0, 'the rival to be done');
        await rival.engine.stop();
      }
      return result;
    });
    const terminal = await bench.bot('terminal', { serve: false }, racing);
    const { incident } = await outcome(terminal.engine, opening());
    expect(await bench.store.list({ limit: 10 })).toMatchObject([{ incident }]);
  });
});

describe('a run', () => {
  test('keeps the version of the runbook that it was started with', async () => {
    const checks = new Checks();
    const old = runbookOf();
    const first = await bench.bot('bot-1', { checks, runbooks: [old] });
    const { incident } = await outcome(first.engine, opening());
    first.crash();
    await bench.sql.query(`update leases set expires_at = now() - interval '1 second'`);
    const now = runbookOf({ title: 'Renamed', checks: ['other'] });
    const second = await bench.bot('bot-2', { runbooks: runbooksOf([now], [old]) });
    await completed(bench.store, incident ?? '');
    expect(second.checks.asked.sort()).toEqual(['back', 'front']);
  });

  test('whose version cannot be read any more ends at its deadline, without a verdict', async () => {
    const first = await bench.bot('bot-1', { checks: new Checks(), runbooks: [runbookOf({ deadline: '400ms' })] });
    const { incident } = await outcome(first.engine, opening());
    first.crash();
    await bench.sql.query(`update leases set expires_at = now() - interval '1 second'`);
    await bench.bot('bot-2', { runbooks: runbooksOf([]) });
    await completed(bench.store, incident ?? '');
    const events = await bench.store.load(incident ?? '');
    expect(events.at(-1)).toMatchObject({ type: 'run.completed', payload: { verdict: null } });
  });
});

describe('what commands look at', () => {
  test('is the memory of who runs an incident, and the log for others', async () => {
    const checks = new Checks();
    const { engine } = await bench.bot('bot-1', { checks });
    const { incident } = await outcome(engine, opening({ channel: 'C1' }));
    const clock = { now: () => new Date(0) };
    const parts = { store: bench.store, clock };
    const accounts = new Accounts({ ...parts, runbooks: runbooksOf([]), sources: NO_SOURCES });
    const here = new Look({
      ...{ ...parts, accounts },
      running: (id) => engine.running(id),
      runbooks: [runbookOf()],
    });
    const there = new Look({ ...parts, accounts, running: () => null, runbooks: [] });
    expect(await here.read(incident ?? '')).toBe(engine.running(incident ?? ''));
    expect(await there.read(incident ?? '')).toEqual(engine.running(incident ?? ''));
    expect(await there.read('INC-999999')).toBeNull();
    expect(await there.find('INC-999999')).toBeNull();
    expect((await here.list({ open: true, channel: 'C1' })).map((row) => row.incident)).toEqual([incident]);
    expect(await here.list({ open: true, channel: 'C2' })).toEqual([]);
    expect(await here.list({ open: true, channel: null })).toHaveLength(1);
    expect(here.runbooks()).toHaveLength(1);
    expect(here.now()).toEqual(new Date(0));
  });
});
