import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { cancelAll } from '../flows/scene.js';
import { seriousFaults } from './axe.js';
import { chromiumIsHere, PHONE } from './browser.js';
import { startPageFlow, type PageFlow } from './page-flow.js';
import { LONG, Reader } from './reader.js';
import { keepShot } from './shots.js';

(chromiumIsHere ? describe : describe.skip)('the tour, with the real bot and the real stack', () => {
  let flow: PageFlow;

  beforeAll(async () => {
    flow = await startPageFlow('tour');
  });

  afterAll(async () => {
    await flow.stop();
  });

  afterEach(async () => {
    await cancelAll(flow.workspace);
    await flow.panel.settled();
    await flow.panel.healNow();
  });

  async function visit(size?: typeof PHONE): Promise<Reader> {
    return new Reader(await flow.browsing.open({ firstVisit: true, ...(size === undefined ? {} : { size }) }));
  }

  test('goes from the first step to the last by mouse, and is not in the way afterwards', async () => {
    const reader = await visit();
    const { page, tour, panel } = reader;

    await reader.tourSays('1 of 5');
    expect(await seriousFaults(page)).toEqual([]);
    await keepShot(page, 'tour-1-break-it');
    await panel.getByRole('button', { name: 'Break oom' }).click();

    await reader.tourSays('2 of 5');
    await reader.composer.fill('/incident api-down');
    await keepShot(page, 'tour-2-ask-the-bot');
    await reader.composer.press('Enter');

    await tour.getByRole('button', { name: 'I have read it' }).waitFor({ timeout: LONG });
    await keepShot(page, 'tour-3-read-the-verdict');
    expect(await seriousFaults(page)).toEqual([]);
    await tour.getByRole('button', { name: 'I have read it' }).click();

    await reader.tourSays('4 of 5');
    await reader.press(/^Raise memory/, 'Ask for approval');
    await reader.tourSays('Be Sam');
    await reader.be('Sam');
    await reader.tourSays('You are Sam');
    await keepShot(page, 'tour-4-mend-it');
    await reader.press(/^Approve/, 'Approve');

    await reader.tourSays(/Press Resolve INC-\d+/);
    await reader.log
      .getByRole('button', { name: /^Resolve INC-\d+/ })
      .last()
      .click();
    const window = page.getByRole('dialog');
    await window.getByRole('textbox', { name: /Who felt it/ }).fill('All searches failed');
    await window.getByRole('button', { name: 'Resolve', exact: true }).click();

    await reader.tourSays(/INC-\d+-report\.md/);
    await tour.getByRole('button', { name: 'Go to the thread' }).click();
    await reader.thread
      .getByText(/INC-\d+-report\.md/)
      .first()
      .waitFor();
    await keepShot(page, 'tour-5-read-the-document');
    expect(await seriousFaults(page)).toEqual([]);
    await tour.getByRole('button', { name: 'Finish the tour' }).click();

    expect(await tour.count()).toBe(0);
    await page.reload();
    await reader.button('Tour').waitFor();
    expect(await tour.count()).toBe(0);
    expect(flow.browsing.misdeeds).toEqual([]);
  });

  test('goes from the first step to the last by keyboard alone', async () => {
    const reader = await visit();
    const { page, tour, panel } = reader;
    const enter = async (name: RegExp, yes: string): Promise<void> => {
      await reader.enter(reader.log.getByRole('button', { name }).last());
      await reader.enter(page.getByRole('dialog').getByRole('button', { name: yes, exact: true }));
    };

    await reader.tabTo(panel.getByRole('searchbox'));
    await page.keyboard.type('kernel');
    await reader.enter(panel.getByRole('button', { name: 'Break oom' }));

    await reader.tourSays('2 of 5');
    await reader.enter(tour.getByRole('button', { name: 'Go to the message field' }));
    await page.keyboard.type('/incident api-down');
    await page.keyboard.press('Enter');

    await reader.enter(tour.getByRole('button', { name: 'I have read it' }));
    await reader.tourSays('4 of 5');
    await enter(/^Raise memory/, 'Ask for approval');
    await reader.tourSays('Be Sam');
    await reader.enter(page.getByRole('group', { name: 'Who you are' }).getByRole('button', { name: 'Sam' }));
    await reader.tourSays('You are Sam');
    await enter(/^Approve/, 'Approve');

    await reader.tourSays(/Press Resolve INC-\d+/);
    await reader.enter(reader.log.getByRole('button', { name: /^Resolve INC-\d+/ }).last());
    await reader.enter(page.getByRole('dialog').getByRole('button', { name: 'Resolve', exact: true }));

    await reader.tourSays(/INC-\d+-report\.md/);
    await reader.enter(tour.getByRole('button', { name: 'Go to the thread' }));
    await reader.thread
      .getByText(/INC-\d+-report\.md/)
      .first()
      .waitFor();
    await reader.enter(tour.getByRole('button', { name: 'Finish the tour' }));

    // The keyboard is not lost with the tour: it stands on what brings it back.
    await page.keyboard.press('Enter');
    // Where it begins again depends on what is broken by then.
    await reader.tourSays(/\d of 5/);
    expect(flow.browsing.misdeeds).toEqual([]);
  });

  test('is skipped with one press, on a phone as well, and stays away', async () => {
    const reader = await visit(PHONE);
    await reader.tourSays('1 of 5');
    await keepShot(reader.page, 'phone-tour');
    expect(await seriousFaults(reader.page)).toEqual([]);
    await reader.button('Skip the tour').click();
    expect(await reader.tour.count()).toBe(0);
    await reader.page.reload();
    await reader.composer.waitFor();
    expect(await reader.tour.count()).toBe(0);
  });
});
