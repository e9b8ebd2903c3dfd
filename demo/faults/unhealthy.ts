import { breakInside, restore, untilUnhealthy, type Fault } from './fault.js';

export const unhealthy: Fault = {
  name: 'unhealthy',
  says: 'the API runs, but every health request fails with an error in the log',
  make: async (stack) => {
    await breakInside(stack, 'lose-model');
    await untilUnhealthy(stack);
  },
  heal: restore,
};
