import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Workspace } from '../../playground/workspace.js';
import { Bench, call } from './helpers.js';

const bench = new Bench();
let workspace: Workspace;
let id: (name: string) => string;

beforeAll(async () => {
  workspace = await bench.workspace({ scopes: ['users:read', 'usergroups:read'], limits: { enabled: false } });
  id = (name) => workspace.channel(name).id;
});
afterAll(() => bench.clear());

describe('conversations', () => {
  test('info tells public from private, shared from ours, joined from not', async () => {
    const info = async (name: string): Promise<unknown> =>
      (await call(workspace, 'conversations.info', { channel: id(name) }))['channel'];
    expect(await info('#inc-api')).toMatchObject({ is_private: false, is_member: true, is_ext_shared: false });
    expect(await info('#general')).toMatchObject({ is_member: false });
    expect(await info('#private-ops')).toMatchObject({ is_private: true, is_member: true });
    expect(await info('#partners')).toMatchObject({ is_ext_shared: true });
  });

  test('a private channel the bot is not in does not exist for it', async () => {
    workspace.channel('#private-ops').remove('@bot');
    expect(await call(workspace, 'conversations.info', { channel: id('#private-ops') })).toMatchObject({
      error: 'channel_not_found',
    });
    workspace.channel('#private-ops').add('@bot');
  });

  test('each kind of conversation takes its own scope', async () => {
    const dm = workspace.dm('ada').id;
    expect(await call(workspace, 'conversations.info', { channel: dm })).toMatchObject({
      error: 'missing_scope',
      needed: 'im:read',
    });
    expect(await call(workspace, 'conversations.history', { channel: dm })).toMatchObject({ needed: 'im:history' });
  });

  test('members are user ids, the bot among them', async () => {
    const answer = await call(workspace, 'conversations.members', { channel: id('#private-ops') });
    const ids = [workspace.person('ada').id, workspace.person('sam').id, workspace.identity.botUserId];
    expect([...(answer['members'] as string[])].sort()).toEqual([...ids].sort());
  });

  test('open gives the direct conversation with a person, always the same', async () => {
    const users = workspace.person('sam').id;
    const first = await call(workspace, 'conversations.open', { users });
    expect(first).toEqual(await call(workspace, 'conversations.open', { users }));
    expect(first).toMatchObject({ ok: true, channel: { id: workspace.dm('sam').id } });
    expect(await call(workspace, 'conversations.open', { users: 'U0' })).toMatchObject({ error: 'user_not_found' });
  });

  test('list shows what the bot may see, in pages', async () => {
    const names = async (cursor?: string): Promise<[string[], string]> => {
      const answer = await call(workspace, 'conversations.list', {
        types: 'public_channel,private_channel',
        limit: 3,
        ...(cursor !== undefined && { cursor }),
      });
      const { next_cursor } = answer['response_metadata'] as { next_cursor: string };
      return [(answer['channels'] as { name: string }[]).map((one) => one.name), next_cursor];
    };
    const [first, cursor] = await names();
    const [second, end] = await names(cursor);
    expect([...first, ...second]).toEqual(['inc-api', 'general', 'private-ops', 'partners']);
    expect(end).toBe('');
  });

  test('users.conversations shows where the bot is, archived places too unless told', async () => {
    workspace.channel('#partners').archive();
    const names = async (input: Record<string, string>): Promise<string[]> => {
      const answer = await call(workspace, 'users.conversations', {
        types: 'public_channel,private_channel',
        ...input,
      });
      return (answer['channels'] as { name: string }[]).map((one) => one.name);
    };
    expect(await names({})).toEqual(['inc-api', 'private-ops', 'partners']);
    expect(await names({ exclude_archived: 'true' })).toEqual(['inc-api', 'private-ops']);
  });

  test('what the bot has no scope for it cannot do', async () => {
    const channel = id('#general');
    expect(await call(workspace, 'conversations.join', { channel })).toMatchObject({ needed: 'channels:join' });
    expect(await call(workspace, 'conversations.create', { name: 'x' })).toMatchObject({ error: 'missing_scope' });
  });

  test('with the scopes it can make a channel, invite people and set the topic', async () => {
    const other = await bench.workspace({ scopes: ['channels:manage'] });
    const made = await call(other, 'conversations.create', { name: 'inc-12' });
    const { id: channel } = made['channel'] as { id: string };
    await call(other, 'conversations.invite', { channel, users: other.person('ada').id });
    await call(other, 'conversations.setTopic', { channel, topic: 'api down' });
    expect(other.channel('#inc-12').info()).toMatchObject({ topic: 'api down', kind: 'public' });
    expect(other.channel('#inc-12').info().members).toContain(other.person('ada').id);
    expect(await call(other, 'conversations.create', { name: 'inc-12' })).toMatchObject({ error: 'name_taken' });
  });
});

