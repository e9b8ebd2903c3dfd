import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../src/terminal/exit.js';
import { nowhere } from '../../src/terminal/nowhere.js';
import { brokenFront, Checks, completed, openDatabase, outcome, type Database, type Process } from '../engine/house.js';
import { opening } from '../engine/wishes.js';
import { answer, runbookOf } from '../engine/runbooks.js';
import { sit, type Seated, type SeatOptions } from './seat.js';

let database: Database;
const processes: Process[] = [];

beforeAll(async () => {
  database = await openDatabase();
});
afterEach(async () => {
  for (const process of processes.splice(0)) await process.stop();
  await database.empty();
});
afterAll(() => database.close());

const all = (ok: boolean | 'unknown'): Checks => new Checks().answer('front', answer(ok)).answer('back', answer(ok));

async function seat(options: Partial<SeatOptions> = {}): Promise<Seated> {
  const seated = await sit(database, { runbooks: [runbookOf()], ...options });
  processes.push(seated.process);
  return seated;
}

describe('incident api-down at a terminal', () => {
  test.each([
    ['all is well', true, EXIT.healthy, 'api up: false alarm'],
    ['something is broken', false, EXIT.problem, 'api down: front broken'],
    ['it cannot be told', 'unknown' as const, EXIT.couldNotTell, 'could not tell'],
  ])('when %s says so, card and evidence, and by its exit code', async (_, ok, code, words) => {
    const { type } = await seat({ checks: all(ok) });
    const { exit, shown } = await type('api-down');
    expect(exit).toBe(code);
    expect(shown).toContain(words);
    expect(shown).toContain('Evidence, run 1 of api-down');
    expect(shown).toContain('opened by ada');
  });

  test('shows the card while it diagnoses, then the verdict', async () => {
    const checks = new Checks();
    const { type } = await seat({ checks });
    const { shown } = await type('api-down', undefined, (said) => {
      if (said.includes('diagnosing')) checks.answer('front', answer(false)).answer('back', answer(true));
    });
    expect(shown.indexOf('diagnosing')).toBeGreaterThanOrEqual(0);
    expect(shown.indexOf('diagnosing')).toBeLessThan(shown.indexOf('front broken'));
  });

  test('while it is being diagnosed waits for that verdict', async () => {
    const checks = new Checks();
    const { type, process } = await seat({ checks });
    await outcome(process.engine, opening());
    const { exit, shown } = await type('api-down', undefined, (said) => {
      if (said.includes('already')) checks.answer('front', answer(false)).answer('back', answer(true));
    });
    expect(exit).toBe(EXIT.problem);
    expect(shown).toContain('is being diagnosed with api-down already');
    expect(shown).toContain('front broken');
  });

  test('of an incident that the bot runs is answered by the bot, and read from the record', async () => {
    const bot = await seat({ seat: 'in_bot', screen: nowhere, checks: brokenFront(), owner: 'bot' });
    const { incident } = await outcome(bot.process.engine, opening({ channel: 'C1' }));
    await completed(database.store, incident ?? '');
    const { type, process } = await seat({ seat: 'beside', checks: new Checks() });
    const { exit, shown } = await type(`diagnose ${incident ?? ''}`);
    expect(exit).toBe(EXIT.problem);
    expect(shown).toContain('Evidence, run 2 of api-down');
    expect(process.checks.asked).toEqual([]);
  });

  test('that is interrupted ends at once, and says nothing it does not know', async () => {
    const { type } = await seat({ checks: new Checks() });
    const controller = new AbortController();
    const { exit } = await type('api-down', controller.signal, (said) => {
      if (said.includes('diagnosing')) controller.abort();
    });
    expect(exit).toBe(EXIT.couldNotTell);
  });
});

describe('other words at a terminal', () => {
  test.each([
    ['', 'Nothing is open here.'],
    ['list', 'Nothing is open here.'],
    ['runbooks', 'api-down API Down'],
    ['help', 'incident api-down'],
    ['api-donw', 'nearest: api-down'],
    ['status', 'Nothing is open here'],
  ])('"%s" are answered with words', async (words, expected) => {
    const { type, process } = await seat();
    expect(await type(words)).toMatchObject({ exit: EXIT.healthy, shown: expect.stringContaining(expected) });
    expect(process.checks.asked).toEqual([]);
  });

  test('cancel closes, shows the card, and a second time says that it is closed', async () => {
    const { type } = await seat({ checks: new Checks() });
    const { process } = await seat({ checks: brokenFront(), owner: 'other' });
    const { incident } = await outcome(process.engine, opening());
    await process.stop();
    const first = await type(`cancel ${incident ?? ''} opened by mistake`);
    expect(first).toMatchObject({ exit: EXIT.healthy, shown: expect.stringContaining('cancelled') });
    const second = await type(`cancel ${incident ?? ''} again`);
    expect(second).toMatchObject({ exit: EXIT.failed, shown: expect.stringContaining('was closed') });
  });
});
