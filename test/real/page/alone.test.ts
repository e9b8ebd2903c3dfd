import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { BotProcess } from '../../../demo/bot-process.js';
import { openPage, type OpenPage } from '../../../playground/page-server/open-page.js';
import { startBare, type Bare } from '../flows/bare.js';
import { cancelAll } from '../flows/scene.js';
import { seriousFaults } from './axe.js';
import { Browsing, chromiumIsHere, PHONE, type WindowOptions } from './browser.js';
import { builtPage, PARTS } from './page-flow.js';
import { Reader } from './reader.js';
import { keepShot } from './shots.js';

const ATTACK = `<script>window.hacked = 1; alert(1)</script><img src=x onerror="window.hacked = 2">'"><svg/onload=alert(3)>`;

/** What the browser tells the field when somebody pastes three megabytes. */
const PASTE = `(() => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', 'y'.repeat(3_000_000));
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
})()`;

/** What the server says of more than Slack takes, or than it reads. */
const TOO_LONG = /message is too long|more than 1 MB: nothing was sent/;

(chromiumIsHere ? describe : describe.skip)('the page without a stack', () => {
  let bare: Bare;
  let bot: BotProcess | null = null;
  let page: OpenPage;
  let browsing: Browsing;

  beforeAll(async () => {
    bare = await startBare();
    bot = await bare.start();
    page = await openPage(bare.workspace, {
      ...{ folder: builtPage(), parts: PARTS, bot: () => (bot === null ? 'gone' : 'running') },
      missing: 'There is no Docker engine. Install one, then start the demo again.',
    });
    browsing = await Browsing.start(page.url);
  });

  afterAll(async () => {
    await browsing.stop();
    await page.close();
    await bare.stop();
  });

  afterEach(async () => {
    bare.gate.release();
    bot ??= await bare.start();
    page.refresh();
    await cancelAll(bare.workspace);
    expect(browsing.misdeeds.splice(0)).toEqual([]);
  });

  async function window(options?: WindowOptions): Promise<Reader> {
    return new Reader(await browsing.open(options));
  }

  test('says what is missing and what to do, and offers no tour', async () => {
    const reader = await window({ firstVisit: true });
    await reader.panel.getByText('There is no Docker engine').waitFor();
    expect(await reader.tour.count()).toBe(0);
    await keepShot(reader.page, 'no-docker');
  });

  test.each([
    ['an empty channel', {}],
    ['an empty channel in the dark', { dark: true }],
    ['an empty channel on a phone', { size: PHONE }],
  ])('%s has no serious accessibility fault', async (_, options) => {
    const reader = await window(options);
    await reader.channel('#general');
    expect(await seriousFaults(reader.page)).toEqual([]);
  });

  test('script tags and hostile text that people type are text', async () => {
    const reader = await window();
    await reader.type(ATTACK);
    await reader.sees('window.hacked = 1');
    await reader.type(`/incident note ${ATTACK}`);
    await reader.type(`/incident ${ATTACK}`);
    await reader.sees(/No runbook or command|called/);
    await reader.type('<!channel> <@U123> <https://evil.example|*Approve*> javascript:alert(1)');
    await reader.sees('evil.example');
    expect(await reader.page.evaluate('window.hacked')).toBeUndefined();
    expect(await reader.page.getByRole('link', { name: 'Approve' }).count()).toBe(0);
  });

  test('hostile text that the bot passes on is text', async () => {
    const { workspace } = bare;
    const reader = await window();
    await workspace.person('kim').say('#inc-api', `${ATTACK} from another client`);
    await reader.sees('from another client');
    expect(await reader.page.evaluate('window.hacked')).toBeUndefined();
  });

  test('pasted megabytes are answered plainly, and nothing is lost of the page', async () => {
    const reader = await window();
    await reader.composer.focus();
    await reader.page.evaluate(PASTE);
    await reader.page.getByText(/^Too long: .* Nothing was pasted/).waitFor();
    // The same in a way that the page does not hear of beforehand.
    await reader.type('x'.repeat(3_000_000));
    await reader.page.getByText(TOO_LONG).first().waitFor();
    expect(await reader.message('xxxxxxxxxx').count()).toBe(0);
    await reader.composer.fill('short');
    await reader.composer.press('Enter');
    await reader.sees('short');
  });

  test('the bot is killed while the page is open: it says so, comes back, and nothing is doubled', async () => {
    const { gate } = bare;
    const reader = await window();
    gate.hold();
    await reader.type('/incident shop-down');
    await reader.sees(/shop.*: diagnosing/);
    await bot?.kill();
    bot = null;
    page.refresh();
    await reader.page
      .getByText(/bot (is gone|does not answer|has stopped)/i)
      .first()
      .waitFor();
    await keepShot(reader.page, 'bot-gone');
    await reader.type('/incident status');
    await reader.page
      .getByText(/could not be reached|dispatch_failed/)
      .first()
      .waitFor();

    gate.release();
    bot = await bare.start();
    page.refresh();
    await reader.sees(/shop up: false alarm/);
    await reader.counts(/shop up: false alarm/, 1);
    expect(await reader.page.getByText(/bot (is gone|does not answer|has stopped)/i).count()).toBe(0);
  });

  test('a window of the bot reads well, refuses what it must, and has no serious accessibility fault', async () => {
    const reader = await window();
    await reader.type('/incident shop-down');
    await reader.sees(/shop up: false alarm/);
    await reader.type('/incident resolve');
    const dialog = reader.page.getByRole('dialog');
    await dialog.waitFor();
    expect(await seriousFaults(reader.page)).toEqual([]);
    await keepShot(reader.page, 'modal');
    await reader.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});