describe('history', () => {
  const texts = (answer: Record<string, unknown>): string[] =>
    (answer['messages'] as { text: string }[]).map((one) => one.text);

  test('is newest first, without replies, in pages', async () => {
    const channel = id('#inc-api');
    const first = await call(workspace, 'chat.postMessage', { channel, text: '1' });
    await call(workspace, 'chat.postMessage', { channel, text: '2' });
    await call(workspace, 'chat.postMessage', { channel, text: 'reply', thread_ts: first['ts'] });
    await call(workspace, 'chat.postMessage', { channel, text: '3' });
    const page = await call(workspace, 'conversations.history', { channel, limit: 2 });
    expect([texts(page), page['has_more']]).toEqual([['3', '2'], true]);
    const { next_cursor: cursor } = page['response_metadata'] as { next_cursor: string };
    const rest = await call(workspace, 'conversations.history', { channel, limit: 2, cursor });
    expect([texts(rest), rest['has_more']]).toEqual([['1'], false]);
    const later = await call(workspace, 'conversations.history', { channel, oldest: first['ts'] });
    expect(texts(later)).toEqual(['3', '2']);
    const thread = await call(workspace, 'conversations.replies', { channel, ts: first['ts'] });
    expect(texts(thread)).toEqual(['1', 'reply']);
    expect(thread['messages']).toMatchObject([{ reply_count: 1 }, { parent_user_id: workspace.identity.botUserId }]);
  });

  test('is closed to those who are not in, and a thread needs its message', async () => {
    expect(await call(workspace, 'conversations.history', { channel: id('#general') })).toMatchObject({
      error: 'not_in_channel',
    });
    expect(await call(workspace, 'conversations.replies', { channel: id('#inc-api'), ts: '1.1' })).toMatchObject({
      error: 'thread_not_found',
    });
  });
});

describe('people and groups', () => {
  test('a person of another organisation shows as a stranger', async () => {
    const info = async (name: string): Promise<unknown> =>
      (await call(workspace, 'users.info', { user: workspace.person(name).id }))['user'];
    expect(await info('ada')).toMatchObject({ name: 'ada', is_stranger: false, team_id: workspace.identity.teamId });
    expect(await info('mallory')).toMatchObject({ is_stranger: true, team_id: 'T0ELSEWHERE' });
  });

  test('a group lists its members, as they are now', async () => {
    const list = await call(workspace, 'usergroups.list');
    const [group] = list['usergroups'] as { id: string; handle: string }[];
    expect(group).toMatchObject({ handle: 'api-approvers' });
    expect(group).not.toHaveProperty('users');
    workspace.setGroup('api-approvers', ['lee']);
    expect(await call(workspace, 'usergroups.users.list', { usergroup: group?.id ?? '' })).toMatchObject({
      users: [workspace.person('lee').id],
    });
  });
});

describe('files and marks', () => {
  test('a file is announced, sent and shared', async () => {
    const other = await bench.workspace({ scopes: ['files:write'] });
    const channel = other.channel('#inc-api').id;
    const made = await call(other, 'files.getUploadURLExternal', { filename: 'log.txt', length: 5 });
    const share = (): Promise<unknown> =>
      call(other, 'files.completeUploadExternal', { channel_id: channel, files: [{ id: made['file_id'] }] });
    expect(await share()).toMatchObject({ error: 'file_not_found' });
    await fetch(String(made['upload_url']), { method: 'POST', body: 'hello' });
    expect(await share()).toMatchObject({ ok: true });
    expect(
      other
        .channel('#inc-api')
        .messages()
        .map((one) => one.text),
    ).toEqual(['[file: log.txt]']);
  });

  test('a picture comes with what it shows; a text that does is never seen, and Slack says nothing', async () => {
    const other = await bench.workspace({ scopes: ['files:write'] });
    const channel = other.channel('#inc-api');
    const share = async (filename: string, alt_txt: string): Promise<Record<string, unknown>> => {
      const made = await call(other, 'files.getUploadURLExternal', { filename, length: 5, alt_txt });
      if (!made.ok) return made;
      await fetch(String(made['upload_url']), { method: 'POST', body: Buffer.from([0, 255, 1, 254, 2]) });
      return call(other, 'files.completeUploadExternal', { channel_id: channel.id, files: [{ id: made['file_id'] }] });
    };
    expect(await share('a.png', 'x'.repeat(1_001))).toMatchObject({ error: 'alt_txt_too_large' });
    expect(await share('a.md', 'a text')).toMatchObject({ ok: true });
    expect(channel.messages()).toEqual([]);
    expect(await share('a.png', 'two lanes')).toMatchObject({ ok: true });
    const [message] = channel.messages();
    expect(message?.files).toMatchObject([{ name: 'a.png', alt_txt: 'two lanes' }]);
    expect(message === undefined ? [] : [...channel.fileBytes(message)]).toEqual([0, 255, 1, 254, 2]);
  });

  test('a message is reacted to and pinned once', async () => {
    const other = await bench.workspace({ scopes: ['reactions:read', 'reactions:write', 'pins:write'] });
    const channel = other.channel('#inc-api').id;
    const said = await other.person('ada').say('#inc-api', 'look');
    const place = { channel, timestamp: said.ts };
    await other.person('sam').react(said, 'eyes');
    expect(await call(other, 'reactions.add', { ...place, name: 'eyes' })).toMatchObject({ ok: true });
    expect(await call(other, 'reactions.add', { ...place, name: 'eyes' })).toMatchObject({ error: 'already_reacted' });
    expect(await call(other, 'reactions.get', place)).toMatchObject({
      message: { reactions: [{ name: 'eyes', count: 2 }] },
    });
    expect([await call(other, 'pins.add', place), await call(other, 'pins.add', place)]).toMatchObject([
      { ok: true },
      { error: 'already_pinned' },
    ]);
  });
});
