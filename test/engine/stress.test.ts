import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { InboxItem, Store } from '../../src/engine/store.js';
import { until } from '../until.js';
import { brokenFront, openDatabase, Process, spoiled, type Database } from './house.js';
import { cancelling, diagnosing, opening } from './wishes.js';
import { runbookOf } from './runbooks.js';

let database: Database;
let store: Store;

beforeAll(async () => {
  database = await openDatabase();
  store = database.store;
});
afterAll(() => database.close());

const RUNBOOKS = [
  runbookOf(),
  runbookOf({ id: 'api-slow', checks: ['front'] }),
  runbookOf({ id: 'worker-down', service: 'worker' }),
];

/** What happens, one after the other without waiting for what came before. */
type Step =
  | { readonly does: 'open'; readonly runbook: string; readonly drill: boolean }
  | { readonly does: 'diagnose' | 'cancel'; readonly incident: number }
  | { readonly does: 'repeat'; readonly wish: number }
  | { readonly does: 'crash' }
  | { readonly does: 'wait'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('open'),
      runbook: fc.constantFrom(...RUNBOOKS.map(({ id }) => id)),
      drill: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('diagnose', 'cancel'), incident: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('repeat'), wish: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('crash') }) },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('wait'), ms: fc.nat(30) }) },
);

/** A database that fails now and then, before a call takes effect or after it, until it is healed. */
function unreliable(failures: Iterator<number>): { store: Store; heal: () => void } {
  let healed = false;
  const flaky = spoiled(store, async (method, call) => {
    const chance = healed || method === 'receive' || method === 'now' ? 100 : (failures.next().value as number);
    if (chance < 8) throw new Error(`no ${method}`);
    const result = await call();
    if (chance < 14) throw new Error(`${method}, but nobody hears of it`);
    return result;
  });
  return { store: flaky, heal: () => (healed = true) };
}

async function allAnswered(processes: readonly Process[]): Promise<void> {
  const none = async (sql: string): Promise<boolean> => (await database.sql.query(sql)).length === 0;
  const idle = (): Promise<boolean> => none('select from leases where owner is not null and expires_at > now()');
  const done = async (): Promise<boolean> => {
    const answered = await none('select from inbox where answered_at is null');
    // Leases are looked at twice: one may have been taken while orphans were looked for.
    return answered && (await idle()) && (await store.orphans(50)).length === 0 && (await idle());
  };
  await until(done, 'every wish to be answered and every incident to rest');
  for (const process of processes) await process.stop();
}

test('whatever is wished, crashes or fails: every wish is answered once, every log is whole, every run comes to its end', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 25 }),
      fc.infiniteStream(fc.nat(99)),
      async (steps, failures) => {
        await database.empty();
        const flaky = unreliable(failures);
        let lives = 0;
        const begin = async (): Promise<Process> => {
          const options = { checks: brokenFront(), runbooks: RUNBOOKS, leaseMs: 300, pollMs: 20 };
          const process = new Process(flaky.store, `bot-${(lives += 1)}`, options);
          await process.engine.start();
          return process;
        };
        const processes = [await begin(), await begin()];
        const wishes: InboxItem[] = [];
        for (const one of steps) {
          const living = processes.at(-1 - (wishes.length % 2));
          if (one.does === 'wait') await new Promise((resolve) => setTimeout(resolve, one.ms));
          else if (one.does === 'crash') {
            processes.at(-1)?.crash();
            processes.push(await begin());
          } else {
            const item = await wishOf(one, wishes);
            if (item === null) continue;
            wishes.push(item);
            await living?.engine.submit(item).catch(() => store.receive(item));
          }
        }
        flaky.heal();
        await allAnswered(processes);
        await check(processes);
      },
    ),
    { numRuns: Number(process.env['STRESS_RUNS'] ?? 8), endOnFailure: true },
  );
}, 120_000);

async function wishOf(made: Step, wishes: readonly InboxItem[]): Promise<InboxItem | null> {
  if (made.does === 'open') return opening({ runbook: made.runbook, drill: made.drill });
  if (made.does === 'repeat') return wishes[made.wish] ?? null;
  const rows = await store.list({ limit: 4 });
  const incident = 'incident' in made ? rows[made.incident]?.incident : undefined;
  if (incident === undefined) return null;
  return made.does === 'cancel' ? cancelling(incident) : diagnosing(incident, null);
}

async function check(processes: readonly Process[]): Promise<void> {
  for (const { incident } of await store.list({ limit: 50 })) {
    const events = await store.load(incident);
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect((await store.verify(incident)).intact).toBe(true);
    const of = (type: string): string[] =>
      events.filter((one) => one.type === type).map(({ payload }) => JSON.stringify(payload));
    expect(of('incident.opened')).toHaveLength(1);
    const given = events
      .filter(({ type, payload }) => type === 'check.answered' && Reflect.get(payload, 'late') === false)
      .map(({ payload }) => `${String(Reflect.get(payload, 'run'))}/${String(Reflect.get(payload, 'check'))}`);
    expect(new Set(given).size).toBe(given.length);
    if (of('incident.closed').length === 0) expect(of('run.completed')).toHaveLength(of('run.started').length);
    expect(of('incident.closed').length).toBeLessThanOrEqual(1);
  }
  const open = (await store.list({ open: true, limit: 50 })).map(({ service, drill }) => `${service} ${drill}`);
  expect(new Set(open).size).toBe(open.length);
  const told = processes.flatMap((process) => process.told.map(({ wish }) => wish.command.by));
  expect(new Set(told).size).toBe(told.length);
}
