import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../until.js';
import { EngineBench } from './bench.js';
import { brokenFront, Checks, completed, outcome, spoiled, story } from './house.js';
import { cancelling, diagnosing, opening } from './wishes.js';
import { answer, runbookOf } from './runbooks.js';

const bench = new EngineBench();
beforeAll(() => bench.open());
afterEach(() => bench.clear());
afterAll(() => bench.close());

const idOf = ({ incident }: { incident: string | null }): string => incident ?? '';

describe('a wish to open', () => {
  test('becomes an incident, every check is asked once, and the verdict is recorded', async () => {
    const { engine, checks, shown } = await bench.bot('bot-1');
    const { incident, refusal, opened } = await outcome(engine, opening({ channel: 'C1' }));
    expect({ incident, refusal, opened }).toMatchObject({
      incident: expect.stringMatching(/^INC-\d+$/),
      refusal: null,
      opened: true,
    });
    await completed(bench.store, incident ?? '');
    expect(checks.asked.sort()).toEqual(['back', 'front']);
    expect(shown.at(-1)).toMatchObject({ id: incident, home: 'C1', runs: [{ verdict: { state: 'down' } }] });
    expect(await bench.store.find(incident ?? '')).toMatchObject({
      open: true,
      headline: 'api down: front broken',
      channel: 'C1',
    });
  });

  test('with a key that was seen is the same wish, before and after its answer', async () => {
    const { engine } = await bench.bot('bot-1');
    const item = opening({ key: 'trigger-1' });
    const first = outcome(engine, item);
    expect(await engine.submit(item)).toBe('repeated');
    const { incident } = await first;
    expect(await engine.submit(item)).toBe('repeated');
    await completed(bench.store, incident ?? '');
    expect(await bench.store.list({ limit: 10 })).toHaveLength(1);
  });

  test('beside another for the same service at the same moment: one incident, the second run joins or is refused', async () => {
    const checks = brokenFront();
    const { engine } = await bench.bot('bot-1', { checks, runbooks: [runbookOf(), runbookOf({ id: 'api-slow' })] });
    const outcomes = await Promise.all([
      outcome(engine, opening()),
      outcome(engine, opening({ runbook: 'api-slow' })),
      outcome(engine, opening()),
    ]);
    expect(new Set(outcomes.map(idOf)).size).toBe(1);
    await completed(bench.store, idOf(outcomes[0]), 2);
    expect(await bench.store.list({ open: true, limit: 10 })).toHaveLength(1);
    expect(
      (await story(bench.store, idOf(outcomes[0]))).filter((type) => type === 'run.started').length,
    ).toBeGreaterThan(1);
  });

  test('joins the open incident of the service, in its home', async () => {
    const { engine } = await bench.bot('bot-1');
    const first = await outcome(engine, opening({ channel: 'C1' }));
    await completed(bench.store, idOf(first));
    const second = await outcome(engine, opening({ channel: 'C2' }));
    expect(second).toMatchObject({ incident: first.incident, opened: false, refusal: null });
    expect(engine.running(idOf(first))?.home).toBe('C1');
    await completed(bench.store, idOf(first), 2);
  });

  test('for a drill leaves the real incident alone', async () => {
    const { engine } = await bench.bot('bot-1');
    const real = await outcome(engine, opening());
    const drill = await outcome(engine, opening({ drill: true }));
    expect(drill.incident).not.toBe(real.incident);
    expect(await bench.store.list({ open: true, limit: 10 })).toHaveLength(2);
  });

  test('for a runbook that is gone is refused, once, and nothing is opened', async () => {
    const { engine } = await bench.bot('bot-1');
    expect(await outcome(engine, opening({ runbook: 'gone' }))).toMatchObject({ refusal: { refusal: 'no_runbook' } });
    expect(await bench.store.list({ limit: 10 })).toEqual([]);
    expect(await bench.store.waiting('bot-1', 10)).toEqual([]);
  });
});

