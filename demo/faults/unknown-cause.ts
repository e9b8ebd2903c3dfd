import { breakInside, restore, untilUnhealthy, type Fault } from './fault.js';

export const unknownCause: Fault = {
  name: 'unknown-cause',
  says: 'the API is in a state that no known cause describes, and its log is silent',
  make: async (stack) => {
    await breakInside(stack, 'odd-state');
    await untilUnhealthy(stack);
  },
  heal: restore,
};
