import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { openPage, type OpenPage } from '../../../playground/page-server/open-page.js';
import type { Workspace } from '../../../playground/workspace.js';
import { Bench, call, type AppAnswer, type AppRequest } from '../../playground/helpers.js';
import { until } from '../../until.js';
import { seriousFaults } from './axe.js';
import { Browsing, chromiumIsHere, PHONE } from './browser.js';
import { builtPage, PARTS } from './page-flow.js';

/** How long a press without an answer is under way: long enough to be seen. */
const ACK_MS = 10_000;

const plain = (text: string): object => ({ type: 'plain_text', text });
const option = (label: string): object => ({ text: plain(label), value: label.toLowerCase() });
const button = (label: string, over: object = {}): object => ({
  type: 'button',
  text: plain(label),
  action_id: label,
  ...over,
});
const confirm = {
  title: plain('Restart api?'),
  text: plain('It takes 8 s.'),
  confirm: plain('Restart it'),
  deny: plain('Go back'),
};
const blocks = [
  {
    ...{ type: 'section', text: plain('a card') },
    accessory: { type: 'overflow', action_id: 'more', options: ['First', 'Second', 'Third'].map(option) },
  },
  { type: 'actions', elements: [button('Restart', { confirm }), button('Ask'), button('Fail'), button('Wait')] },
];
const input = (id: string, element: object, over: object = {}): object => ({
  ...{
    type: 'input',
    block_id: id,
    label: plain(id),
    element: { action_id: id, type: 'plain_text_input', ...element },
  },
  ...over,
});
const view = (over: object = {}): object => ({
  ...{ type: 'modal', title: plain('Deny'), submit: plain('Send'), close: plain('Back') },
  blocks: [
    input('Reason', { max_length: 100 }),
    input('Notes', { multiline: true }, { optional: true }),
    input('Level', { type: 'static_select', options: ['Low', 'High'].map(option) }),
  ],
  ...over,
});

