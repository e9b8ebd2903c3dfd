import { breakInside, restore, untilUnhealthy, type Fault } from './fault.js';

export const busy: Fault = {
  name: 'busy',
  says: 'the API is busy with a pattern that never ends: CPU at its most, no answers',
  make: async (stack) => {
    await breakInside(stack, 'backtrack');
    await untilUnhealthy(stack);
  },
  heal: restore,
};
