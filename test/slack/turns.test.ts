import { expect, test } from '@jest/globals';
import { Turns } from '../../src/slack/turns.js';

test('what is about the same thing waits for what came before, however that ended', async () => {
  const turns = new Turns();
  const done: string[] = [];
  let fail: (error: Error) => void = () => undefined;
  const first = turns.take('a', () => new Promise<void>((_resolve, reject) => (fail = reject)));
  const second = turns.take('a', () => Promise.resolve(done.push('second')));
  const other = turns.take('b', () => Promise.resolve(done.push('other')));
  await other;
  expect(done).toEqual(['other']);
  fail(new Error('no'));
  await expect(first).rejects.toThrow('no');
  await second;
  expect(done).toEqual(['other', 'second']);
});
