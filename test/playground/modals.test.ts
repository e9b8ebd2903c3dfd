import { afterEach, describe, expect, test } from '@jest/globals';
import type { Modal } from '../../playground/modals.js';
import type { Workspace } from '../../playground/workspace.js';
import { Bench, buttons, call, section, stoppedClock, type AppAnswer, type AppRequest } from './helpers.js';

const bench = new Bench();
afterEach(() => bench.clear());

const plain = (text: string): object => ({ type: 'plain_text', text });
const reason = {
  type: 'input',
  block_id: 'reason',
  label: plain('Reason'),
  element: { type: 'plain_text_input', action_id: 'text', min_length: 3 },
};
const view = (rest: object = {}): object => ({
  type: 'modal',
  callback_id: 'deny',
  private_metadata: 'opaque',
  title: plain('Deny'),
  submit: plain('Deny'),
  blocks: [reason],
  ...rest,
});

interface Setting {
  workspace: Workspace;
  requests: AppRequest[];
  trigger: () => Promise<string>;
  forward: (milliseconds: number) => void;
}

async function setting(answer: (request: AppRequest) => AppAnswer = () => ({})): Promise<Setting> {
  const clock = stoppedClock();
  const workspace = await bench.workspace({ clock: clock.now });
  const app = await bench.app(answer);
  workspace.connectApp(app.url);
  const trigger = async (): Promise<string> => {
    await workspace.person('ada').command('#inc-api', '/incident');
    return String(app.requests.at(-1)?.form['trigger_id']);
  };
  return { workspace, requests: app.requests, trigger, forward: clock.forward };
}

async function opened(made: Setting, given: object = view()): Promise<Modal> {
  expect(await call(made.workspace, 'views.open', { trigger_id: await made.trigger(), view: given })).toMatchObject({
    ok: true,
  });
  const modal = made.workspace.modals('ada').at(-1);
  if (modal === undefined) throw new Error('not opened');
  return modal;
}

describe('opening', () => {
  test('takes a trigger that is at most three seconds old, once', async () => {
    const made = await setting();
    const open = async (trigger_id: string): Promise<string | undefined> =>
      (await call(made.workspace, 'views.open', { trigger_id, view: view() })).error;
    const first = await made.trigger();
    made.forward(3_000);
    expect([await open(first), await open(first)]).toEqual([undefined, 'exchanged_trigger_id']);
    const second = await made.trigger();
    made.forward(3_001);
    expect([await open(second), await open('1.2.3')]).toEqual(['expired_trigger_id', 'invalid_trigger_id']);
    expect(made.workspace.modals('ada')).toHaveLength(1);
  });

  test('a bad view is refused and does not use up the trigger', async () => {
    const made = await setting();
    const trigger_id = await made.trigger();
    const bad = await call(made.workspace, 'views.open', { trigger_id, view: view({ title: plain('x'.repeat(25)) }) });
    expect(bad).toMatchObject({ error: 'invalid_arguments' });
    expect(JSON.stringify(bad)).toContain('json-pointer:/view/title/text');
    expect(await call(made.workspace, 'views.open', { trigger_id, view: view() })).toMatchObject({ ok: true });
  });

  test('an update replaces it, unless its hash is out of date', async () => {
    const made = await setting();
    const modal = await opened(made);
    const update = (hash: string): Promise<unknown> =>
      call(made.workspace, 'views.update', { view_id: modal.id, hash, view: view({ title: plain('Denied') }) });
    expect(await update(modal.hash)).toMatchObject({ ok: true });
    expect(await update(modal.hash)).toMatchObject({ error: 'hash_conflict' });
    expect(made.workspace.modals('ada')[0]?.view.title.text).toBe('Denied');
  });

  test('a new one takes the place of what was open', async () => {
    const made = await setting();
    await opened(made);
    const second = await opened(made);
    expect(made.workspace.modals('ada')).toEqual([second]);
  });

  test('three can lie on one another, opened from within', async () => {
    const made = await setting();
    const more = view({ blocks: [buttons('More')], submit: undefined });
    let modal = await opened(made, more);
    const push = async (): Promise<string | undefined> => {
      await made.workspace.person('ada').click(modal, 'More');
      const { trigger_id } = made.requests.at(-1)?.payload ?? {};
      const answer = await call(made.workspace, 'views.push', { trigger_id: String(trigger_id), view: more });
      modal = made.workspace.modals('ada').at(-1) ?? modal;
      return answer.error;
    };
    expect([await push(), await push(), await push()]).toEqual([undefined, undefined, 'push_limit_reached']);
    expect(made.workspace.modals('ada')).toHaveLength(3);
  });
});

