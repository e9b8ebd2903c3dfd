import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { EXIT } from '../../src/terminal/exit.js';
import { brokenFront, completed, openDatabase, outcome, type Database, type Process } from '../engine/house.js';
import { opening } from '../engine/wishes.js';
import { runbookOf } from '../engine/runbooks.js';
import { until } from '../until.js';
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

async function seat(options: Partial<SeatOptions> = {}): Promise<Seated> {
  const seated = await sit(database, { runbooks: [runbookOf()], checks: brokenFront(), ...options });
  processes.push(seated.process);
  return seated;
}

/** A terminal at which an incident was found. */
async function found(options: Partial<SeatOptions> = {}): Promise<Seated & { readonly id: string }> {
  const seated = await seat(options);
  const { shown } = await seated.type('api-down');
  const [id = ''] = /INC-\d+/.exec(shown) ?? [];
  return { ...seated, id };
}

describe('what is recorded at a terminal', () => {
  test.each([
    ['note restarted the pool', /^Noted in INC-\d+\.$/],
    ['note --private kim is ill', /^Noted in INC-\d+; it stays out of documents and exports\.$/],
    ['severity low', /^INC-\d+ is low now\.$/],
    ['take scribe', /^ada is scribe of INC-\d+ now\.$/],
    ['assign kim communications', /^kim is communications of INC-\d+ now\.$/],
    ['snooze 30', /^No update of INC-\d+ is asked for before .*\d\d:\d\d UTC\.$/],
  ])('%s is said in a sentence', async (words, sentence) => {
    const { type } = await found();
    expect(await type(words)).toMatchObject({ exit: EXIT.healthy, shown: expect.stringMatching(sentence) });
  });

  test.each([
    ['ack', /acknowledged INC-\d+ .*Nothing was changed\./],
    ['severity high', /is high already\. Nothing was changed\./],
    ['escalate', /names nobody to call\. Nobody was called/],
  ])('%s, refused, fails in words', async (words, sentence) => {
    const { type } = await found();
    expect(await type(words)).toMatchObject({ exit: EXIT.failed, shown: expect.stringMatching(sentence) });
  });

  test.each(['note', 'severity hihg', 'assign', 'note x', 'resolve x'])(
    '%s, where it is not clear what is meant, fails',
    async (words) => {
      const { type } = await seat();
      expect((await type(words)).exit).toBe(EXIT.failed);
    },
  );

  test('is carried out by the bot that runs the incident, and said when it has', async () => {
    const bot = await seat({ seat: 'in_bot', owner: 'bot' });
    const { incident } = await outcome(bot.process.engine, opening({ channel: 'C1' }));
    await completed(database.store, incident ?? '');
    const { type } = await seat({ seat: 'beside' });
    expect(await type('note from the side')).toMatchObject({
      exit: EXIT.healthy,
      shown: `Noted in ${incident ?? ''}.`,
    });
    expect((await bot.type('timeline')).shown).toContain('ada: from the side');
  });
});

describe('resolve at a terminal', () => {
  test('closes, shows the card, waits for the summary, and says how to get the document', async () => {
    const { type, id } = await found();
    const { exit, shown } = await type('resolve restarted by hand --impact nobody felt it');
    expect(exit).toBe(EXIT.healthy);
    expect(shown).toContain('resolved');
    expect(shown).toMatch(/Summary of INC-\d+, recorded .*\n?.*\d+ events/);
    expect(shown).toContain(`Its document: incident report ${id} > report.md`);
    const incident = await database.store.load(id);
    expect(incident.find(({ type: one }) => one === 'incident.closed')?.payload).toMatchObject({
      reason: 'restarted by hand',
      told: { impact: 'nobody felt it', cause: '', followUps: [] },
    });
    expect(await type(`report ${id}`)).toEqual({ exit: EXIT.healthy, shown: '', printed: `# ${id}` });
  });

  test('does not wait for ever for the summary', async () => {
    const { type, process, id } = await found();
    process.clerk.before = () => new Promise(() => undefined);
    const controller = new AbortController();
    const typed = type(`resolve ${id} restarted`, controller.signal, (said) => {
      if (said.includes('resolved')) controller.abort();
    });
    const { exit, shown } = await typed;
    expect(exit).toBe(EXIT.healthy);
    expect(shown).toContain(
      `Its summary is not written yet. Get its document in a minute: incident report ${id} > report.md`,
    );
  });

  test('a second time is told who closed it; reopened, it goes on', async () => {
    const { type, id } = await found();
    await type('resolve restarted');
    expect(await type(`resolve ${id} again`)).toMatchObject({
      exit: EXIT.failed,
      shown: expect.stringMatching(/INC-\d+ was closed .* by ada\. Nothing was changed\./),
    });
    const reopened = await type(`reopen ${id} it broke again`);
    expect(reopened.exit).toBe(EXIT.healthy);
    expect(reopened.shown).toMatch(/^INC-\d+ is open again\./);
    expect((await type('resolve for good')).shown).toContain('Its document');
  });
});

describe('what is read at a terminal', () => {
  test('the timeline, with private notes; an export without them, unless asked for', async () => {
    const { type, id } = await found();
    await type('note the pool is exhausted');
    await type('note --private kim is ill');
    const { shown } = await type('timeline');
    expect(shown).toContain('ada: the pool is exhausted');
    expect(shown).toContain('ada (private): kim is ill');
    const exported = await type(`export ${id} --jsonl`);
    expect(exported).toMatchObject({ exit: EXIT.healthy, shown: '' });
    expect(exported.printed).toContain('the pool is exhausted');
    expect(exported.printed).not.toContain('kim is ill');
    expect((await type(`export ${id} --jsonl --private`)).printed).toContain('kim is ill');
  });

  test('whether the record is unbroken, by the exit code as well', async () => {
    const { type, id } = await found();
    await type('resolve restarted');
    await until(async () => (await type(`verify ${id}`)).shown.includes('as posted with its summary'), 'the report');
    const sound = await type(`verify ${id}`);
    expect(sound).toMatchObject({ exit: EXIT.healthy, shown: expect.stringContaining('is unbroken: ') });
    const [, head = ''] = /head (\w{8})/.exec(sound.shown) ?? [];
    expect((await type(`verify ${id} ${head}`)).shown).toContain('Your hash is that of event');
    expect((await type(`verify ${id} deadbeef`)).exit).toBe(EXIT.problem);
    await database.sql.query(`update payloads set body = replace(body, 'restarted', 'rebooted!')`);
    const broken = await type(`verify ${id}`);
    expect(broken).toMatchObject({ exit: EXIT.problem, shown: expect.stringMatching(/is broken at event \d+/) });
  });

  test('figures of past incidents, in words and as a picture', async () => {
    const { type } = await found();
    await type('resolve restarted');
    expect((await type('stats')).shown).toContain('api-down: 1 incident');
    expect((await type('stats --svg')).printed).toMatch(/^<svg/);
  });
});
