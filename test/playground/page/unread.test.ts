import { describe, expect, test } from '@jest/globals';
import { readAll, unreadOf } from '../../../playground/page/unread.js';
import { ada, api, sam, said, seen } from './samples.js';

describe('what is unread', () => {
  test('is nothing from before the page was opened', () => {
    expect(unreadOf(seen([said('5.0')]), 'C1', {}, 10)).toEqual({ some: false, mentions: 0 });
  });

  test('is what others said since; mentions are counted', () => {
    const state = seen([said('11.0'), said('12.0', { notifies: true })]);
    expect(unreadOf(state, 'C1', {}, 10)).toEqual({ some: true, mentions: 1 });
  });

  test('is not what one said oneself', () => {
    expect(unreadOf(seen([said('11.0', { author: ada.id })]), 'C1', {}, 10).some).toBe(false);
  });

  test('is not an answer in a thread, unless it mentions one', () => {
    const answer = { threadTs: '1.0' };
    expect(unreadOf(seen([said('11.0', answer)]), 'C1', {}, 10)).toEqual({ some: false, mentions: 0 });
    expect(unreadOf(seen([said('11.0', { ...answer, notifies: true })]), 'C1', {}, 10).mentions).toBe(1);
  });

  test('is for one in a direct conversation, whatever it is', () => {
    const state = seen([said('11.0')], { channels: [{ ...api, kind: 'im' }] });
    expect(unreadOf(state, 'C1', {}, 10).mentions).toBe(1);
  });

  test('is nothing after the channel was read, for that person alone', () => {
    const state = seen([said('11.0')]);
    const reads = readAll({}, state, 'C1');
    expect(unreadOf(state, 'C1', reads, 10).some).toBe(false);
    const other = seen([said('11.0', { author: ada.id })], { you: sam });
    expect(unreadOf(other, 'C1', reads, 10).some).toBe(true);
  });

  test('stays the same object when reading again is no news', () => {
    const state = seen([said('11.0')]);
    const reads = readAll({}, state, 'C1');
    expect(readAll(reads, state, 'C1')).toBe(reads);
  });
});