describe('submitting', () => {
  test('sends what was filled in, and an empty answer closes', async () => {
    const made = await setting();
    const modal = await opened(made);
    const result = await made.workspace.person('ada').submit(modal, { Reason: 'too risky' });
    expect(result.submitted).toEqual({ outcome: 'closed' });
    expect(made.workspace.modals('ada')).toEqual([]);
    expect(made.requests.at(-1)?.payload).toMatchObject({
      type: 'view_submission',
      user: { id: made.workspace.person('ada').id },
      view: {
        id: modal.id,
        callback_id: 'deny',
        private_metadata: 'opaque',
        state: { values: { reason: { text: { type: 'plain_text_input', value: 'too risky' } } } },
      },
    });
  });

  test('what Slack itself would stop is not sent', async () => {
    const made = await setting();
    const modal = await opened(made);
    const sent = made.requests.length;
    const ada = made.workspace.person('ada');
    await expect(ada.submit(modal)).rejects.toThrow('"Reason" is empty');
    await expect(ada.submit(modal, { reason: 'no' })).rejects.toThrow('"Reason" is too short');
    await expect(ada.submit(modal, { Why: 'x' })).rejects.toThrow('no field "Why" here, only "Reason"');
    await expect(made.workspace.person('sam').submit(modal, { reason: 'because' })).rejects.toThrow('no such modal');
    expect(made.requests).toHaveLength(sent);
  });

  test('errors keep it open and are shown', async () => {
    const errors = { reason: 'Say who decided' };
    const made = await setting(() => ({ body: JSON.stringify({ response_action: 'errors', errors }) }));
    const modal = await opened(await withoutAck(made));
    const result = await made.workspace.person('ada').submit(modal, { reason: 'because' });
    expect(result.submitted).toEqual({ outcome: 'errors', errors });
    expect(made.workspace.modals('ada')[0]?.errors).toEqual(errors);
  });

  test('errors for a block that is not there are refused', async () => {
    const body = JSON.stringify({ response_action: 'errors', errors: { nowhere: 'x' } });
    const made = await setting(() => ({ body }));
    const modal = await opened(await withoutAck(made));
    await expect(made.workspace.person('ada').submit(modal, { reason: 'because' })).rejects.toThrow(
      'invalid_response_action',
    );
  });

  test.each([
    [{ response_action: 'update', view: view({ title: plain('Next') }) }, ['Next']],
    [{ response_action: 'push', view: view({ title: plain('Next') }) }, ['Deny', 'Next']],
    [{ response_action: 'clear' }, []],
  ])('%j changes the stack', async (answer, titles) => {
    const made = await setting(() => ({ body: JSON.stringify(answer) }));
    const modal = await opened(await withoutAck(made));
    await made.workspace.person('ada').submit(modal, { reason: 'because' });
    expect(made.workspace.modals('ada').map((one) => one.view.title.text)).toEqual(titles);
  });

  test('closing tells an app that asked to be told', async () => {
    const made = await setting();
    await made.workspace.person('ada').close(await opened(made));
    expect(made.requests.at(-1)?.payload['type']).toBeUndefined();
    await made.workspace.person('ada').close(await opened(made, view({ notify_on_close: true })));
    expect(made.requests.at(-1)?.payload).toMatchObject({ type: 'view_closed', view: { callback_id: 'deny' } });
    expect(made.workspace.modals('ada')).toEqual([]);
  });
});

describe('several fields', () => {
  const option = (value: string): object => ({ text: plain(value.toUpperCase()), value });
  const field = (block_id: string, element: object, optional = false): object => ({
    ...{ type: 'input', block_id, label: plain(block_id), optional },
    element: { action_id: block_id, ...element },
  });
  const which = { type: 'static_select', options: [option('a'), option('b')], initial_option: option('b') };
  const fields = (): object[] => [
    field('what', { type: 'plain_text_input', initial_value: 'as it was', max_length: 20 }),
    field('impact', { type: 'plain_text_input' }, true),
    field('which', which),
  ];

  test('come back as they were filled in, those untouched as they stood', async () => {
    const made = await setting();
    const modal = await opened(made, view({ blocks: fields() }));
    await made.workspace.person('ada').submit(modal, { which: 'A' });
    expect(made.requests.at(-1)?.payload).toMatchObject({
      view: {
        state: {
          values: {
            what: { what: { type: 'plain_text_input', value: 'as it was' } },
            impact: { impact: { value: null } },
            which: { which: { selected_option: { value: 'a' } } },
          },
        },
      },
    });
  });

  test.each([
    ['a value longer than it may be', field('x', { type: 'plain_text_input', initial_value: 'xxx', max_length: 2 })],
    ['a choice that is not offered', field('x', { ...which, initial_option: option('c') })],
    ['a choice in other words', field('x', { ...which, initial_option: { text: plain('b'), value: 'b' } })],
    ['no choices', field('x', { type: 'static_select', options: [] })],
    ['the id of another', field('what', { type: 'plain_text_input' })],
  ])('one with %s is refused', async (_name, wrong) => {
    const made = await setting();
    const given = view({ blocks: [...fields(), wrong] });
    const answer = await call(made.workspace, 'views.open', { trigger_id: await made.trigger(), view: given });
    expect(answer).toMatchObject({ ok: false, error: 'invalid_arguments' });
  });
});

/** The app's answer is meant for the submission, so the trigger comes from a click, whose answer Slack ignores. */
async function withoutAck(made: Setting): Promise<Setting> {
  const channel = made.workspace.channel('#inc-api').id;
  await call(made.workspace, 'chat.postMessage', { channel, text: 'x', blocks: [section('x'), buttons('Deny')] });
  const message = made.workspace.channel('#inc-api').messages().at(-1);
  if (message === undefined) throw new Error('not posted');
  const trigger = async (): Promise<string> => {
    await made.workspace.person('ada').click(message, 'Deny');
    return String(made.requests.at(-1)?.payload['trigger_id']);
  };
  return { ...made, trigger };
}
