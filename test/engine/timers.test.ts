import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../until.js';
import { EngineBench } from './bench.js';
import { completed, outcome, type Process, recorded, story } from './house.js';
import { alerting, cancelling, opening, wishing } from './wishes.js';
import { runbookOf } from './runbooks.js';

const MINUTE = 60_000;
const RUNBOOK = runbookOf({
  more: {
    targets: { acknowledge: '2m', resolve: '30m' },
    updates: '20m',
    escalation: [
      { after: '15m', to: 'senior-oncall' },
      { after: '40m', to: 'lead' },
    ],
  },
});
/** What time brings, beside what an incident begins with. */
const TIMED = ['incident.nudged', 'target.missed', 'incident.escalated', 'update.due'];

const bench = new EngineBench();
beforeAll(() => bench.open());
afterEach(() => bench.clear());
afterAll(() => bench.close());

/** A process whose clock is so many minutes ahead: so much later the incident finds somebody to run it again. */
const later = async (owner: string, minutes: number): Promise<Process> =>
  bench.bot(owner, { runbooks: [RUNBOOK], ahead: minutes * MINUTE });

/** An incident whose process is gone after its diagnosis. */
async function abandoned(item = opening({ channel: 'C1' })): Promise<string> {
  const first = await later('bot-1', 0);
  const { incident } = await outcome(first.engine, item);
  const id = incident ?? '';
  await completed(bench.store, id);
  await crash(first);
  return id;
}

async function crash(process: Process): Promise<void> {
  process.crash();
  await bench.expireLeases();
}

async function timed(id: string): Promise<string[]> {
  return (await story(bench.store, id)).filter((type) => TIMED.includes(type));
}

describe('what is due by time', () => {
  test('is told once, also when nobody ran the incident at that time', async () => {
    const id = await abandoned(alerting());
    const second = await later('bot-2', 3);
    await recorded(bench.store, id, 'incident.nudged');
    expect((await timed(id)).sort()).toEqual(['incident.nudged', 'target.missed']);
    await crash(second);
    const third = await later('bot-3', 4);
    await until(() => third.adopted.includes(id), 'it to be taken over');
    await outcome(third.engine, wishing(id, { do: 'note', says: 'looked', private: false, source: null }));
    expect((await timed(id)).sort()).toEqual(['incident.nudged', 'target.missed']);
  });

  test('does not come to who acknowledged', async () => {
    const id = await abandoned();
    const second = await later('bot-2', 3);
    await until(() => second.adopted.includes(id), 'it to be taken over');
    await outcome(second.engine, wishing(id, { do: 'note', says: 'looked', private: false, source: null }));
    expect(await timed(id)).toEqual([]);
  });

  test('and was slept through is told in one go: the highest level alone is called, one update is asked for', async () => {
    const id = await abandoned();
    const second = await later('bot-2', 125);
    await recorded(bench.store, id, 'incident.escalated');
    expect(await bench.store.load(id)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: 'incident.escalated',
          payload: expect.objectContaining({ to: 'lead', level: 3 }),
        }),
      ]),
    );
    expect((await timed(id)).sort()).toEqual(['incident.escalated', 'target.missed', 'update.due']);
    await crash(second);
    const third = await later('bot-3', 126);
    await until(() => third.adopted.includes(id), 'it to be taken over');
    await outcome(third.engine, wishing(id, { do: 'escalate', reason: '' }));
    expect(await timed(id)).toHaveLength(3);
  });

  test('comes level by level to one who is there', async () => {
    const id = await abandoned();
    const second = await later('bot-2', 16);
    expect(await recorded(bench.store, id, 'incident.escalated')).toMatchObject([{ to: 'senior-oncall', level: 2 }]);
    await crash(second);
    await later('bot-3', 41);
    expect(await recorded(bench.store, id, 'incident.escalated', 2)).toMatchObject([{ level: 2 }, { level: 3 }]);
  });

  test('does not come twice from two processes', async () => {
    const id = await abandoned();
    await Promise.all([later('bot-2', 16), later('bot-3', 16)]);
    await recorded(bench.store, id, 'incident.escalated');
    await until(async () => (await bench.store.orphans(9)).length === 0, 'somebody to run it');
    expect(await timed(id)).toEqual(['incident.escalated']);
  });

  test('waits as long as it was snoozed', async () => {
    const id = await abandoned();
    const second = await later('bot-2', 22);
    await recorded(bench.store, id, 'update.due');
    await outcome(second.engine, wishing(id, { do: 'snooze', minutes: 60 }));
    await crash(second);
    const third = await later('bot-3', 60);
    await until(() => third.adopted.includes(id), 'it to be taken over');
    await recorded(bench.store, id, 'target.missed');
    expect((await timed(id)).filter((type) => type === 'update.due')).toHaveLength(1);
    await crash(third);
    await later('bot-4', 84);
    await recorded(bench.store, id, 'update.due', 2);
  });

  test('does not come to an incident that is closed', async () => {
    const id = await abandoned();
    const second = await later('bot-2', 1);
    await outcome(second.engine, cancelling(id));
    await bench.rested(id);
    expect(await bench.store.find(id)).toMatchObject({ open: false, wakeAt: null });
    await crash(second);
    const third = await later('bot-3', 500);
    await outcome(third.engine, wishing(id, { do: 'note', says: 'late', private: false, source: null }));
    await bench.rested(id);
    expect(await timed(id)).toEqual([]);
  });

  test('stands in the lists, so that whoever looks for work finds it', async () => {
    const id = await abandoned();
    const row = await bench.store.find(id);
    const opened = Date.parse(row?.openedAt ?? '');
    expect(Date.parse(row?.wakeAt ?? '')).toBe(opened + 15 * MINUTE);
  });
});
