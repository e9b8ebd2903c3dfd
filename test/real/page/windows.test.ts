import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { oom } from '../../../demo/faults/oom.js';
import { SLACK_WORDS } from '../../../playground/page/panel-words.js';
import { cardsIn, diagnose } from '../flows/reading.js';
import { until } from '../../until.js';
import { cancelAll } from '../flows/scene.js';
import { chromiumIsHere, type WindowOptions } from './browser.js';
import { startPageFlow, type PageFlow } from './page-flow.js';
import { Reader } from './reader.js';

const CARD = /api down: out of memory/;

(chromiumIsHere ? describe : describe.skip)('several windows', () => {
  let flow: PageFlow;

  beforeAll(async () => {
    flow = await startPageFlow('windows');
  });

  afterAll(async () => {
    await flow.stop();
  });

  afterEach(async () => {
    flow.panel.slack('none');
    await cancelAll(flow.workspace);
    await flow.panel.settled();
    await flow.panel.healNow();
  });

  async function window(options?: WindowOptions): Promise<Reader> {
    return new Reader(await flow.browsing.open(options));
  }

  test('of two people: Ada asks for a remedy, Sam says yes in his own, and Ada may not', async () => {
    const [ada, sam] = [await window(), await window({ as: 'sam' })];
    await flow.panel.breakNow(oom);
    await ada.type('/incident api-down');
    await ada.press(/^Raise memory/, 'Ask for approval');

    // Ada's own yes is refused, as Slack shows it: to her alone.
    await ada.press(/^Approve/, 'Approve');
    await ada.sees(/You asked for this/);
    expect(await sam.message(/You asked for this/).count()).toBe(0);

    await sam.press(/^Approve/, 'Approve');
    for (const reader of [ada, sam]) await reader.sees(/api up: watching/);
    for (const reader of [ada, sam]) await reader.counts(/Approved by sam/, 1);
    expect(flow.browsing.misdeeds).toEqual([]);
  });

  test('of the same person show the same, once each, whichever is used', async () => {
    const [one, other] = [await window(), await window()];
    await flow.panel.breakNow(oom);
    await one.type('/incident api-down');
    for (const reader of [one, other]) await reader.sees(CARD);
    const whispers = await one.message(/Only visible to you/).count();
    await other.type('/incident help');
    for (const reader of [one, other]) await reader.counts(/Only visible to you/, whispers + 1);
    await other.press(/^Raise memory/, 'Ask for approval');
    for (const reader of [one, other]) await reader.sees(/api down: approval wanted/);
    await one.log
      .getByRole('button', { name: /^Withdraw/ })
      .last()
      .click();
    for (const reader of [one, other]) await reader.sees(CARD);
    for (const reader of [one, other]) await reader.counts(CARD, 1);
  });

  test.each(['rate_limited', 'errors', 'silent'] as const)(
    'in Slack’s trouble %j the card comes late, and once',
    async (trouble) => {
      const ada = await window();
      await flow.panel.breakNow(oom);
      const { workspace } = flow;
      const [cards, calls] = [cardsIn(workspace).length, workspace.calls('chat.postMessage').length];
      await ada.panel.getByRole('radio', { name: SLACK_WORDS[trouble].label }).click();
      await ada.panel.getByText(SLACK_WORDS[trouble].says).waitFor();
      await ada.type('/incident api-down');
      await until(() => workspace.calls('chat.postMessage').length > calls, 'a refused call');
      expect(cardsIn(workspace)).toHaveLength(cards);
      await ada.panel.getByRole('radio', { name: 'works' }).click();
      await ada.sees(CARD);
      await ada.counts(CARD, 1);
      expect(cardsIn(workspace)).toHaveLength(cards + 1);
    },
  );

  test('hostile lines in a log are read, and run nothing', async () => {
    const ada = await window();
    const attack = '<script>window.hacked = 1; alert(1)</script><img src=x onerror="window.hacked = 2; alert(2)">';
    const encoded = Buffer.from(`Configuration error: ${attack} <https://evil.example|Approve>\n`).toString('base64');
    await flow.stack.exec('api', ['sh', '-c', `echo ${encoded} | base64 -d > /proc/1/fd/1`]);
    await flow.panel.breakNow(oom);
    const shown = await diagnose(flow.workspace);
    expect(shown.thread).toContain('window.hacked');
    await ada.openThread(shown.card.ts);
    await ada.thread
      .getByText(/window\.hacked/)
      .first()
      .waitFor({ state: 'attached' });
    expect(await ada.page.evaluate('window.hacked')).toBeUndefined();
    expect(flow.browsing.misdeeds).toEqual([]);
  });
});
