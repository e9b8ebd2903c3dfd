import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { z } from 'zod';
import { createAsk, type AskParts } from '../../src/checks/ask.js';
import { CannotLook, defineCheck, type Observation, type RegisteredCheck, type World } from '../../src/checks/check.js';
import type { Runbook, RunbookCheck } from '../../src/runbook/runbook.js';
import { runbookOf } from '../engine/runbooks.js';

type Run = (signal: AbortSignal, world: World) => Promise<Observation>;

const well: Observation = { facts: { ok: true }, says: ['well'] };
const runbook: Runbook = runbookOf();
const [front] = runbook.checks as readonly [RunbookCheck];
const unheard = new AbortController().signal;
const never = (): Promise<never> => new Promise(() => undefined);

/** The world of a service on this Docker host. */
const on = (host: string): World => ({ service: { host } }) as World;

function probe(run: Run): RegisteredCheck {
  return defineCheck({
    ...{ type: 'probe', vantage: 'bot', says: '', params: z.looseObject({ type: z.literal('probe') }) },
    facts: () => ({ ok: { type: 'bool', says: '' } }),
    run: (_params, world, signal) => run(signal, world),
  });
}

function asker(run: Run, over: Partial<AskParts> = {}) {
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  const ask = createAsk({
    checks: { probe: probe(run) },
    worldOf: () => on('local'),
    limitMs: 60_000,
    most: 8,
    mostBusy: 8,
    mostPrograms: 2,
    log,
    ...over,
  });
  let questions = 0;
  return {
    logged,
    /** Each time another question, unless it is told which. */
    ask: (signal = unheard, service = 'api', question = (questions += 1)) =>
      ask({ ...runbook, service }, { ...front, params: { type: 'probe', question } }, signal),
  };
}

