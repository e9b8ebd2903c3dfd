import { afterEach, describe, expect, test } from '@jest/globals';
import type { OpenPage } from '../../../playground/page-server/open-page.js';
import type { PageDeed } from '../../../playground/page-server/protocol.js';
import type { Workspace } from '../../../playground/workspace.js';
import { Bench, buttons, call, card, section, withApp, type AppAnswer, type AppRequest } from '../helpers.js';
import { Desk, perform, type Window } from './browser.js';

const bench = new Bench();
const desk = new Desk();
afterEach(async () => {
  await desk.clear();
  await bench.clear();
});

interface Setting {
  workspace: Workspace;
  requests: AppRequest[];
  page: OpenPage;
  ada: Window;
  /** The id of #inc-api. */
  channel: string;
}

async function setting(
  answer: (request: AppRequest) => AppAnswer | undefined = () => ({}),
  options: Parameters<typeof withApp>[2] = {},
): Promise<Setting> {
  const { workspace, requests } = await withApp(bench, answer, options);
  const page = await desk.open(workspace);
  return { workspace, requests, page, ada: await desk.window(page, 'ada'), channel: workspace.channel('#inc-api').id };
}

const plain = (text: string): object => ({ type: 'plain_text', text });

/** The press on a button of a message that a window shows, by its label. */
function pressOn(window: Window, text: string, label: string, confirmed = false): PageDeed {
  const message = window.message(text);
  for (const block of message.blocks)
    if (block.type === 'actions')
      for (const element of block.elements)
        if (element.type === 'button' && element.text.text === label)
          return {
            ...{ do: 'press', key: message.key, value: null, confirmed },
            blockId: block.block_id ?? '',
            actionId: element.action_id ?? '',
          };
  throw new Error(`no button ${label}`);
}

describe('writing', () => {
  test('a message and a reply stand there as that person wrote them', async () => {
    const { page, ada, channel } = await setting();
    expect(await perform(page, 'ada', { do: 'say', channel, text: 'hello', threadTs: null })).toEqual({ ok: true });
    await ada.until(() => ada.texts().includes('hello'));
    const { ts } = ada.message('hello');
    expect(await perform(page, 'sam', { do: 'say', channel, text: '<b> & @ada', threadTs: ts })).toEqual({ ok: true });
    await ada.until(() => ada.texts().length === 2);
    const reply = ada.state.messages[1];
    expect(reply).toMatchObject({ threadTs: ts, notifies: true });
    expect(reply?.text).toMatch(/^&lt;b&gt; &amp; <@U\w+\|ada>$/);
  });

  test('the app hears of it', async () => {
    let hear: (request: AppRequest) => void = () => undefined;
    const heard = new Promise<AppRequest>((resolve) => (hear = resolve));
    const answer = (request: AppRequest): AppAnswer => {
      hear(request);
      return {};
    };
    const subscribed = { events: ['message.channels'] };
    const { page, channel } = await setting(answer, subscribed);
    await perform(page, 'ada', { do: 'say', channel, text: 'hello', threadTs: null });
    expect((await heard).payload).toMatchObject({ event: { type: 'message', text: 'hello' } });
  });

  test('does not wait for an app that is silent', async () => {
    const { page, channel } = await setting(() => undefined, { events: ['message.channels'], ackTimeout: 60_000 });
    expect(await perform(page, 'ada', { do: 'say', channel, text: 'hello', threadTs: null })).toEqual({ ok: true });
  });

  test.each<[string, string, string | null, string]>([
    ['nothing', '  \n ', null, 'There is nothing to send yet.'],
    ['too much', 'x'.repeat(40_001), null, 'Your message is too long: Slack takes 40,000 characters.'],
    ['a reply to nothing', 'hello', '1.2', 'This thread is gone.'],
    ['a command in a thread', '/incident status', '1.2', '/incident is not supported in threads. Sorry!'],
    [
      'a command there is not',
      '/deploy it',
      null,
      '/deploy is not a valid command. To send it as a message, put a space before it.',
    ],
  ])('%s is refused as Slack does', async (_, text, threadTs, says) => {
    const { page, channel, workspace } = await setting();
    expect(await perform(page, 'ada', { do: 'say', channel, text, threadTs })).toEqual({ ok: false, says });
    expect(workspace.channel('#inc-api').messages()).toEqual([]);
  });

  test('is refused where they are not, where nothing is, and where it is archived', async () => {
    const { page, workspace, channel } = await setting();
    const say = (where: string): PageDeed => ({ do: 'say', channel: where, text: 'hello', threadTs: null });
    const ops = workspace.channel('#private-ops').id;
    expect(await perform(page, 'kim', say(ops))).toMatchObject({ ok: false });
    expect(await perform(page, 'kim', say('C0NOWHERE'))).toMatchObject({ ok: false });
    workspace.channel('#inc-api').archive();
    expect(await perform(page, 'kim', say(channel))).toMatchObject({ says: expect.stringContaining('archived') });
    expect(workspace.channel('#private-ops').messages()).toEqual([]);
    expect(workspace.channel('#inc-api').messages()).toEqual([]);
  });
});

