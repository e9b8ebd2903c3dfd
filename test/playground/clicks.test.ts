import { afterEach, describe, expect, test } from '@jest/globals';
import { Bench, buttons, call, card, withApp } from './helpers.js';

const bench = new Bench();
afterEach(() => bench.clear());

describe('clicks', () => {
  test('carry the action, the message as it is, and where it stands', async () => {
    const { workspace, requests } = await withApp(bench);
    const message = await card(workspace);
    const { id } = workspace.channel('#inc-api');
    expect(await workspace.person('sam').click(message, 'Go')).toMatchObject({ acknowledged: true });
    expect(requests[0]?.payload).toMatchObject({
      type: 'block_actions',
      user: { id: workspace.person('sam').id, username: 'sam', team_id: workspace.identity.teamId },
      team: { id: workspace.identity.teamId, domain: 'acme' },
      container: { type: 'message', message_ts: message.ts, channel_id: id, is_ephemeral: false },
      channel: { id, name: 'inc-api' },
      message: { ts: message.ts, user: workspace.identity.botUserId, blocks: message.blocks },
      actions: [
        {
          type: 'button',
          action_id: 'go',
          block_id: 'buttons',
          value: 'v-Go',
          text: { type: 'plain_text', text: 'Go', emoji: true },
          action_ts: expect.any(String),
        },
      ],
      response_url: expect.stringContaining('http'),
      trigger_id: expect.any(String),
    });
    expect(requests[0]?.payload['actions']).toHaveLength(1);
  });

  test('a button that is gone cannot be pressed, except by a client that has not noticed', async () => {
    const { workspace, requests } = await withApp(bench);
    const message = await card(workspace);
    await call(workspace, 'chat.update', { channel: message.channel, ts: message.ts, text: 'decided' });
    await expect(workspace.person('ada').click(message, 'Go')).rejects.toThrow('there is no "Go" to press here');
    expect(requests).toEqual([]);
    await workspace.person('ada').click(message, { actionId: 'go' }, { stale: true });
    expect(requests[0]?.payload).toMatchObject({ actions: [{ action_id: 'go' }] });
  });

  test('of two buttons with the same label, one must be named by its id', async () => {
    const { workspace, requests } = await withApp(bench);
    const [first, second] = [buttons('Go'), { ...buttons('Go'), block_id: 'more' }];
    const message = await card(workspace, [first, second]);
    await expect(workspace.person('ada').click(message, 'Go')).rejects.toThrow('there are 2 of "Go" here');
    expect(requests).toEqual([]);
  });

  test('a confirmation is noted, and saying no sends nothing', async () => {
    const { workspace, requests } = await withApp(bench);
    const text = { type: 'plain_text', text: 'Restart' };
    const confirm = { title: { type: 'plain_text', text: 'Restart api?' }, text };
    const message = await card(workspace, [{ type: 'actions', elements: [{ type: 'button', text, confirm }] }]);
    const no = await workspace.person('ada').click(message, 'Restart', { dismiss: true });
    expect([no.confirm?.title?.text, requests.length]).toEqual(['Restart api?', 0]);
    const yes = await workspace.person('ada').click(message, 'Restart');
    expect([yes.confirm?.title?.text, requests.length]).toEqual(['Restart api?', 1]);
  });

  test('menus send the choice', async () => {
    const { workspace, requests } = await withApp(bench);
    const option = (text: string): object => ({ text: { type: 'plain_text', text }, value: `v-${text}` });
    const elements = [
      { type: 'overflow', action_id: 'more', options: [option('Diagnose again'), option('Escalate')] },
      { type: 'users_select', action_id: 'who', placeholder: { type: 'plain_text', text: 'Assign' } },
    ];
    const message = await card(workspace, [{ type: 'actions', elements }]);
    await workspace.person('ada').overflow(message, 'Escalate');
    await workspace.person('ada').select(message, 'Assign', 'sam');
    expect(requests.map((one) => (one.payload['actions'] as unknown[])[0])).toMatchObject([
      { type: 'overflow', action_id: 'more', selected_option: { value: 'v-Escalate' } },
      { type: 'users_select', action_id: 'who', selected_user: workspace.person('sam').id },
    ]);
    await expect(workspace.person('ada').select(message, { actionId: 'more' }, 'Explode')).rejects.toThrow(
      'no option "Explode"',
    );
  });

  test('on an ephemeral message tell only the place, and only its reader can press', async () => {
    const { workspace, requests } = await withApp(bench);
    const channel = workspace.channel('#inc-api').id;
    await call(workspace, 'chat.postEphemeral', {
      channel,
      user: workspace.person('ada').id,
      text: 'x',
      blocks: [buttons('Go')],
    });
    const [message] = workspace.ephemerals('ada');
    if (message === undefined) throw new Error('nothing shown');
    await expect(workspace.person('sam').click(message, 'Go')).rejects.toThrow('somebody else');
    await workspace.person('ada').click(message, 'Go');
    expect(requests[0]?.payload).toMatchObject({ container: { is_ephemeral: true, message_ts: message.ts } });
    expect(requests[0]?.payload).not.toHaveProperty('message');
  });

  test('people of another organisation show as such', async () => {
    const { workspace, requests } = await withApp(bench);
    const channel = workspace.channel('#partners').id;
    await call(workspace, 'chat.postMessage', { channel, text: 'x', blocks: [buttons('Go')] });
    const [message] = workspace.channel('#partners').messages();
    if (message === undefined) throw new Error('nothing shown');
    await workspace.person('mallory').click(message, 'Go');
    expect(requests[0]?.payload).toMatchObject({
      user: { team_id: 'T0ELSEWHERE' },
      team: { id: workspace.identity.teamId },
    });
  });
});
