import { afterEach, describe, expect, test } from '@jest/globals';
import { View } from '../../../playground/page-server/view.js';
import type { PageState } from '../../../playground/page-server/protocol.js';
import type { Workspace } from '../../../playground/workspace.js';
import { Bench, buttons, call, card, section, withApp } from '../helpers.js';

const bench = new Bench();
afterEach(() => bench.clear());

const PARTS = { ada: 'responder', sam: 'approver', kim: 'bystander' };

function viewOf(workspace: Workspace): (name: string) => PageState {
  const view = new View(workspace, {
    parts: PARTS,
    state: () => ({ panel: null, missing: null, bot: 'running' }),
  });
  return (name) => {
    const person = view.person(name);
    if (person === undefined) throw new Error(`nobody called ${name}`);
    return view.of(person);
  };
}

async function share(workspace: Workspace, name: string, words: object): Promise<string> {
  const bytes = 'bytes';
  const announced = await call(workspace, 'files.getUploadURLExternal', { filename: name, length: '5', ...words });
  await fetch(String(announced['upload_url']), { method: 'POST', body: bytes });
  const files = [{ id: announced['file_id'], title: `The ${name}` }];
  await call(workspace, 'files.completeUploadExternal', { files, channel_id: workspace.channel('#inc-api').id });
  return String(announced['file_id']);
}

