import { afterAll, describe, expect, test } from '@jest/globals';
import { Bench, call } from './helpers.js';

const bench = new Bench();
afterAll(() => bench.clear());

describe('channels of an app’s own', () => {
  const named = async (name: string, scopes = ['channels:manage']): Promise<Record<string, unknown>> =>
    call(await bench.workspace({ scopes, limits: { enabled: false } }), 'conversations.create', { name });

  test.each([
    ['', 'invalid_name_required'],
    ['a'.repeat(81), 'invalid_name_maxlength'],
    ['Inc', 'invalid_name_specials'],
    ['inc api', 'invalid_name_specials'],
    ['inc.api', 'invalid_name_specials'],
    ['--', 'invalid_name_punctuation'],
    ['inc-api', 'name_taken'],
    ['general', 'name_taken'],
  ])('are not called %j: %s', async (name, error) => {
    expect(await named(name)).toMatchObject({ ok: false, error });
  });

  test('may have long names, and tell who made them', async () => {
    const other = await bench.workspace({ scopes: ['channels:manage'] });
    const made = await call(other, 'conversations.create', { name: `inc-${'ä'.repeat(76)}` });
    expect(made).toMatchObject({ ok: true, channel: { creator: other.identity.botUserId, is_private: false } });
  });

  test('take the right of their kind, to be made and to be changed', async () => {
    expect(await named('inc-12', ['groups:write'])).toMatchObject({ needed: 'channels:manage' });
    const other = await bench.workspace({ scopes: ['groups:write'] });
    const made = await call(other, 'conversations.create', { name: 'inc-12', is_private: true });
    expect(made).toMatchObject({ channel: { is_private: true } });
    const channel = other.channel('#inc-api').id;
    expect(await call(other, 'conversations.setTopic', { channel, topic: 'x' })).toMatchObject({
      ...{ error: 'missing_scope', needed: 'channels:manage,channels:write.topic' },
    });
    const users = other.person('mallory').id;
    expect(await call(other, 'conversations.invite', { channel, users })).toMatchObject({ error: 'missing_scope' });
  });

  test('let in whom they can, where that is wished', async () => {
    const other = await bench.workspace({ scopes: ['channels:manage'] });
    const channel = other.channel('#inc-api').id;
    const [ada, mallory, bot] = [other.person('ada').id, other.person('mallory').id, other.identity.botUserId];
    const invite = (users: string[], force = false) =>
      call(other, 'conversations.invite', { channel, users: users.join(','), force });
    expect(await invite([ada])).toMatchObject({ error: 'already_in_channel' });
    expect(await invite([bot])).toMatchObject({ error: 'cant_invite_self' });
    expect(await invite(['U0', mallory])).toMatchObject({ error: 'user_not_found' });
    expect(other.channel(channel).info().members).not.toContain(mallory);
    expect(await invite(['U0', ada, mallory], true)).toMatchObject({ ok: true });
    expect(other.channel(channel).info().members).toContain(mallory);
    expect(await invite(['U0'], true)).toMatchObject({ error: 'user_not_found' });
  });

  test('have a topic of 250 characters at most, and none once they are archived', async () => {
    const other = await bench.workspace({ scopes: ['channels:manage'] });
    const channel = other.channel('#inc-api').id;
    const topic = async (words: string) => call(other, 'conversations.setTopic', { channel, topic: words });
    expect(await topic('x'.repeat(251))).toMatchObject({ error: 'too_long' });
    expect(await topic('x'.repeat(250))).toMatchObject({ ok: true });
    other.channel(channel).archive();
    expect(await topic('y')).toMatchObject({ error: 'is_archived' });
  });

  test('show the links that were put there to those who may see them', async () => {
    const other = await bench.workspace({ scopes: ['bookmarks:write', 'bookmarks:read'] });
    const channel_id = other.channel('#inc-api').id;
    const link = { channel_id, title: 'Grafana', type: 'link', link: 'https://grafana.test/' };
    expect(await call(other, 'bookmarks.add', link)).toMatchObject({ ok: true });
    expect(await call(other, 'bookmarks.list', { channel_id })).toMatchObject({ bookmarks: [link] });
    expect(await call(await bench.workspace(), 'bookmarks.list', { channel_id })).toMatchObject({
      needed: 'bookmarks:read',
    });
  });
});