(chromiumIsHere ? describe : describe.skip)('blocks and windows in a browser', () => {
  const bench = new Bench();
  let workspace: Workspace;
  let site: OpenPage;
  let browsing: Browsing;
  let requests: AppRequest[];
  let page: Page;
  /** What the app answers to what is submitted. */
  let answer: AppAnswer = {};

  beforeAll(async () => {
    workspace = await bench.workspace({ ackTimeout: ACK_MS, triggerLife: 60_000 });
    const app = await bench.app((request) => {
      if (request.payload['type'] === 'view_submission') return answer;
      if (request.body.includes('%22Wait%22')) return undefined;
      return { status: request.body.includes('%22action_id%22%3A%22Fail%22') ? 500 : 200 };
    });
    requests = app.requests;
    workspace.connectApp(app.url);
    site = await openPage(workspace, { folder: builtPage(), parts: PARTS, bot: () => 'running' });
    browsing = await Browsing.start(site.url);
  });

  beforeEach(async () => {
    await call(workspace, 'chat.postMessage', { channel: workspace.channel('#inc-api').id, text: 'a card', blocks });
    page = await browsing.open({ size: PHONE });
    await page.getByText('a card').last().waitFor();
    requests.splice(0);
    answer = {};
  });

  afterEach(async () => {
    await page.close();
    expect(browsing.misdeeds.splice(0)).toEqual([]);
  });

  afterAll(async () => {
    await browsing.stop();
    await site.close();
    await bench.clear();
  });

  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).last().press('Enter');
  const focused = (): Promise<string> => page.evaluate<string>('document.activeElement.textContent');
  const dialog = (name: string) => page.getByRole('dialog', { name });
  const actions = (): unknown[] => requests.flatMap((one) => one.payload['actions'] ?? []);
  const sent = (count: number): Promise<unknown> => until(() => requests.length === count, `${count} requests`);

  async function ask(modal: object = view()): Promise<void> {
    await press('Ask');
    await sent(1);
    await call(workspace, 'views.open', { trigger_id: String(requests[0]?.payload['trigger_id']), view: modal });
    await dialog('Deny').waitFor();
    requests.splice(0);
  }

  test('a question is answered by keyboard; no and Escape send nothing and lead back', async () => {
    await press('Restart');
    await dialog('Restart api?').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    // The key that opened it may still be held down.
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await dialog('Restart api?').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Restart');
    await press('Restart');
    await press('Go back');
    await dialog('Restart api?').waitFor({ state: 'detached' });
    expect(requests).toEqual([]);
    await press('Restart');
    await press('Restart it');
    await sent(1);
    expect(actions()).toMatchObject([{ action_id: 'Restart' }]);
  });

  test('a menu is walked through with arrows and left with Escape', async () => {
    await press('More actions');
    await until(async () => (await focused()) === 'First', 'the first line');
    expect(await seriousFaults(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'hidden' });
    await press('More actions');
    await until(async () => (await focused()) === 'First', 'the first line');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await sent(1);
    expect(actions()).toMatchObject([{ action_id: 'more', selected_option: { value: 'second' } }]);
  });

  test('a press shows that it is under way and is sent once; one that fails says so', async () => {
    await press('Wait');
    await press('Wait');
    const waiting = page.getByRole('button', { name: 'Wait', exact: true }).last();
    await until(async () => (await waiting.getAttribute('aria-busy')) === 'true', 'the spinner');
    await press('Fail');
    await page.getByRole('alert').last().waitFor();
    await sent(2);
    await until(async () => (await waiting.getAttribute('aria-busy')) === 'false', 'the end of waiting');
  });

  test('a window wants what it must have, says what the app complains of, and keeps what was typed', async () => {
    await ask();
    await until(() => page.evaluate<boolean>('document.activeElement.dataset.field === "Reason"'), 'the focus');
    expect(await page.getByLabel('Reason').inputValue()).toBe('');
    await page.keyboard.press('Enter');
    await page.getByText('Please complete this required field.').first().waitFor();
    await until(() => page.evaluate<boolean>('document.activeElement.dataset.field === "Reason"'), 'the focus');
    expect(requests).toEqual([]);
    await page.keyboard.type('x'.repeat(95));
    await page.getByText('5 characters left').waitFor({ state: 'attached' });
    await page.getByLabel('Level').selectOption('High');
    answer = { body: JSON.stringify({ response_action: 'errors', errors: { Notes: 'Say more.' } }) };
    await page.getByLabel('Reason').press('Enter');
    await page.getByText('Say more.').waitFor();
    await until(() => page.evaluate<boolean>('document.activeElement.dataset.field === "Notes"'), 'the focus');
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.getByLabel('Notes').getAttribute('aria-describedby')).toBeTruthy();
    await page.keyboard.type('one');
    await page.keyboard.press('Enter');
    await page.keyboard.type('two');
    answer = {};
    await page.keyboard.press('Control+Enter');
    await dialog('Deny').waitFor({ state: 'detached' });
    expect(requests.at(-1)?.payload).toMatchObject({
      view: {
        state: { values: { Reason: { Reason: { value: 'x'.repeat(95) } }, Notes: { Notes: { value: 'one\ntwo' } } } },
      },
    });
    expect(requests.at(-1)?.payload).toMatchObject({
      view: { state: { values: { Level: { Level: { selected_option: { value: 'high' } } } } } },
    });
  });

  test('what is typed stays when the app changes the window meanwhile; Escape closes it and leads back', async () => {
    await ask();
    await page.getByLabel('Reason').fill('typed');
    const open = workspace.modals('ada').at(-1);
    const more = view({
      blocks: [{ type: 'section', text: plain('more to read') }, input('Reason', { initial_value: 'other' })],
    });
    await call(workspace, 'views.update', { view_id: open?.id, view: more });
    await page.getByText('more to read').waitFor();
    expect(await page.getByLabel('Reason').inputValue()).toBe('typed');
    await page.keyboard.press('Escape');
    await dialog('Deny').waitFor({ state: 'detached' });
    expect(await focused()).toBe('Ask');
    expect(workspace.modals('ada')).toEqual([]);
  });
});
