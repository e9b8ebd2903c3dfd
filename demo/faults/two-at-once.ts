import { breakInside, restore, untilUnhealthy, type Fault } from './fault.js';

export const twoAtOnce: Fault = {
  name: 'two-at-once',
  says: 'Redis is stopped, and the memory of the API is at its limit',
  make: async (stack) => {
    await breakInside(stack, 'fill-memory');
    await stack.compose(['stop', 'redis']);
    await untilUnhealthy(stack);
  },
  heal: restore,
};
