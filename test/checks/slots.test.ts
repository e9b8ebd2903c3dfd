import { expect, test } from '@jest/globals';
import { Slots, Turns, type Place } from '../../src/checks/slots.js';

const question = (rank = 0): Place => ({ rank, program: false });
const program: Place = { rank: 0, program: true };
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

/** Slots, and who is inside. */
function house(options = { most: 4, mostBusy: 2, mostPrograms: 1 }) {
  const slots = new Slots(options, new Turns());
  const inside: Place[] = [];
  const take = (place: Place): void => void slots.take(place).then(() => inside.push(place));
  const leave = (place: Place | undefined): void => {
    if (place === undefined) throw new Error('nobody is inside');
    inside.splice(inside.indexOf(place), 1);
    slots.free(place);
  };
  return { inside, take, leave };
}

test('few questions are all asked at once, and a program beside them', async () => {
  const { inside, take } = house();
  for (let count = 0; count < 4; count += 1) take(question());
  take(program);
  take(program);
  await settled();
  expect(inside).toHaveLength(5);
});

test('while many wait, fewer are asked at once and no program; in the end everybody was', async () => {
  const { inside, take, leave } = house();
  for (let count = 0; count < 40; count += 1) take(question(count % 5));
  take(program);
  await settled();
  while (inside.length > 2) leave(inside[0]);
  await settled();
  expect(inside).toHaveLength(2);
  expect(inside).not.toContain(program);
  let [left, programs] = [0, 0];
  while (inside.length > 0) {
    if (inside[0]?.program === true) programs += 1;
    left += 1;
    leave(inside[0]);
    await settled();
  }
  expect([left, programs]).toEqual([39, 1]);
});
