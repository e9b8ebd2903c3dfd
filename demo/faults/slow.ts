import { breakInside, restore, untilUnhealthy, type Fault } from './fault.js';

export const slow: Fault = {
  name: 'slow',
  says: 'the API answers health requests rightly, but only after three seconds',
  make: async (stack) => {
    await breakInside(stack, 'slow');
    await untilUnhealthy(stack);
  },
  heal: restore,
};
