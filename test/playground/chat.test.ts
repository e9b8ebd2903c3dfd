import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Workspace } from '../../playground/workspace.js';
import { Bench, buttons, call, callRaw, section } from './helpers.js';

const bench = new Bench();
let workspace: Workspace;
let channel: string;

beforeAll(async () => {
  workspace = await bench.workspace({ limits: { enabled: false } });
  channel = workspace.channel('#inc-api').id;
});
afterAll(() => bench.clear());

async function post(input: object = {}): Promise<string> {
  const answer = await call(workspace, 'chat.postMessage', { channel, text: 'hello', ...input });
  expect(answer).toMatchObject({ ok: true });
  return String(answer['ts']);
}

async function refusal(method: string, input: Record<string, unknown>): Promise<string | undefined> {
  return (await call(workspace, method, input)).error;
}

describe('tokens, scopes and methods', () => {
  test('no token, a wrong token and a right one are told apart', async () => {
    const error = async (token: string): Promise<unknown> =>
      ((await (await callRaw(workspace, 'auth.test', {}, token)).json()) as { error?: string }).error;
    expect([await error(''), await error('xoxb-other'), await error('xoxb-playground')]).toEqual([
      'not_authed',
      'invalid_auth',
      undefined,
    ]);
  });

  test('a method outside the scopes names what is needed and what there is', async () => {
    const answer = await call(workspace, 'users.info', { user: 'U1' });
    expect(answer).toMatchObject({ error: 'missing_scope', needed: 'users:read' });
    expect(answer['provided']).toContain('chat:write');
  });

  test('an unknown method is refused, even one that every object has', async () => {
    expect(await refusal('chat.shout', {})).toBe('unknown_method');
    expect(await refusal('toString', {})).toBe('unknown_method');
  });

  test('sockets are not opened with a bot token', async () => {
    expect(await refusal('apps.connections.open', {})).toBe('not_allowed_token_type');
  });

  test('a JSON body does as well as a form', async () => {
    const response = await fetch(`${workspace.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-playground', 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel, text: 'x', blocks: [section('in JSON')] }),
    });
    expect(await response.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'section' }] } });
  });
});

describe('chat.postMessage', () => {
  test('refuses where the bot may not or cannot write', async () => {
    const places = {
      channel_not_found: 'C0NOWHERE',
      not_in_channel: workspace.channel('#general').id,
    };
    for (const [error, place] of Object.entries(places)) {
      expect(await refusal('chat.postMessage', { channel: place, text: 'x' })).toBe(error);
    }
    workspace.channel('#private-ops').archive();
    expect(await refusal('chat.postMessage', { channel: workspace.channel('#private-ops').id, text: 'x' })).toBe(
      'is_archived',
    );
    workspace.channel('#private-ops').archive(false);
    workspace.channel('#private-ops').remove('@bot');
    expect(await refusal('chat.postMessage', { channel: workspace.channel('#private-ops').id, text: 'x' })).toBe(
      'channel_not_found',
    );
    workspace.channel('#private-ops').add('@bot');
  });

  test('refuses a message that says nothing, and blocks that are no JSON', async () => {
    expect(await refusal('chat.postMessage', { channel })).toBe('no_text');
    expect(await refusal('chat.postMessage', { channel, text: '  ' })).toBe('no_text');
    expect(await refusal('chat.postMessage', { channel, blocks: '[{' })).toBe('invalid_blocks_format');
    expect(await refusal('chat.postMessage', { channel, blocks: '{"blocks":[]}' })).toBe('invalid_blocks_format');
  });

  test('cuts text beyond 40,000 characters', async () => {
    const ts = await post({ text: 'x'.repeat(40_001) });
    expect(
      workspace
        .channel('#inc-api')
        .messages()
        .find((one) => one.ts === ts)?.text,
    ).toHaveLength(40_000);
  });

  test('a user id opens the direct conversation', async () => {
    const sam = workspace.person('sam').id;
    expect(await call(workspace, 'chat.postMessage', { channel: sam, text: 'hi' })).toMatchObject({
      ok: true,
      channel: workspace.dm('sam').id,
    });
    expect(
      workspace
        .dm('sam')
        .messages()
        .map((one) => one.text),
    ).toEqual(['hi']);
  });

  test('a thread hangs on a message that stands and is no reply', async () => {
    const parent = await post();
    const reply = await post({ thread_ts: parent });
    expect(
      workspace
        .channel('#inc-api')
        .thread(parent)
        .map((one) => one.ts),
    ).toEqual([reply]);
    expect(
      workspace
        .channel('#inc-api')
        .messages()
        .some((one) => one.ts === reply),
    ).toBe(false);
    expect(await refusal('chat.postMessage', { channel, text: 'x', thread_ts: reply })).toBe('cannot_reply_to_message');
    expect(await refusal('chat.postMessage', { channel, text: 'x', thread_ts: '1.000001' })).toBe('thread_not_found');
  });

  test('every ts is new and later than the last', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => post()));
    expect(new Set(all).size).toBe(20);
    expect(all.every((ts) => /^\d{10}\.\d{6}$/.test(ts))).toBe(true);
  });
});

describe('chat.update', () => {
  test('text without blocks removes the blocks, and the history keeps them', async () => {
    const ts = await post({ blocks: [section('before'), buttons('Go')] });
    await call(workspace, 'chat.update', { channel, ts, text: 'after' });
    const message = workspace
      .channel('#inc-api')
      .messages()
      .find((one) => one.ts === ts);
    expect(message?.blocks).toEqual([]);
    expect(message?.versions.map((one) => [one.text, one.blocks.length])).toEqual([
      ['hello', 2],
      ['after', 0],
    ]);
  });

  test('keeps metadata unless told otherwise, and {} clears it', async () => {
    const metadata = { event_type: 'card', event_payload: { id: 'INC-12', slot: 1 } };
    const ts = await post({ metadata });
    const kept = async (): Promise<unknown> => {
      const history = await call(workspace, 'conversations.history', { channel, include_all_metadata: true });
      const found = (history['messages'] as { ts: string; metadata?: unknown }[]).find((one) => one.ts === ts);
      return found?.metadata;
    };
    await call(workspace, 'chat.update', { channel, ts, text: 'a' });
    expect(await kept()).toEqual(metadata);
    await call(workspace, 'chat.update', { channel, ts, text: 'b', metadata: {} });
    expect(await kept()).toBeUndefined();
  });

  test('metadata is shown only to those who ask for it', async () => {
    const ts = await post({ metadata: { event_type: 'card', event_payload: {} } });
    const history = await call(workspace, 'conversations.history', { channel });
    expect((history['messages'] as { ts: string }[]).find((one) => one.ts === ts)).not.toHaveProperty('metadata');
  });

  test('metadata with objects in objects, or other keys, is refused', async () => {
    for (const metadata of [
      { event_type: 'x', event_payload: { a: { b: 1 } } },
      { event_type: 'x', event_payload: {}, more: 1 },
      { event_type: 'x' },
    ]) {
      expect(await refusal('chat.postMessage', { channel, text: 'x', metadata })).toBe('invalid_metadata_format');
    }
  });

  test('refuses long text by bytes, other messages and those that are gone', async () => {
    const ts = await post();
    const said = await workspace.person('ada').say('#inc-api', 'mine');
    expect(await refusal('chat.update', { channel, ts, text: 'é'.repeat(2_001) })).toBe('msg_too_long');
    expect(await refusal('chat.update', { channel, ts, text: 'é'.repeat(2_000) })).toBeUndefined();
    expect(await refusal('chat.update', { channel, ts: said.ts, text: 'x' })).toBe('cant_update_message');
    expect(await refusal('chat.update', { channel, ts: '1.000001', text: 'x' })).toBe('message_not_found');
    await call(workspace, 'chat.delete', { channel, ts });
    expect(await refusal('chat.update', { channel, ts, text: 'x' })).toBe('message_not_found');
  });
});

describe('the rest of chat', () => {
  test('an ephemeral message is shown to one member alone and cannot be updated', async () => {
    const ada = workspace.person('ada').id;
    const answer = await call(workspace, 'chat.postEphemeral', { channel, user: ada, text: 'psst' });
    expect(workspace.ephemerals('ada').map((one) => one.text)).toContain('psst');
    expect(workspace.ephemerals('sam')).toEqual([]);
    expect(
      workspace
        .channel('#inc-api')
        .messages()
        .some((one) => one.text === 'psst'),
    ).toBe(false);
    expect(await refusal('chat.update', { channel, ts: answer['message_ts'], text: 'x' })).toBe('message_not_found');
    const mallory = workspace.person('mallory').id;
    expect(await refusal('chat.postEphemeral', { channel, user: mallory, text: 'x' })).toBe('user_not_in_channel');
  });

  test('a permalink leads to the message, and to its thread', async () => {
    const parent = await post();
    const reply = await post({ thread_ts: parent });
    const link = await call(workspace, 'chat.getPermalink', { channel, message_ts: reply });
    expect(link['permalink']).toBe(
      `https://acme.slack.com/archives/${channel}/p${reply.replace('.', '')}?thread_ts=${parent}&cid=${channel}`,
    );
  });

  test('deleting takes it out of the channel but not out of what was ever posted', async () => {
    const ts = await post({ text: 'oops' });
    await call(workspace, 'chat.delete', { channel, ts });
    expect(
      workspace
        .channel('#inc-api')
        .messages()
        .some((one) => one.ts === ts),
    ).toBe(false);
    expect(
      workspace
        .channel('#inc-api')
        .everPosted()
        .find((one) => one.ts === ts)?.deletedAt,
    ).toBeDefined();
  });
});
