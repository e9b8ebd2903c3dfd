import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { UserError } from '../../src/errors.js';
import { until } from '../until.js';
import { EngineBench } from './bench.js';
import { Clerk } from './clerk.js';
import { brokenFront, Checks, completed, outcome, type Process, recorded, spoiled, story } from './house.js';
import { opening, resolving, wishing } from './wishes.js';
import { answer, runbookOf, type RunbookShape } from './runbooks.js';

const bench = new EngineBench();
beforeAll(() => bench.open());
afterEach(() => bench.clear());
afterAll(() => bench.close());

/** An incident whose diagnosis is over, on this process. */
async function diagnosed({ engine }: Pick<Process, 'engine'>): Promise<string> {
  const { incident } = await outcome(engine, opening({ channel: 'C1' }));
  await completed(bench.store, incident ?? '');
  return incident ?? '';
}

const times = async (id: string, type: string): Promise<number> =>
  (await story(bench.store, id)).filter((one) => one === type).length;

describe('an incident that was resolved', () => {
  test('is written down once, with the head of its log up to there, and its files are kept', async () => {
    const bot = await bench.bot('bot-1');
    const id = await diagnosed(bot);
    await outcome(bot.engine, resolving(id));
    const [report] = await recorded(bench.store, id, 'report.written');
    await bench.rested(id);
    const rows = await bench.store.rows(id);
    const closed = rows.find(({ type }) => type === 'incident.closed');
    expect(report).toMatchObject({ report: 1, upTo: closed?.seq, head: closed?.hash, trouble: null });
    expect(report).toMatchObject({
      document: { name: `${id}-report.md`, encoding: 'utf8' },
      pictures: [{ name: `${id}.png`, encoding: 'base64', alt: 'a picture' }],
    });
    const { document, pictures } = report as { document: { hash: string }; pictures: { hash: string }[] };
    expect(await bench.store.kept(document.hash)).toBe(`# ${id}`);
    const picture = await bench.store.kept(pictures[0]?.hash ?? '');
    expect([...Buffer.from(picture ?? '', 'base64')]).toEqual([137, 80]);
    expect(bot.clerk.written).toHaveLength(1);
    expect(bot.clerk.written[0]?.events.at(-1)?.event.type).toBe('incident.closed');
    expect(await times(id, 'report.written')).toBe(1);
    expect(bot.shown.at(-1)?.reports).toHaveLength(1);
  });

  test('and opened again is written down anew when it is resolved again', async () => {
    const { engine, clerk } = await bench.bot('bot-1');
    const id = await diagnosed({ engine });
    await outcome(engine, resolving(id));
    await recorded(bench.store, id, 'report.written');
    expect((await outcome(engine, wishing(id, { do: 'reopen', reason: 'it is back' }))).refusal).toBeNull();
    await outcome(engine, resolving(id));
    const reports = await recorded(bench.store, id, 'report.written', 2);
    expect(reports).toMatchObject([{ report: 1 }, { report: 2 }]);
    await bench.rested(id);
    expect(clerk.written).toHaveLength(2);
  });

  test('and opened again while another is open stays closed; what is noted beside is noted where it was meant', async () => {
    const first = await bench.bot('bot-1');
    const old = await diagnosed(first);
    await outcome(first.engine, resolving(old));
    await recorded(bench.store, old, 'report.written');
    await bench.rested(old);
    const now = await diagnosed(first);
    await first.stop();
    const note = (says: string) => wishing(old, { do: 'note', says, private: true, source: null });
    for (const item of [note('one'), wishing(old, { do: 'reopen', reason: 'it is back' }), note('two')])
      await bench.store.receive(item, new Date(Date.now() + 60_000));
    await bench.bot('bot-2');
    expect(await recorded(bench.store, old, 'note.added', 2)).toMatchObject([{ says: 'one' }, { says: 'two' }]);
    await until(async () => (await bench.store.waiting('nobody', 10)).length === 0, 'the inbox to be empty');
    expect(await story(bench.store, now)).not.toContain('note.added');
    expect(await story(bench.store, old)).not.toContain('incident.reopened');
  });

  test('and opened again while it is written down waits for its next end', async () => {
    const clerk = new Clerk();
    let write: () => void = () => undefined;
    clerk.before = () => new Promise((done) => (write = done));
    const { engine } = await bench.bot('bot-1', { clerk });
    const id = await diagnosed({ engine });
    await outcome(engine, resolving(id));
    await until(() => clerk.written.length === 1, 'the writing to begin');
    await outcome(engine, wishing(id, { do: 'reopen', reason: 'not yet' }));
    write();
    clerk.before = () => Promise.resolve();
    await outcome(engine, resolving(id));
    expect(await recorded(bench.store, id, 'report.written')).toMatchObject([{ report: 2 }]);
  });

  test('by two people at once is written down once; the second is told', async () => {
    const [one, two] = [await bench.bot('bot-1'), await bench.bot('bot-2')];
    const id = await diagnosed(one);
    const first = outcome(one.engine, resolving(id));
    await two.engine.submit(resolving(id));
    await first;
    await recorded(bench.store, id, 'report.written');
    await until(async () => (await bench.store.waiting('nobody', 10)).length === 0, 'both to be answered');
    await bench.rested(id);
    expect(await times(id, 'incident.closed')).toBe(1);
    expect(one.clerk.written.length + two.clerk.written.length).toBe(1);
  });

  test('where the process crashes before it is written down is written down by another', async () => {
    const clerk = new Clerk();
    clerk.before = () => new Promise(() => undefined);
    const first = await bench.bot('bot-1', { clerk });
    const id = await diagnosed(first);
    await outcome(first.engine, resolving(id));
    await until(() => clerk.written.length === 1, 'the writing to begin');
    first.crash();
    await bench.expireLeases();
    const second = await bench.bot('bot-2');
    await recorded(bench.store, id, 'report.written');
    await bench.rested(id);
    expect(second.clerk.written).toHaveLength(1);
    expect(await times(id, 'report.written')).toBe(1);
  });

  test('where the process crashes right after its files were kept has them once', async () => {
    let crash: () => void = () => undefined;
    const store = spoiled(bench.store, async (method, call) => {
      const result = await call();
      if (method === 'keep') crash();
      return result;
    });
    const first = await bench.bot('bot-1', {}, store);
    const id = await diagnosed(first);
    crash = () => first.crash();
    await first.engine.submit(resolving(id));
    await until(() => first.clerk.written.length === 1, 'the writing to begin');
    await until(async () => (await bench.sql.query('select from texts')).length > 0, 'a file to be kept');
    await bench.expireLeases();
    await bench.bot('bot-2');
    await recorded(bench.store, id, 'report.written');
    await bench.rested(id);
    expect(await times(id, 'report.written')).toBe(1);
    expect(await bench.sql.query('select from texts')).toHaveLength(2);
  });

  test('while the database is away is written down when it is back', async () => {
    let away = 3;
    const store = spoiled(bench.store, async (method, call) => {
      if (method === 'keep' && away-- > 0) throw new UserError('store_unavailable', 'no answer');
      return call();
    });
    const { engine } = await bench.bot('bot-1', {}, store);
    const id = await diagnosed({ engine });
    await outcome(engine, resolving(id));
    expect(await recorded(bench.store, id, 'report.written')).toMatchObject([{ trouble: null }]);
  });

  test('where writing fails says so, and everything else goes on', async () => {
    const clerk = new Clerk();
    clerk.before = () => Promise.reject(new Error('out of ink'));
    const { engine } = await bench.bot('bot-1', { clerk });
    const id = await diagnosed({ engine });
    await outcome(engine, resolving(id));
    const [report] = await recorded(bench.store, id, 'report.written');
    expect(report).toMatchObject({ document: null, summary: [], trouble: expect.stringContaining('nothing was') });
    await bench.rested(id);
    expect(clerk.written).toHaveLength(1);
    expect((await outcome(engine, wishing(id, { do: 'tick', task: 'monitoring', done: true }))).refusal).toBeNull();
    await bench.rested(id);
    expect(clerk.written).toHaveLength(1);
  });
});