describe('commands', () => {
  test('reach the app, and its answer is theirs alone', async () => {
    const { page, ada, channel, requests } = await setting(() => ({ body: '{"text":"on it"}' }));
    const sam = await desk.window(page, 'sam');
    expect(await perform(page, 'ada', { do: 'command', channel, line: '/incident api-down' })).toEqual({ ok: true });
    expect(requests[0]?.form).toMatchObject({ command: '/incident', text: 'api-down', user_name: 'ada' });
    await ada.until(() => ada.texts().includes('on it'));
    expect(ada.message('on it').ephemeral).toBe(true);
    expect(sam.texts()).toEqual([]);
  });

  test.each<[string, AppAnswer | undefined, string]>([
    [
      'silent',
      undefined,
      '/incident failed with the error "operation_timeout". That took too long: the app did not answer within three seconds.',
    ],
    [
      'broken',
      { status: 500 },
      '/incident failed with the error "http_service_error". The app answered with an error.',
    ],
    [
      'confused',
      { body: '{"blocks":[{"type":"nonsense"}]}' },
      "Slack did not understand the app's answer (invalid_blocks).",
    ],
  ])('to an app that is %s say so', async (_, answer, says) => {
    const { page, channel } = await setting(() => answer, answer === undefined ? { ackTimeout: 50 } : {});
    expect(await perform(page, 'ada', { do: 'command', channel, line: '/incident' })).toEqual({ ok: false, says });
  });

  test('to an app that is gone say so', async () => {
    const { page, channel, workspace } = await setting();
    workspace.connectApp('http://127.0.0.1:1/nobody');
    expect(await perform(page, 'ada', { do: 'command', channel, line: '/incident' })).toEqual({
      ok: false,
      says: '/incident failed with the error "dispatch_failed". The app could not be reached.',
    });
  });
});

