import { afterEach, describe, expect, test } from '@jest/globals';
import { until } from '../until.js';
import { Bench, call, withApp, type AppRequest } from './helpers.js';

const bench = new Bench();
afterEach(() => bench.clear());

describe('events', () => {
  test('messages and reactions are told to an app that subscribed and is there', async () => {
    const events = ['message.channels', 'reaction_added', 'reaction_removed'];
    const { workspace, requests } = await withApp(bench, undefined, { events, scopes: ['reactions:read'] });
    const said = await workspace.person('ada').say('#inc-api', 'it is @sam & me');
    await workspace.person('sam').react(said, 'pushpin');
    await workspace.person('sam').unreact(said, 'pushpin');
    await workspace.person('ada').say('#general', 'unheard');
    expect(requests.map((one) => one.payload['event'])).toMatchObject([
      { type: 'message', text: `it is <@${workspace.person('sam').id}|sam> &amp; me`, channel_type: 'channel' },
      { type: 'reaction_added', reaction: 'pushpin', item: { ts: said.ts } },
      { type: 'reaction_removed', reaction: 'pushpin', item: { ts: said.ts } },
    ]);
    expect(workspace.current(said).reactions).toEqual({});
  });

  test('nothing is told to an app that did not subscribe', async () => {
    const { workspace, requests } = await withApp(bench);
    await workspace.person('ada').say('#inc-api', 'hello');
    expect(requests).toEqual([]);
  });
});

describe('a reaction', () => {
  const heard = { events: ['reaction_added'], scopes: ['reactions:read'] };

  test('is not told without the scope for it, subscribed or not', async () => {
    const { workspace, requests } = await withApp(bench, undefined, { events: ['reaction_added'] });
    await workspace.person('sam').react(await workspace.person('ada').say('#inc-api', 'look'), 'pushpin');
    expect(requests).toEqual([]);
  });

  test('is set once by each, and only where one is', async () => {
    const { workspace } = await withApp(bench, undefined, heard);
    const said = await workspace.person('ada').say('#inc-api', 'look');
    const ada = workspace.person('ada');
    await ada.react(said, 'pushpin');
    await expect(ada.react(said, 'pushpin')).rejects.toThrow('already pushpin');
    await expect(ada.unreact(said, 'eyes')).rejects.toThrow('no eyes');
    workspace.channel('#inc-api').remove('sam');
    await expect(workspace.person('sam').react(said, 'pushpin')).rejects.toThrow('sam is not in');
    ada.delete(said);
    await expect(ada.unreact(said, 'pushpin')).rejects.toThrow('gone');
  });

  test('in a channel shared with others says so in its envelope', async () => {
    const { workspace, requests } = await withApp(bench, undefined, heard);
    const said = await workspace.person('mallory').say('#partners', 'look');
    await workspace.person('mallory').react(said, 'pushpin');
    expect(requests[0]?.payload).toMatchObject({ is_ext_shared_channel: true, event_id: expect.any(String) });
  });

  test('is told again over HTTP, as the same event, until it is acknowledged', async () => {
    const answer = (request: AppRequest) => ({ status: request.headers['x-slack-retry-num'] === '2' ? 200 : 500 });
    const { workspace, requests } = await withApp(bench, answer, { ...heard, eventRetries: [0, 5, 10] });
    await workspace.person('ada').react(await workspace.person('ada').say('#inc-api', 'look'), 'pushpin');
    await until(() => requests.length === 3, 'the third try');
    await until(() => workspace.sent().at(-1)?.delivery.acknowledged === true, 'its acknowledgement');
    expect(new Set(requests.map(({ payload }) => payload['event_id'])).size).toBe(1);
    expect(requests.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
    ]);
  });
});

describe('a message shortcut', () => {
  test('carries the message, where it stands, and a trigger that opens a modal', async () => {
    const { workspace, requests } = await withApp(bench);
    const said = await workspace.person('ada').say('#inc-api', 'look at this');
    await workspace.person('sam').shortcut(said, 'Add to incident timeline');
    expect(requests[0]?.payload).toMatchObject({
      type: 'message_action',
      callback_id: 'add_to_timeline',
      user: { id: workspace.person('sam').id },
      channel: { id: said.channel, name: 'inc-api' },
      message_ts: said.ts,
      message: { text: 'look at this', user: workspace.person('ada').id },
    });
    const view = { type: 'modal', title: { type: 'plain_text', text: 'Add' }, blocks: [] };
    const trigger_id = requests[0]?.payload['trigger_id'];
    expect(await call(workspace, 'views.open', { trigger_id, view })).toMatchObject({ ok: true });
  });

  test('is offered as the manifest has it, and not on what one person alone sees', async () => {
    const { workspace } = await withApp(bench);
    const said = await workspace.person('ada').say('#inc-api', 'look');
    await expect(workspace.person('ada').shortcut(said, 'Explode')).rejects.toThrow('no message shortcut');
    const user = workspace.person('ada').id;
    await call(workspace, 'chat.postEphemeral', { channel: said.channel, user, text: 'psst' });
    const [whisper] = workspace.ephemerals('ada');
    if (whisper === undefined) throw new Error('nothing shown');
    await expect(workspace.person('ada').shortcut(whisper, 'Add to incident timeline')).rejects.toThrow('alone');
  });
});

describe('waiting', () => {
  test('ends at the change, or says in vain for what, and what there was', async () => {
    const { workspace } = await withApp(bench);
    const found = workspace.waitFor(() => workspace.channel('#inc-api').messages()[0], { what: 'a message' });
    await workspace.person('ada').say('#inc-api', 'here');
    expect((await found).text).toBe('here');
    const vain = workspace.waitFor(() => undefined, { what: 'the impossible', timeout: 20 });
    await expect(vain).rejects.toThrow(/waited 20 ms in vain for the impossible\nWhat there was:\nhere/);
  });
});
