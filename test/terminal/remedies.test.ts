import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Rights } from '../../commands/command.js';
import { ACT_WITHIN_MS } from '../../src/incident/remedy-results.js';
import { EXIT } from '../../src/terminal/exit.js';
import { mendable, POLICIES } from '../commands/offering.js';
import { rights } from '../commands/place.js';
import { Checks, openDatabase, outcome, type Database, type Process } from '../engine/house.js';
import { opening } from '../engine/wishes.js';
import { answer } from '../engine/runbooks.js';
import { until } from '../until.js';
import { handsOf, mends, type Deed } from './hands.js';
import { sit, type Seated, type SeatOptions } from './seat.js';

let database: Database;
let checks: Checks;
const processes: Process[] = [];

beforeAll(async () => {
  database = await openDatabase();
});
beforeEach(() => {
  checks = new Checks().answer('health', answer(false));
});
afterEach(async () => {
  for (const process of processes.splice(0)) await process.stop();
  await database.empty();
});
afterAll(() => database.close());

/** Verifies for a moment only. */
const hasty = {
  ...mendable,
  remedies: Object.fromEntries(
    Object.entries(mendable.remedies).map(([id, remedy]) => [
      id,
      { ...remedy, verify: { ...remedy.verify, within: 80 } },
    ]),
  ),
};

const approver: Rights = rights(true, false);

async function seat(options: Partial<SeatOptions> = {}): Promise<Seated> {
  const seated = await sit(database, { runbooks: [mendable], checks, hands: handsOf(mends(checks)), ...options });
  processes.push(seated.process);
  return seated;
}

/** An incident of a broken service, shown with what is offered; opened in no channel unless one is given. */
async function found(seated: Seated): Promise<string> {
  const { shown } = await seated.type('api-down');
  return shown;
}

