import { describe, expect, test } from '@jest/globals';
import { channelLines, threadLines } from '../../../playground/page/conversation.js';
import { ada, said } from './samples.js';

const DAY = 86_400;

describe('the lines of a channel', () => {
  test('leave answers to their threads, and count them', () => {
    const root = said('100.0');
    const lines = channelLines(
      [root, said('101.0', { threadTs: '100.0' }), said('102.0', { threadTs: '100.0' }), said('103.0')],
      'C1',
    );
    expect(lines.map(({ message, replies, lastReply }) => [message.ts, replies, lastReply])).toEqual([
      ['100.0', 2, '102.0'],
      ['103.0', 0, null],
    ]);
  });

  test('keep a root that names itself as its thread', () => {
    expect(channelLines([said('100.0', { threadTs: '100.0' })], 'C1')).toHaveLength(1);
  });

  test('have only what was said in the channel', () => {
    expect(channelLines([said('100.0', { channel: 'C2' })], 'C1')).toEqual([]);
  });

  test('name an author once for what they say within five minutes', () => {
    const lines = channelLines([said('100.0'), said('200.0'), said('600.0'), said('610.0', { author: ada.id })], 'C1');
    expect(lines.map(({ compact }) => compact)).toEqual([false, true, false, false]);
  });

  test('begin each day anew', () => {
    const lines = channelLines([said('100.0'), said(`${DAY + 100}.0`)], 'C1');
    expect(lines.map(({ newDay }) => newDay)).toEqual([true, true]);
  });

  test('do not hide that a message is for one person alone', () => {
    const lines = channelLines([said('100.0'), said('101.0', { ephemeral: true })], 'C1');
    expect(lines.map(({ compact }) => compact)).toEqual([false, false]);
  });
});

describe('the lines of a thread', () => {
  test('are its message and the answers, without those of other threads', () => {
    const messages = [said('100.0'), said('101.0', { threadTs: '100.0' }), said('102.0', { threadTs: '99.0' })];
    expect(threadLines(messages, 'C1', '100.0').map(({ message }) => message.ts)).toEqual(['100.0', '101.0']);
  });
});
