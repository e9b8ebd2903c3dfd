import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { faults } from '../../../demo/faults/index.js';
import { diagnose } from '../flows/reading.js';
import { cancelAll, Scene } from '../flows/scene.js';
import { seriousFaults } from './axe.js';
import { chromiumIsHere, PHONE } from './browser.js';
import { startPageFlow, type PageFlow } from './page-flow.js';
import { LONG, Reader } from './reader.js';
import { keepShot } from './shots.js';

(chromiumIsHere ? describe : describe.skip)('the card in each of its states', () => {
  let flow: PageFlow;
  let desktop: Reader;
  let phone: Reader;
  let dark: Reader;

  beforeAll(async () => {
    flow = await startPageFlow('states');
    desktop = new Reader(await flow.browsing.open());
    phone = new Reader(await flow.browsing.open({ size: PHONE }));
    dark = new Reader(await flow.browsing.open({ dark: true, as: 'sam' }));
  });

  afterAll(async () => {
    await flow.stop();
  });

  afterEach(async () => {
    flow.workspace.faults.clear();
    expect(flow.browsing.misdeeds.splice(0)).toEqual([]);
    await cancelAll(flow.workspace);
    await flow.panel.settled();
    await flow.panel.healNow();
  });

  /** Waits until a window shows it, keeps the picture (of a card alone, or of the window), and lets axe look. */
  async function look(reader: Reader, words: RegExp, name: string): Promise<void> {
    await reader.sees(words);
    await keepShot(name.startsWith('card-') ? reader.message(words).last() : reader.page, name);
    expect(await seriousFaults(reader.page)).toEqual([]);
  }

  /** Slack takes no edits until its faults are cleared. */
  function holdCards(): void {
    flow.workspace.faults.add({ method: 'chat.update', kind: 'rate_limited', times: 1_000 });
  }

  async function broken(name: string): Promise<void> {
    const fault = faults.find((one) => one.name === name);
    if (fault === undefined) throw new Error(`the demo has no fault ${name}`);
    await flow.panel.breakNow(fault);
  }

  test('from the cause to the summary', async () => {
    await broken('oom');
    const scene = await Scene.open(flow);
    await look(desktop, /api down: out of memory/, 'card-cause-named');
    await look(phone, /api down: out of memory/, 'phone-cause-named');
    await look(dark, /api down: out of memory/, 'dark-cause-named');
    await scene.press('ada', 'Raise memory: 512 MiB');
    await scene.shows(/approval wanted/);
    await look(desktop, /api down: approval wanted/, 'card-approval-wanted');
    await look(phone, /Approve raise memory/, 'phone-approval-wanted');
    const request = await scene.news(/^✋ .*\?$/);
    // As soon as it says so the card is held, until it was looked at.
    const held = scene.shows(/remedy running/).then(() => holdCards());
    await scene.press('sam', 'Approve raise memory', request);
    await held;
    await look(desktop, /remedy running/, 'card-running');
    flow.workspace.faults.clear();
    await scene.verified();
    await look(desktop, /api up: remedy verified/, 'card-verified');
    await look(desktop, /api up: watching/, 'card-watching');
    await scene.resolve('more memory for the import', { 'Who felt it, and how?': 'All searches failed' });
    await look(desktop, /report in the thread/, 'card-resolved');
    await look(phone, /report in the thread/, 'phone-resolved');
    await desktop.openThread(scene.card.ts);
    await desktop.thread
      .getByText(/-report\.md/)
      .first()
      .waitFor({ timeout: LONG });
    await desktop.thread.getByRole('img', { name: /INC-/ }).first().waitFor({ timeout: LONG });
    await keepShot(desktop.page, 'thread');
    expect(await seriousFaults(desktop.page)).toEqual([]);
    await desktop.button('Close thread').click();
  });

  test('while it still asks', async () => {
    await broken('deadlocked');
    // Until it was looked at, the card stays as it was posted.
    holdCards();
    const { acknowledged } = await flow.workspace.person('ada').command('#inc-api', '/incident api-down');
    expect(acknowledged).toBe(true);
    await look(desktop, /api: diagnosing/, 'card-diagnosing');
    flow.workspace.faults.clear();
    await desktop.sees(/api down: application hangs/);
  });

  test.each([
    ['unknown-cause', '/incident api-down', /api down: could not tell why/, 'card-could-not-tell'],
    ['docker-unreachable', '/incident api-down', /api up: Docker not reachable/, 'card-docker-not-reachable'],
    [null, '/incident api-down', /api up: false alarm/, 'card-false-alarm'],
    ['oom', '/incident api-down --drill', /Drill, api down: out of memory/, 'card-drill'],
  ])('of %s', async (fault, line, words, name) => {
    if (fault !== null) await broken(fault);
    await diagnose(flow.workspace, { line });
    await look(desktop, words, name);
  });

  test('the panel, with what is broken', async () => {
    await desktop.panel.getByRole('searchbox').fill('memory');
    await desktop.panel.getByRole('button', { name: 'Break oom' }).click();
    await desktop.panel.getByText(/Broken: oom/).waitFor({ timeout: LONG });
    await look(desktop, /./, 'panel-broken');
    await desktop.panel.getByRole('button', { name: 'Heal the stack' }).click();
    await desktop.panel.getByText('Every service is well').waitFor({ timeout: LONG });
    expect(await desktop.panel.getByRole('list', { name: 'Services' }).innerText()).toMatch(
      /^(✓ \w+ (healthy|running)\s*)+$/,
    );
  });
});
