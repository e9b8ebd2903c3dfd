import { breakInside, restore, untilUnhealthy, type Fault } from './fault.js';

export const deadlocked: Fault = {
  name: 'deadlocked',
  says: 'two threads of the API wait for each other: it listens, and never answers',
  make: async (stack) => {
    await breakInside(stack, 'deadlock');
    await untilUnhealthy(stack);
  },
  heal: restore,
};