describe('a wish about an incident', () => {
  test('to diagnose again asks every check again', async () => {
    const { engine, checks } = await bench.bot('bot-1');
    const { incident } = await outcome(engine, opening());
    await completed(bench.store, incident ?? '');
    expect(await outcome(engine, diagnosing(incident ?? '', null))).toMatchObject({ refusal: null, opened: false });
    await completed(bench.store, incident ?? '', 2);
    expect(checks.times('front')).toBe(2);
  });

  test('to diagnose with a runbook that is gone is refused, and the incident lives on', async () => {
    const { engine } = await bench.bot('bot-1');
    const { incident } = await outcome(engine, opening());
    const refused = await outcome(engine, diagnosing(incident ?? '', 'gone'));
    expect(refused).toMatchObject({ refusal: { refusal: 'no_runbook' } });
    await completed(bench.store, incident ?? '');
    expect(await outcome(engine, cancelling(incident ?? ''))).toMatchObject({ refusal: null });
  });

  test('that is refused is answered once', async () => {
    const { engine } = await bench.bot('bot-1', { checks: new Checks() });
    const { incident } = await outcome(engine, opening());
    expect(await outcome(engine, diagnosing(incident ?? ''))).toMatchObject({
      refusal: { refusal: 'already_diagnosing' },
    });
    expect(await bench.store.waiting('bot-1', 10)).toEqual([]);
  });

  test('that nobody waits for here is told to the person', async () => {
    const { engine, told } = await bench.bot('bot-1');
    await engine.submit(opening());
    await until(() => told.length === 1, 'the person to be told');
    expect(told[0]).toMatchObject({ wish: { runbook: 'api-down' }, outcome: { refusal: null } });
  });

  test('comes beside the first that opens it after a restart: both find it', async () => {
    const first = await bench.bot('bot-1');
    const { incident } = await outcome(first.engine, opening());
    await completed(bench.store, incident ?? '');
    await bench.rested(incident ?? '');
    const { engine } = await bench.bot('bot-2');
    const [joined, closed] = await Promise.all([
      outcome(engine, opening()),
      outcome(engine, cancelling(incident ?? '')),
    ]);
    expect(joined.incident).toBe(incident);
    expect(closed.refusal).toBeNull();
  });
});

describe('time', () => {
  test('ends a run at its deadline: what has not answered is unknown, and a late answer is recorded as late', async () => {
    const checks = new Checks().answer('back', answer(true));
    const { engine } = await bench.bot('bot-1', { checks, runbooks: [runbookOf({ deadline: '300ms' })] });
    const { incident } = await outcome(engine, opening());
    await completed(bench.store, incident ?? '');
    expect(await bench.store.find(incident ?? '')).toMatchObject({ headline: 'api not checked: could not tell' });
    checks.answer('front', answer(false));
    const late = async (): Promise<boolean> =>
      (await bench.store.load(incident ?? '')).some(
        ({ type, payload }) => type === 'check.answered' && Reflect.get(payload, 'late') === true,
      );
    await until(late, 'the late answer');
  });

  test('is over for a bot that was stopped: it asks the database nothing any more, whatever comes', async () => {
    const calls: string[] = [];
    const counted = spoiled(bench.store, (method, call) => {
      calls.push(method);
      return call();
    });
    const { engine } = await bench.bot('bot-1', {}, counted);
    await engine.stop();
    calls.length = 0;
    let hinted = false;
    bench.store.onHint(() => (hinted = true));
    const left = opening();
    await bench.store.receive(left);
    await bench.store.route(left.key, 'INC-1');
    engine.look();
    await until(() => hinted, 'the hint');
    expect(calls).toEqual([]);
  });

  test('of an incident that came to its end leaves nothing to run: its lease is given back', async () => {
    const { engine } = await bench.bot('bot-1');
    const { incident } = await outcome(engine, opening());
    await completed(bench.store, incident ?? '');
    await bench.rested(incident ?? '');
    expect(engine.running(incident ?? '')).toBeNull();
    expect(await bench.store.orphans(10)).toEqual([]);
  });

  test('passes while checks are out: the lease is kept alive', async () => {
    const checks = new Checks();
    const { engine } = await bench.bot('bot-1', { checks, leaseMs: 200 });
    const { incident } = await outcome(engine, opening());
    const read = async () => (await bench.sql.query('select owner, epoch, expires_at from leases'))[0];
    const first = await read();
    const end = async () => Number((await read())?.['expires_at']);
    await until(async () => (await end()) > Number(first?.['expires_at']) + 600, 'several lease times');
    expect(await read()).toMatchObject({ owner: 'bot-1', epoch: first?.['epoch'] });
    expect(engine.running(incident ?? '')).not.toBeNull();
    checks.answer('front', answer(false)).answer('back', answer(true));
    await completed(bench.store, incident ?? '');
  });
});

describe('evidence', () => {
  test('that is long is kept by its hash, and the newest lines stay with the event', async () => {
    const quotes = Array.from({ length: 100 }, (_, line) => ({ at: null, text: `line ${line} ${'x'.repeat(50)}` }));
    const checks = brokenFront().answer('back', answer(true, { quotes }));
    const { engine } = await bench.bot('bot-1', { checks });
    const { incident } = await outcome(engine, opening());
    await completed(bench.store, incident ?? '');
    const events = await bench.store.load(incident ?? '');
    const back = events.find(({ payload }) => Reflect.get(payload, 'check') === 'back')?.payload as {
      quotes: unknown;
      kept: string;
    };
    expect(back.quotes).toEqual(quotes.slice(-8));
    expect(JSON.parse((await bench.store.kept(back.kept)) ?? '')).toEqual(quotes);
  });
});