describe('an incident that ended otherwise', () => {
  test('is not written down', async () => {
    const { engine, clerk } = await bench.bot('bot-1');
    const id = await diagnosed({ engine });
    await outcome(engine, wishing(id, { do: 'close', how: 'cancelled', reason: 'a mistake' }));
    await bench.rested(id);
    expect(clerk.written).toEqual([]);
    expect((await story(bench.store, id)).at(-1)).toBe('incident.closed');
  });
});

describe('what helps after an incident', () => {
  const ended = async (bot: Process): Promise<string> => {
    const id = await diagnosed(bot);
    await outcome(bot.engine, resolving(id));
    await recorded(bench.store, id, 'report.written');
    return id;
  };

  test('is written each time it is asked for, once while it is being written', async () => {
    const bot = await bench.bot('bot-1');
    const id = await ended(bot);
    const ask = async () => outcome(bot.engine, wishing(id, { do: 'draft', task: 'post_mortem' }));
    await Promise.all([ask(), ask()]);
    const [draft] = await recorded(bench.store, id, 'draft.written');
    expect(draft).toMatchObject({ task: 'post_mortem', file: { name: 'post_mortem.txt' } });
    await bench.rested(id);
    const before = bot.clerk.drafted.length;
    await ask();
    await until(() => bot.clerk.drafted.length > before, 'it to be written again');
    await bench.rested(id);
    const [asked, written] = [await times(id, 'draft.asked'), await times(id, 'draft.written')];
    expect(written).toBe(asked);
    expect(bot.clerk.drafted).toHaveLength(asked);
  });

  test('that cannot be written is said, and can be asked for again', async () => {
    const clerk = new Clerk();
    const bot = await bench.bot('bot-1', { clerk });
    const id = await ended(bot);
    clerk.before = () => Promise.reject(new Error('out of ink'));
    await outcome(bot.engine, wishing(id, { do: 'draft', task: 'runbook' }));
    expect(await recorded(bench.store, id, 'draft.written')).toMatchObject([{ task: 'runbook', file: null }]);
    clerk.before = () => Promise.resolve();
    await outcome(bot.engine, wishing(id, { do: 'draft', task: 'runbook' }));
    const written = await recorded(bench.store, id, 'draft.written', 2);
    expect(written[1]).toMatchObject({ file: { name: 'runbook.txt' } });
  });
});

