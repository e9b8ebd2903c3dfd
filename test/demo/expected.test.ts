import { expect, test } from '@jest/globals';
import { headerExpectedOf } from '../../demo/expected.js';
import { faults } from '../../demo/faults/index.js';

test('of every fault a card is expected', () => {
  expect(faults.map(({ name }) => headerExpectedOf(name)).filter((header) => !header.startsWith('api '))).toEqual([]);
});

test('of a fault that does not exist nothing is expected, rather than anything', () => {
  expect(() => headerExpectedOf('no-such-fault')).toThrow('no-such-fault');
});