describe('pressing', () => {
  test('sends what was pressed, and a question that was answered with no sends nothing', async () => {
    const { page, ada, workspace, requests } = await setting();
    const confirm = { title: plain('Restart api?'), text: plain('It takes a minute.') };
    const element = { type: 'button', action_id: 'restart', text: plain('Restart'), confirm };
    await card(workspace, [{ type: 'actions', elements: [element] }]);
    await ada.until(() => ada.texts().includes('card'));
    expect(await perform(page, 'ada', pressOn(ada, 'card', 'Restart'))).toEqual({ ok: true });
    expect(requests).toEqual([]);
    expect(await perform(page, 'ada', pressOn(ada, 'card', 'Restart', true))).toEqual({ ok: true });
    expect(requests[0]?.payload).toMatchObject({ actions: [{ action_id: 'restart' }], user: { name: 'ada' } });
  });

  test('chooses a line of a menu, in the block it was chosen in', async () => {
    const { page, ada, workspace, requests } = await setting();
    const menu = (name: string): object =>
      section(name, {
        block_id: name,
        accessory: { type: 'overflow', action_id: 'menu', options: [{ text: plain('Go'), value: `go ${name}` }] },
      });
    await card(workspace, [menu('one'), menu('two')]);
    await ada.until(() => ada.texts().includes('card'));
    const press = { do: 'press', key: ada.message('card').key, actionId: 'menu', confirmed: false } as const;
    expect(await perform(page, 'ada', { ...press, blockId: 'two', value: 'go two' })).toEqual({ ok: true });
    expect(await perform(page, 'ada', { ...press, blockId: 'two', value: 'go one' })).toMatchObject({ ok: false });
    expect(requests.map(({ payload }) => payload['actions'])).toMatchObject([
      [{ block_id: 'two', selected_option: { value: 'go two' } }],
    ]);
  });

  test('a message that has changed, or is gone, works as from a client that has not noticed', async () => {
    const { page, ada, workspace, requests, channel } = await setting();
    const message = await card(workspace, [buttons('Go')]);
    await ada.until(() => ada.texts().includes('card'));
    const press = pressOn(ada, 'card', 'Go');
    await call(workspace, 'chat.update', { channel, ts: message.ts, text: 'decided' });
    expect(await perform(page, 'ada', press)).toEqual({ ok: true });
    workspace.person('ada').delete(message);
    expect(await perform(page, 'ada', press)).toEqual({ ok: true });
    expect(requests.map(({ payload }) => payload['actions'])).toMatchObject([
      [{ action_id: 'go', value: 'v-Go' }],
      [{ action_id: 'go', value: 'v-Go' }],
    ]);
  });

  test('what never stood there, or is not theirs to see, cannot be pressed', async () => {
    const { page, ada, workspace, requests, channel } = await setting();
    await call(workspace, 'chat.postEphemeral', {
      ...{ channel, user: workspace.person('ada').id, text: 'only ada', blocks: [buttons('Go')] },
    });
    await ada.until(() => ada.texts().includes('only ada'));
    const press = pressOn(ada, 'only ada', 'Go');
    const says = 'This is not there any more.';
    expect(await perform(page, 'sam', press)).toEqual({ ok: false, says });
    expect(await perform(page, 'mallory', press)).toEqual({ ok: false, says });
    const other = { ...press, actionId: 'explode' } as PageDeed;
    expect(await perform(page, 'ada', other)).toEqual({ ok: false, says });
    expect(requests).toEqual([]);
    expect(await perform(page, 'ada', press)).toEqual({ ok: true });
  });

  test('an app that does not answer in time is said', async () => {
    const { page, ada, workspace } = await setting(() => undefined, { ackTimeout: 50 });
    await card(workspace);
    await ada.until(() => ada.texts().includes('card'));
    expect(await perform(page, 'ada', pressOn(ada, 'card', 'Go'))).toEqual({
      ok: false,
      says: 'That took too long: the app did not answer within three seconds. (operation_timeout)',
    });
  });
});

describe('reactions and shortcuts', () => {
  test('two windows of one person react once', async () => {
    const { page, ada, channel } = await setting();
    await perform(page, 'kim', { do: 'say', channel, text: 'look', threadTs: null });
    await ada.until(() => ada.texts().includes('look'));
    const { key } = ada.message('look');
    const react = { do: 'react', key, emoji: 'pushpin' } as const;
    expect(await Promise.all([perform(page, 'ada', react), perform(page, 'ada', react)])).toEqual([
      { ok: true },
      { ok: true },
    ]);
    await ada.until(() => ada.message('look').reactions['pushpin']?.length === 1);
    expect(await perform(page, 'ada', { ...react, do: 'unreact' })).toEqual({ ok: true });
    await ada.until(() => !('pushpin' in ada.message('look').reactions));
  });

  test('a shortcut is chosen by its name', async () => {
    const { page, ada, channel, requests } = await setting();
    await perform(page, 'kim', { do: 'say', channel, text: 'look', threadTs: null });
    await ada.until(() => ada.texts().includes('look'));
    const { key } = ada.message('look');
    const choose = (name: string): PageDeed => ({ do: 'shortcut', key, name });
    expect(await perform(page, 'ada', choose('Add to incident timeline'))).toEqual({ ok: true });
    expect(requests[0]?.payload).toMatchObject({ type: 'message_action', callback_id: 'add_to_timeline' });
    expect(await perform(page, 'ada', choose('Explode'))).toEqual({
      ok: false,
      says: 'No message shortcut is called "Explode".',
    });
  });
});