describe('a look at the data', () => {
  const withData: RunbookShape = { more: { integrity: { that: 'back.ok' } } };
  const asking = (id: string) => wishing(id, { do: 'check_data' });
  const resolved = async (bot: Process): Promise<string> => {
    const id = await diagnosed(bot);
    await outcome(bot.engine, resolving(id));
    return id;
  };

  test.each([
    [answer(true), 'yes', true],
    [answer(false), 'no', false],
    [answer('unknown'), 'unknown', false],
  ])('asks the runbook’s check, %#, and says what it saw; only a yes is a task done', async (seen, holds, done) => {
    const checks = new Checks().answer('front', answer(false)).answer('back', seen);
    const bot = await bench.bot('bot-1', { checks, runbooks: [runbookOf(withData)] });
    const id = await resolved(bot);
    const asked = checks.times('back');
    await outcome(bot.engine, asking(id));
    expect(await recorded(bench.store, id, 'data.checked')).toMatchObject([{ holds, says: ['Back: ', ...seen.says] }]);
    await bench.rested(id);
    expect(checks.times('back')).toBe(asked + 1);
    expect(await times(id, 'task.ticked')).toBe(done ? 1 : 0);
  });

  test('may be had while the incident is open, and is no task done then', async () => {
    const bot = await bench.bot('bot-1', { runbooks: [runbookOf(withData)] });
    const id = await diagnosed(bot);
    await outcome(bot.engine, asking(id));
    await recorded(bench.store, id, 'data.checked');
    expect(await times(id, 'task.ticked')).toBe(0);
  });

  test('that the runbook does not describe is left to people, in words', async () => {
    const bot = await bench.bot('bot-1');
    const id = await resolved(bot);
    await outcome(bot.engine, asking(id));
    const says = ['the runbook has no checks of the data; look by hand'];
    expect(await recorded(bench.store, id, 'data.checked')).toEqual([{ holds: 'unknown', says }]);
  });

  test('that a crash cuts off is had by the next life', async () => {
    const checks = brokenFront();
    const first = await bench.bot('bot-1', { checks, runbooks: [runbookOf(withData)] });
    const id = await resolved(first);
    checks.forget('back');
    await first.engine.submit(asking(id));
    await until(() => checks.times('back') === 2, 'it to be looked at');
    first.crash();
    await bench.expireLeases();
    await bench.bot('bot-2', { runbooks: [runbookOf(withData)] });
    expect(await recorded(bench.store, id, 'data.checked')).toMatchObject([{ holds: 'yes' }]);
  });

  test('asked for twice at once is one', async () => {
    const bot = await bench.bot('bot-1', { runbooks: [runbookOf(withData)] });
    const id = await resolved(bot);
    await Promise.all([bot.engine.submit(asking(id)), bot.engine.submit(asking(id))]);
    await until(async () => (await bench.store.waiting('nobody', 9)).length === 0, 'both to be answered');
    await recorded(bench.store, id, 'data.checked', await times(id, 'data.asked'));
    await bench.rested(id);
    expect(await times(id, 'data.checked')).toBe(await times(id, 'data.asked'));
  });
});
