import { breakInside, restore, untilUnhealthy, type Fault } from './fault.js';

export const poolExhausted: Fault = {
  name: 'pool-exhausted',
  says: 'a part of the API never gives its database connections back',
  make: async (stack) => {
    await breakInside(stack, 'hold-connections');
    await untilUnhealthy(stack);
  },
  heal: restore,
};