describe('what somebody sees', () => {
  test('is the channels they are in, and who they are to a newcomer', async () => {
    const see = viewOf(await bench.workspace());
    expect(see('ada').channels.map(({ name, kind }) => [name, kind])).toEqual([
      ['inc-api', 'public'],
      ['general', 'public'],
      ['private-ops', 'private'],
      ['partners', 'public'],
    ]);
    expect(see('kim').channels.map(({ name }) => name)).toEqual(['inc-api', 'general']);
    expect(see('sam').you).toMatchObject({ name: 'sam', realName: 'Sam', part: 'approver', bot: false });
    expect(see('ada').people.map(({ name, part }) => [name, part])).toEqual([
      ['runbook', null],
      ['ada', 'responder'],
      ['sam', 'approver'],
      ['kim', 'bystander'],
      ['lee', null],
      ['mallory', null],
    ]);
  });

  test('names the direct conversation with the bot after the bot, once there is one', async () => {
    const workspace = await bench.workspace();
    const see = viewOf(workspace);
    await workspace.person('ada').say('@bot', 'hello');
    expect(see('ada').channels.at(-1)).toMatchObject({ kind: 'im', name: 'Runbook Bot' });
    expect(see('ada').messages.map(({ text, notifies }) => [text, notifies])).toEqual([['hello', false]]);
    expect(see('sam').channels.some(({ kind }) => kind === 'im')).toBe(false);
    expect(see('sam').messages).toEqual([]);
  });

  test('is the commands with their hints and the message shortcuts of the manifest', async () => {
    const state = viewOf(await bench.workspace())('ada');
    expect(state.commands).toMatchObject([{ command: '/incident', hint: '[runbook | status | help]' }]);
    expect(state.shortcuts).toEqual(['Add to incident timeline']);
    expect(state.groups.map(({ handle }) => handle)).toEqual(['api-approvers']);
  });

  test('is messages and replies with their blocks, reactions and the edited mark, not the deleted ones', async () => {
    const workspace = await bench.workspace({ scopes: ['reactions:read'] });
    const see = viewOf(workspace);
    const first = await card(workspace);
    await call(workspace, 'chat.postMessage', { channel: first.channel, thread_ts: first.ts, text: 'a reply' });
    await call(workspace, 'chat.update', { channel: first.channel, ts: first.ts, text: 'decided' });
    await workspace.person('sam').react(first, 'pushpin');
    const gone = await workspace.person('kim').say('#inc-api', 'oops');
    workspace.person('kim').delete(gone);
    const [top, reply, ...more] = see('ada').messages;
    expect(more).toEqual([]);
    expect(top).toMatchObject({
      text: 'decided',
      edited: true,
      blocks: [],
      threadTs: null,
      author: workspace.identity.botUserId,
      reactions: { pushpin: [workspace.person('sam').id] },
    });
    expect(reply).toMatchObject({ text: 'a reply', edited: false, threadTs: first.ts });
  });

  test('is what they alone are shown, and nothing that others alone are shown', async () => {
    const workspace = await bench.workspace();
    const channel = workspace.channel('#inc-api').id;
    await call(workspace, 'chat.postEphemeral', { channel, user: workspace.person('ada').id, text: 'only you' });
    const see = viewOf(workspace);
    expect(see('ada').messages.map(({ text, ephemeral }) => [text, ephemeral])).toEqual([['only you', true]]);
    expect(see('sam').messages).toEqual([]);
  });

  test('notifies whom a message mentioned when it was posted, by name or in a group', async () => {
    const workspace = await bench.workspace();
    const channel = workspace.channel('#inc-api').id;
    const group = viewOf(workspace)('ada').groups[0]?.id ?? '';
    await call(workspace, 'chat.postMessage', { channel, text: `<@${workspace.person('ada').id}> look` });
    await call(workspace, 'chat.postMessage', { channel, text: `<!subteam^${group}> approve` });
    const notified = (name: string): boolean[] => viewOf(workspace)(name).messages.map(({ notifies }) => notifies);
    expect([notified('ada'), notified('sam'), notified('kim')]).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
  });

  test('is files with what they show, and their own names not once more in the text', async () => {
    const workspace = await bench.workspace({ scopes: ['files:write'] });
    const picture = await share(workspace, 'curve.png', { alt_txt: 'Memory rises' });
    const log = await share(workspace, 'api & more.log', {});
    const files = viewOf(workspace)('ada').messages.map((one) => ({ text: one.text, ...one.files[0] }));
    const common = { text: '', alt: '', bytes: 5 };
    expect(files).toEqual([
      {
        ...{ ...common, id: picture, name: 'curve.png', title: 'The curve.png', alt: 'Memory rises', picture: true },
        url: `/file/${picture}?as=ada`,
      },
      {
        ...{ ...common, id: log, name: 'api & more.log', title: 'The api & more.log', picture: false },
        url: `/file/${log}?as=ada`,
      },
    ]);
  });

  test('is the windows that are open for them, with what the app complained of', async () => {
    const body = JSON.stringify({ response_action: 'errors', errors: { reason: 'Say more.' } });
    const { workspace, requests } = await withApp(bench, ({ payload }) =>
      payload['type'] === 'view_submission' ? { body } : {},
    );
    await workspace.person('ada').command('#inc-api', '/incident');
    const element = { type: 'plain_text_input', action_id: 'text' };
    const plain = (text: string): object => ({ type: 'plain_text', text });
    const input = { type: 'input', block_id: 'reason', label: plain('Reason'), element };
    const view = { type: 'modal', title: plain('Deny'), submit: plain('Deny'), blocks: [input] };
    await call(workspace, 'views.open', { trigger_id: requests[0]?.form['trigger_id'], view });
    const [modal] = workspace.modals('ada');
    if (modal === undefined) throw new Error('not opened');
    await workspace.person('ada').submit(modal, { reason: 'x' });
    expect(viewOf(workspace)('ada').modals).toMatchObject([
      { id: modal.id, view: { title: { text: 'Deny' } }, errors: { reason: 'Say more.' } },
    ]);
    expect(viewOf(workspace)('sam').modals).toEqual([]);
  });

  test('is the newest thousand messages of a channel', async () => {
    const workspace = await bench.workspace();
    const kim = workspace.person('kim');
    for (let index = 0; index < 1_003; index += 1) await kim.say('#inc-api', `message ${index}`);
    await kim.say('#general', 'elsewhere');
    const texts = viewOf(workspace)('ada').messages.map(({ text }) => text);
    expect([texts.length, texts[0], texts.at(-1)]).toEqual([1_001, 'message 3', 'elsewhere']);
  });

  test('keeps what has not changed as the same object', async () => {
    const workspace = await bench.workspace();
    const see = viewOf(workspace);
    const message = await card(workspace, [section('api down'), buttons('Go')]);
    const before = see('ada').messages[0];
    await workspace.person('kim').say('#inc-api', 'look');
    expect(see('ada').messages[0]).toBe(before);
    await call(workspace, 'chat.update', { channel: message.channel, ts: message.ts, text: 'decided' });
    expect(see('ada').messages[0]).not.toBe(before);
    expect(see('ada').messages[0]?.key).toBe(before?.key);
  });

  test('is not for bots, strangers to the workspace, or people who have left', async () => {
    const workspace = await bench.workspace();
    workspace.deactivate('lee');
    for (const name of ['runbook', 'nobody', 'lee', '', '__proto__'])
      expect(() => viewOf(workspace)(name)).toThrow('nobody called');
  });
});
