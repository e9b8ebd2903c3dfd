import { describe, expect, test } from '@jest/globals';
import type { PageEvent } from '../../../playground/page-server/protocol.js';
import { after } from '../../../playground/page/reducer.js';
import { said, seen } from './samples.js';

const change = (changes: Partial<Extract<PageEvent, { is: 'change' }>>): PageEvent => ({
  is: 'change',
  messages: [],
  gone: [],
  rest: {},
  ...changes,
});

describe('what the page shows after the stream spoke', () => {
  test('is nothing as long as only changes came', () => {
    expect(after(null, change({ messages: [said('1.0')] }))).toBeNull();
  });

  test('is in order of time, by number and not by letters', () => {
    const state = after(null, { is: 'state', state: seen([said('10.0'), said('9.0')]) });
    expect(state?.messages.map(({ ts }) => ts)).toEqual(['9.0', '10.0']);
  });

  test('has an edited message in its old place, once', () => {
    const state = after(
      seen([said('1.0'), said('2.0')]),
      change({ messages: [said('1.0', { text: 'new', edited: true })] }),
    );
    expect(state?.messages.map(({ text }) => text)).toEqual(['new', 'said at 2.0']);
  });

  test('lacks a message that is gone', () => {
    expect(after(seen([said('1.0'), said('2.0')]), change({ gone: ['C1:1.0'] }))?.messages).toEqual([said('2.0')]);
  });

  test('takes over whatever else is different, and keeps the same messages', () => {
    const before = seen([said('1.0')]);
    const state = after(before, change({ rest: { bot: 'gone' } }));
    expect(state?.bot).toBe('gone');
    expect(state?.messages).toBe(before.messages);
  });

  test('doubles nothing when everything is said again, and keeps the objects of what did not change', () => {
    const before = seen([said('1.0'), said('2.0')]);
    const state = after(before, { is: 'state', state: seen([said('1.0'), said('2.0', { edited: true })]) });
    expect(state?.messages).toHaveLength(2);
    expect(state?.messages[0]).toBe(before.messages[0]);
    expect(state?.messages[1]).toEqual(said('2.0', { edited: true }));
  });
});
