import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escape } from '../../playground/mrkdwn/entities.js';
import type { Mentions } from '../../playground/mrkdwn/mentions.js';
import type { Workspace } from '../../playground/workspace.js';
import { Bench, call } from './helpers.js';

const bench = new Bench();
let workspace: Workspace;
let sam: string;

beforeAll(async () => {
  workspace = await bench.workspace({ limits: { enabled: false } });
  sam = workspace.person('sam').id;
});
afterAll(() => bench.clear());

const nobody: Mentions = { users: [], groups: [], broadcasts: [] };
const hostile = (): string => `<!channel> <@${sam}> @here @sam @everyone @api-approvers <!everyone>`;

async function mentions(input: object): Promise<Mentions> {
  const channel = workspace.channel('#inc-api').id;
  const { ok, ts } = await call(workspace, 'chat.postMessage', { channel, ...input });
  const message = workspace
    .channel('#inc-api')
    .messages()
    .find((one) => one.ts === ts);
  if (!ok || message === undefined) throw new Error('not posted');
  return workspace.mentions(message);
}

const mrkdwn = (text: string, verbatim?: boolean): object => ({
  blocks: [{ type: 'section', text: { type: 'mrkdwn', text, ...(verbatim !== undefined && { verbatim }) } }],
});
const rich = (elements: object[]): object => ({
  blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }],
});

describe('what notifies', () => {
  test('entities in text, in mrkdwn verbatim or not, in context and fields', async () => {
    expect(await mentions({ text: `<@${sam}> <!here|here>` })).toEqual({
      users: [sam],
      groups: [],
      broadcasts: ['here'],
    });
    expect((await mentions(mrkdwn(`<@${sam}>`, true))).users).toEqual([sam]);
    expect((await mentions(mrkdwn('<!channel>', false))).broadcasts).toEqual(['channel']);
    const context = { type: 'context', elements: [{ type: 'mrkdwn', text: '<!everyone>' }] };
    expect((await mentions({ blocks: [context] })).broadcasts).toEqual(['everyone']);
    const fields = { type: 'section', fields: [{ type: 'mrkdwn', text: `<@${sam}>` }] };
    expect((await mentions({ blocks: [fields] })).users).toEqual([sam]);
  });

  test('bare names where Slack parses by itself: verbatim false, link_names, parse full', async () => {
    expect((await mentions(mrkdwn('@everyone'))).broadcasts).toEqual(['everyone']);
    expect((await mentions({ text: 'ask @sam.', link_names: true })).users).toEqual([sam]);
    expect((await mentions({ text: '@api-approvers', parse: 'full' })).groups).toHaveLength(1);
  });

  test('an update parses by itself unless told not to', async () => {
    const channel = workspace.channel('#inc-api').id;
    const { ts } = await call(workspace, 'chat.postMessage', { channel, text: 'x' });
    const after = async (input: object): Promise<Mentions | undefined> => {
      await call(workspace, 'chat.update', { channel, ts, ...input });
      const message = workspace
        .channel('#inc-api')
        .messages()
        .find((one) => one.ts === ts);
      return message && workspace.mentions(message);
    };
    expect((await after({ text: '@channel' }))?.broadcasts).toEqual(['channel']);
    expect(await after({ text: '@channel', parse: 'none', link_names: false })).toEqual(nobody);
  });

  test('mentions as elements of rich text, and strings in attachments', async () => {
    expect((await mentions(rich([{ type: 'user', user_id: sam }]))).users).toEqual([sam]);
    expect((await mentions(rich([{ type: 'broadcast', range: 'here' }]))).broadcasts).toEqual(['here']);
    expect((await mentions({ attachments: [{ text: '<!here>' }] })).broadcasts).toEqual(['here']);
  });
});

describe('what does not', () => {
  test('escaped entities and bare names in verbatim mrkdwn', async () => {
    expect(await mentions(mrkdwn(escape(hostile()), true))).toEqual(nobody);
    expect(await mentions({ text: escape(hostile()) })).toEqual(nobody);
  });

  test('anything in plain text, in headers, on buttons and in the text of rich text', async () => {
    const text = { type: 'plain_text', text: hostile().slice(0, 70) };
    const blocks = [
      { type: 'header', text },
      { type: 'section', text },
      { type: 'actions', elements: [{ type: 'button', text }] },
      { type: 'table', rows: [[{ type: 'raw_text', text: hostile() }]] },
    ];
    expect(await mentions({ blocks })).toEqual(nobody);
    expect(await mentions(rich([{ type: 'text', text: hostile() }]))).toEqual(nobody);
  });

  test('an address with an at-sign', async () => {
    expect(await mentions(mrkdwn('mail ada@here.example or x@sam'))).toEqual(nobody);
  });

  test('whatever is escaped, in verbatim mrkdwn', () => {
    const piece = fc.constantFrom(
      '<',
      '>',
      '!',
      '@',
      'channel',
      '|',
      '&',
      '&lt;',
      sam,
      '^',
      'subteam',
      ' ',
      '`',
      'here',
    );
    const content = { text: '', attachments: [], parse: 'none' as const, linkNames: false };
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), (pieces) => {
        const text = { type: 'mrkdwn' as const, text: escape(pieces.join('')), verbatim: true };
        expect(workspace.mentions({ ...content, blocks: [{ type: 'section', text }] })).toEqual(nobody);
      }),
    );
  });
});

describe('notifications', () => {
  test('go to those mentioned who are in the channel, not for edits, and direct messages to their reader', async () => {
    const other = await bench.workspace();
    const channel = other.channel('#private-ops').id;
    const { ts } = await call(other, 'chat.postMessage', {
      channel,
      text: `<@${other.person('sam').id}> <@${other.person('kim').id}>`,
    });
    await call(other, 'chat.update', { channel, ts, text: `<@${other.person('ada').id}>` });
    await call(other, 'chat.postMessage', { channel: other.person('kim').id, text: 'hello' });
    const text = `<!subteam^${other.group('api-approvers').id}|@api-approvers>`;
    await call(other, 'chat.postMessage', { channel, text });
    await call(other, 'chat.postMessage', { channel: other.channel('#inc-api').id, text: '<!here>' });
    const why = (name: string): string[] => other.notifications(name).map((one) => one.because);
    expect([why('sam'), why('kim'), why('ada')]).toEqual([
      ['mention', 'group', 'broadcast'],
      ['direct message', 'broadcast'],
      ['broadcast'],
    ]);
    expect(other.notifications('kim')[0]?.text).toBe('hello');
  });
});