describe('incident api-down', () => {
  test('shows the verdict, then what is offered, with the words to type', async () => {
    const shown = await found(await seat());
    const last = shown.slice(shown.lastIndexOf('api down: could not tell why'));
    expect(last).toMatch(/^Do: incident remedy restart INC-\d+ \(low risk, nobody else is asked\)$/m);
    expect(last).toMatch(/^Do: incident remedy raise_memory INC-\d+ \(low risk/m);
  });

  test('says why nothing is offered where the bot only observes', async () => {
    const off = 'the bot only observes here (mode: observe in config.yml)';
    expect(await found(await seat({ hands: { ...handsOf(mends(checks)), off } }))).toContain(`No remedies: ${off}.`);
  });

  test('offers nothing where nothing is wrong', async () => {
    checks.answer('health', answer(true));
    const { exit, shown } = await (await seat()).type('api-down');
    expect(exit).toBe(EXIT.healthy);
    expect(shown).not.toMatch(/remed/i);
  });
});

describe('incident remedy restart', () => {
  test('that needs nobody’s yes runs here: each step, what came of it, the verification', async () => {
    const seated = await seat();
    await found(seated);
    const { exit, shown } = await seated.type('remedy restart');
    const order = [
      'Started',
      'starting api_1.',
      'Done: restarted in 2 s.',
      'Then: ',
      'api up: remedy verified',
      'Next: ',
    ];
    const places = order.map((words) => shown.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(shown).toMatch(/was not well, now well \(bot\)/);
    expect(shown).toMatch(/^Do: incident resolve INC-\d+ what-fixed-it \(closes it and writes its document\)$/m);
    expect(shown).toContain('Nobody watches it while no bot runs.');
    expect(exit).toBe(EXIT.healthy);
  });

  test('runs here as well where the asker’s own yes suffices', async () => {
    const seated = await seat({ hands: handsOf(mends(checks), POLICIES.medium), rights: approver });
    await found(seated);
    const { exit, shown } = await seated.type('remedy restart');
    expect(shown).toContain('ada said yes ');
    expect(exit).toBe(EXIT.healthy);
  });

  test('that did not help says so, and offers the next rung', async () => {
    const seated = await seat({
      runbooks: [hasty],
      hands: handsOf((reporting) => reporting.step(['trying']).then(() => ({ result: 'done', says: ['tried'] }))),
    });
    await found(seated);
    const { exit, shown } = await seated.type('remedy raise_memory');
    expect(shown).toContain('remedy did not help');
    expect(shown).toMatch(/^Do: incident remedy restart INC-\d+ /m);
    expect(exit).toBe(EXIT.problem);
  });

  test('that failed says what went wrong', async () => {
    const seated = await seat({
      hands: handsOf(() => Promise.resolve({ result: 'failed', says: ['no such container'] })),
    });
    await found(seated);
    const { exit, shown } = await seated.type('remedy restart');
    expect(shown).toContain('Failed: no such container.');
    expect(shown).toContain('api down: remedy failed');
    expect(exit).toBe(EXIT.problem);
  });

  test('of which it is not known what became says how to find out, and what to send then', async () => {
    const seated: Seated = await seat({
      hands: handsOf(async (reporting) => {
        await reporting.step(['trying']);
        seated.process.jump(ACT_WITHIN_MS);
        throw new Error('silence');
      }),
    });
    await found(seated);
    const { exit, shown } = await seated.type('remedy restart');
    expect(shown).toContain('It is not known whether it happened:');
    expect(shown).toMatch(/Docker ps\. Then send incident happened yes INC-\d+ or incident happened no INC-\d+\./);
    expect(exit).toBe(EXIT.couldNotTell);
    checks.answer('health', answer(true));
    const settled = await seated.type('happened yes');
    expect(settled.shown).toContain('remedy verified');
    expect(settled.exit).toBe(EXIT.healthy);
  });

  test('that is not needed any more runs nothing', async () => {
    const hands = handsOf(mends(checks));
    const seated = await seat({ hands });
    await found(seated);
    checks.answer('health', answer(true));
    const { exit, shown } = await seated.type('remedy restart');
    expect(shown).toContain('No longer needed: Health endpoint: well. Nothing was run.');
    expect(hands.acted).toEqual([]);
    expect(exit).toBe(EXIT.healthy);
  });
});

describe('incident remedy that somebody else must approve', () => {
  const hands = () => handsOf(mends(checks), POLICIES.high);

  test('is asked for where no bot runs, and says that nobody hears it', async () => {
    const seated = await seat({ hands: hands(), rights: approver });
    await found(seated);
    const { exit, shown } = await seated.type('remedy restart');
    expect(shown).toContain('High risk: two yeses from api-approvers before ');
    expect(shown).toMatch(
      /No bot runs here, so nobody is asked\. Start the bot, or send incident break-glass restart INC-\d+ reason/,
    );
    expect(exit).toBe(EXIT.couldNotTell);
  });

  test('beside a bot is left to it, approved there, and followed here to its end', async () => {
    const bot = await seat({ owner: 'bot', seat: 'in_bot', hands: hands() });
    const { incident } = await outcome(bot.process.engine, opening({ channel: 'C1' }));
    await until(async () => (await bot.type('remedy')).shown.includes('Offered in'), 'the offers');
    const seated = await seat({ seat: 'beside', hands: handsOf(() => Promise.reject(new Error('not here'))) });
    const heard: string[] = [];
    const typed = seated.type('remedy restart', undefined, (shown) => heard.push(shown));
    await until(() => heard.some((shown) => shown.includes('It is approved in Slack; this waits.')), 'the wait');
    for (const by of ['slack:USAM', 'slack:UKIM']) {
      const approve = { do: 'approve', by, request: 1, may: true };
      const command = { command: approve, runbook: null, replyTo: null };
      await outcome(bot.process.engine, { key: `press of ${by}`, incident, command });
    }
    const { exit, shown } = await typed;
    expect(shown).toContain('USAM said yes ');
    expect(shown).toContain('remedy verified');
    expect(shown).not.toContain('Nobody watches it');
    expect(exit).toBe(EXIT.healthy);
  });

  test('in no channel says how it gets into one', async () => {
    const bot = await seat({ seat: 'in_bot', hands: hands() });
    await found(bot);
    const controller = new AbortController();
    const { exit, shown } = await bot.type('remedy restart', controller.signal, (said) => {
      if (said.includes('is in no channel')) controller.abort();
    });
    expect(shown).toMatch(
      /INC-\d+ is in no channel, so nobody was asked yet\. Send \/incident api-down in one; this waits\./,
    );
    expect(shown).toContain('The request stands; nothing was run.');
    expect(exit).toBe(EXIT.couldNotTell);
    const again = await bot.type('remedy');
    expect(again.shown).toContain('ada asked for “restart api”; it waits for its yes until ');
    expect((await bot.type('withdraw')).shown).toContain('Withdrawn by ada ');
  });

  test('runs with a broken glass by those who may, with the reason shown', async () => {
    const seated = await seat({ hands: hands(), rights: rights(false, true) });
    await found(seated);
    await seated.type('remedy restart');
    const { exit, shown } = await seated.type('break-glass restart Slack is down');
    expect(shown).toContain('Approval skipped by ada: Slack is down.');
    expect(shown).toContain('remedy verified');
    expect(exit).toBe(EXIT.healthy);
  });

  test('does not run with a broken glass by others', async () => {
    const made = hands();
    const seated = await seat({ hands: made, rights: approver });
    await found(seated);
    const { exit, shown } = await seated.type('break-glass restart Slack is down');
    expect(shown).toContain('Nothing was run');
    expect(exit).toBe(EXIT.failed);
    expect(made.acted).toEqual([]);
  });
});

describe('Ctrl-C', () => {
  /** A deed that goes on until it is let go. */
  function held(): { deed: Deed; begun: Promise<void>; let: () => void } {
    let begin = (): void => undefined;
    let release = (): void => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const released = new Promise<void>((resolve) => (release = resolve));
    const deed: Deed = async (reporting) => {
      await reporting.step(['restarting api_1']);
      begin();
      await released;
      return mends(checks)(reporting);
    };
    return { deed, begun, let: release };
  }

  test.each(['alone', 'beside'] as const)(
    'while a remedy is done here (%s) does not leave it half done',
    async (place) => {
      const { deed, begun, let: release } = held();
      const seated = await seat({ seat: place, hands: handsOf(deed) });
      await found(seated);
      const controller = new AbortController();
      const typed = seated.type('remedy restart', controller.signal);
      await begun;
      controller.abort();
      setTimeout(release, 500);
      const { shown } = await typed;
      expect(shown).toContain('Done: restarted in 2 s.');
    },
  );

  test('of a visitor leaves the bot doing it', async () => {
    const { deed, begun, let: release } = held();
    const bot = await seat({ seat: 'in_bot', hands: handsOf(deed) });
    await found(bot);
    const controller = new AbortController();
    const typed = bot.type('remedy restart', controller.signal);
    await begun;
    controller.abort();
    expect((await typed).shown).toContain('It goes on without this terminal.');
    release();
    await until(async () => (await bot.type('status')).shown.includes('api up'), 'the remedy to help');
  });
});