describe('asking a check', () => {
  test('brings its facts, its words, its quotes, and how long it took', async () => {
    const quotes = [{ at: null, text: 'a line' }];
    const { ask } = asker(() => Promise.resolve({ ...well, quotes }));
    expect(await ask()).toEqual({ ...well, quotes, kept: null, tookMs: expect.any(Number) });
  });

  test.each<[string, Run, string]>([
    ['that could not look', () => Promise.reject(new CannotLook('Docker is silent')), 'Docker is silent'],
    ['with a bug', () => Promise.reject(new TypeError('x')), "the check front failed; the bot's log says how"],
    [
      'that throws at once',
      () => {
        throw new Error('x');
      },
      "the check front failed; the bot's log says how",
    ],
    [
      'with a fact too many',
      () => Promise.resolve({ facts: { ok: true, more: 1 }, says: [] }),
      "the check front failed; the bot's log says how",
    ],
    [
      'without its fact',
      () => Promise.resolve({ facts: {}, says: [] }),
      "the check front failed; the bot's log says how",
    ],
  ])('%s makes every fact unknown, and says why', async (_, run, reason) => {
    expect(await asker(run).ask()).toMatchObject({ facts: { ok: { unknown: reason } }, says: [reason], quotes: [] });
  });

  test('with a bug is loud in the log; one that could not look is not', async () => {
    const bug = asker(() => Promise.reject(new TypeError('x')));
    await bug.ask();
    expect(bug.logged.join()).toMatch(/a check failed in a way it should not.*|TypeError/);
    const blind = asker(() => Promise.reject(new CannotLook('no')));
    await blind.ask();
    expect(blind.logged).toEqual([]);
  });

  test('that hangs is cut off at its limit, though it does not listen', async () => {
    let told: AbortSignal | null = null;
    const { ask } = asker(
      (signal) => {
        told = signal;
        return never();
      },
      { limitMs: 50 },
    );
    expect(await ask()).toMatchObject({ facts: { ok: { unknown: 'no answer within 0.05 s' } } });
    expect(told).toMatchObject({ aborted: true });
  });

  test('ends when nobody wants the answer any more', async () => {
    const controller = new AbortController();
    const listening: Run = (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new CannotLook('stopped')));
        setImmediate(() => controller.abort());
      });
    expect(await asker(listening).ask(controller.signal)).toMatchObject({ facts: { ok: { unknown: 'stopped' } } });
  });

  test('does not begin when nobody wants the answer any more', async () => {
    let begun = 0;
    const { ask } = asker(() => Promise.resolve(((begun += 1), well)));
    const asked = ask(AbortSignal.abort());
    expect(await asked).toMatchObject({ facts: { ok: { unknown: 'nobody waits for the answer any more' } } });
    expect(begun).toBe(0);
  });

  test('leaves room between two beginnings: many checks at once do not keep everybody else waiting', async () => {
    let begun = 0;
    const seen: number[] = [];
    const { ask } = asker(() => Promise.resolve(((begun += 1), well)));
    const all = Promise.all(Array.from({ length: 5 }, () => ask()));
    while (begun < 5) {
      await new Promise((resolve) => setImmediate(resolve));
      seen.push(begun);
    }
    await all;
    expect(seen.every((count, index) => count - (seen[index - 1] ?? 0) <= 1)).toBe(true);
  });

  test('of a service that config.yml does not have any more is unknown', async () => {
    const { ask } = asker(() => Promise.resolve(well), { worldOf: () => null });
    expect(await ask()).toMatchObject({ facts: { ok: { unknown: 'config.yml has no service api any more' } } });
  });

  test('waits for its turn: never more at once than allowed, and everybody’s turn comes, whatever fails', async () => {
    let [now, most, asked] = [0, 0, 0];
    const { ask } = asker(
      async () => {
        most = Math.max(most, (now += 1));
        const failing = (asked += 1) % 3 === 0;
        await new Promise((resolve) => setTimeout(resolve, 5));
        now -= 1;
        if (failing) throw new CannotLook('no');
        return well;
      },
      { most: 3, mostBusy: 3 },
    );
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask()));
    expect(answers).toHaveLength(30);
    expect(most).toBe(3);
    await ask();
  });

  test('does not wait for a Docker host that is silent, unless it asks that host', async () => {
    const { ask } = asker((_, { service }) => (service.host === 'silent' ? never() : Promise.resolve(well)), {
      ...{ most: 2, mostBusy: 2, limitMs: 200, worldOf: on },
    });
    const silent = Promise.all(Array.from({ length: 6 }, () => ask(unheard, 'silent')));
    let over = false;
    void silent.then(() => {
      over = true;
    });
    expect(await ask(unheard, 'other')).toMatchObject(well);
    expect(over).toBe(false);
    for (const answer of await silent) expect(answer).toMatchObject({ facts: { ok: { unknown: expect.anything() } } });
  });

  test('asks once what several wait for, where it is about an address and not about their service', async () => {
    let asked = 0;
    const run: Run = () => {
      asked += 1;
      return Promise.resolve(well);
    };
    const { ask } = asker(run, { most: 1, mostBusy: 1 });
    await Promise.all([
      ask(unheard, 'api', 0),
      ask(unheard, 'worker', 1),
      ask(unheard, 'api', 1),
      ask(unheard, 'redis', 1),
    ]);
    expect(asked).toBe(2);
  });

  test('lets in first, of those that wait, what its verdict needs first', async () => {
    const order: string[] = [];
    const probes = defineCheck({
      ...{
        type: 'probe',
        vantage: 'bot' as const,
        says: '',
        params: z.looseObject({ type: z.literal('probe'), name: z.string() }),
      },
      facts: () => ({ ok: { type: 'bool', says: '' } }),
      run: ({ name }) => {
        order.push(name);
        return Promise.resolve(well);
      },
    });
    const ask = createAsk({
      ...{
        checks: { probe: probes },
        worldOf: () => on('local'),
        limitMs: 60_000,
        most: 1,
        mostBusy: 1,
        mostPrograms: 1,
      },
      log: pino({ level: 'silent' }),
    });
    const many = runbookOf({ checks: ['front', 'middle', 'back'] });
    const askAs = (id: string, incident: number) =>
      ask(many, { ...front, id, params: { type: 'probe', name: `${id} ${incident}` } }, unheard);
    await Promise.all([1, 2].flatMap((incident) => ['back', 'middle', 'front'].map((id) => askAs(id, incident))));
    expect(order).toEqual(['back 1', 'front 1', 'front 2', 'middle 1', 'middle 2', 'back 2']);
  });
});