describe('windows', () => {
  const input = (name: string, rest: object = {}): object => ({
    ...{ type: 'input', block_id: name, label: plain(name), element: { type: 'plain_text_input', action_id: 'text' } },
    ...rest,
  });

  async function opened(answer: (request: AppRequest) => AppAnswer | undefined): Promise<Setting & { modal: string }> {
    const made = await setting((request) => (request.payload['type'] === undefined ? {} : answer(request)));
    await perform(made.page, 'ada', { do: 'command', channel: made.channel, line: '/incident' });
    const options = ['one', 'two'].map((value) => ({ text: plain(value), value }));
    const element = { type: 'static_select', action_id: 'choice', options };
    const blocks = [input('reason'), input('more', { optional: true }), input('which', { optional: true, element })];
    const view = { type: 'modal', title: plain('Deny'), submit: plain('Deny'), blocks };
    await call(made.workspace, 'views.open', { trigger_id: made.requests[0]?.form['trigger_id'], view });
    await made.ada.until(() => made.ada.state.modals.length === 1);
    return { ...made, modal: made.ada.state.modals[0]?.id ?? '' };
  }

  test('are filled in and sent; what is left empty is nothing', async () => {
    const { page, ada, modal, requests } = await opened(() => ({}));
    const values = { reason: 'too risky', more: '', which: '' };
    expect(await perform(page, 'ada', { do: 'submit', modal, values })).toEqual({ ok: true });
    await ada.until(() => ada.state.modals.length === 0);
    expect(requests[1]?.payload).toMatchObject({
      type: 'view_submission',
      view: {
        state: {
          values: {
            reason: { text: { value: 'too risky' } },
            more: { text: { value: null } },
            which: { choice: { selected_option: null } },
          },
        },
      },
    });
  });

  test('what Slack would not send, and what the app complains of, is shown', async () => {
    const body = JSON.stringify({ response_action: 'errors', errors: { reason: 'Say more.' } });
    const { page, ada, modal, requests } = await opened(() => ({ body }));
    const submit = (reason: string): PageDeed => ({ do: 'submit', modal, values: { reason } });
    expect(await perform(page, 'ada', submit(''))).toEqual({
      ok: false,
      says: 'Slack would not submit this: "reason" is empty.',
    });
    expect(requests).toHaveLength(1);
    expect(await perform(page, 'ada', submit('x'))).toEqual({ ok: true });
    await ada.until(() => ada.state.modals[0]?.errors['reason'] === 'Say more.');
  });

  test('are sent once, however many windows of the same person send them', async () => {
    const { page, modal, requests } = await opened(() => ({}));
    const submit: PageDeed = { do: 'submit', modal, values: { reason: 'x' } };
    const answers = await Promise.all([perform(page, 'ada', submit), perform(page, 'ada', submit)]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(requests).toHaveLength(2);
    expect(await perform(page, 'ada', submit)).toEqual({ ok: false, says: 'This window was closed already.' });
  });

  test('that the app does not take stay open', async () => {
    const { page, ada, modal } = await opened(() => ({ status: 500 }));
    expect(await perform(page, 'ada', { do: 'submit', modal, values: { reason: 'x' } })).toEqual({
      ok: false,
      says: 'We had some trouble connecting. Try again? (http_service_error)',
    });
    expect(ada.state.modals).toHaveLength(1);
  });

  test('are closed, by nobody but their person', async () => {
    const { page, ada, modal } = await opened(() => ({}));
    await perform(page, 'sam', { do: 'close', modal });
    expect(await perform(page, 'sam', { do: 'submit', modal, values: {} })).toMatchObject({ ok: false });
    expect(ada.state.modals).toHaveLength(1);
    expect(await perform(page, 'ada', { do: 'close', modal })).toEqual({ ok: true });
    await ada.until(() => ada.state.modals.length === 0);
    expect(await perform(page, 'ada', { do: 'close', modal })).toEqual({ ok: true });
  });
});

test('without a panel there is nothing to break', async () => {
  const { page } = await setting();
  for (const deed of [{ do: 'break', fault: 'oom' }, { do: 'heal' }, { do: 'slack', trouble: 'errors' }] as const)
    expect(await perform(page, 'ada', deed)).toEqual({
      ok: false,
      says: 'There is nothing to break or to heal here.',
    });
});
